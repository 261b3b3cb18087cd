using System.Globalization;

namespace Pharos.Hosting.Http;

/// <summary>Ports of TCP services by their names: a few that every system has, and those that this system lists.</summary>
internal static class ServicePorts
{
    private const string ServicesFile = "/etc/services";

    public static bool TryFind(string name, out ushort port)
    {
        port = name.ToLowerInvariant() switch
        {
            "ftp" => 21,
            "ssh" => 22,
            "telnet" => 23,
            "smtp" => 25,
            "domain" => 53,
            "http" => 80,
            "pop3" => 110,
            "imap2" => 143,
            "https" => 443,
            "imaps" => 993,
            "pop3s" => 995,
            _ => 0,
        };
        return port != 0 || (name.Length > 0 && TryFindListed(name, out port));
    }

    /// <summary>A line is a name, the port with its protocol, and other names; a number sign begins a remark.</summary>
    private static bool TryFindListed(string name, out ushort port)
    {
        port = 0;
        try
        {
            foreach (var line in File.ReadLines(ServicesFile))
            {
                var words = line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                if (words.Length >= 2 && words[1].EndsWith("/tcp", StringComparison.Ordinal)
                    && words.Where(static (_, at) => at != 1).Contains(name, StringComparer.OrdinalIgnoreCase)
                    && ushort.TryParse(words[1].AsSpan(0, words[1].Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out port))
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A system without the list has no other names than those above.
        }

        return false;
    }
}
