using System.Globalization;
using System.Net;
using Pharos.Discovery.Dns.Messages;

namespace Pharos.Discovery.Dns;

/// <summary>Whom the system asks for names, and how it completes them: <c>/etc/resolv.conf</c>.</summary>
internal sealed class ResolverFile
{
    public const string SystemPath = "/etc/resolv.conf";

    private const int MostDots = 15;

    private ResolverFile(IReadOnlyList<IPAddress> servers, IReadOnlyList<string> search, int dots, int attempts)
    {
        (Servers, Search, Dots, Attempts) = (servers, search, dots, attempts);
    }

    public IReadOnlyList<IPAddress> Servers { get; }

    public IReadOnlyList<string> Search { get; }

    /// <summary>A name with so many dots is tried as it is before it is completed.</summary>
    public int Dots { get; }

    /// <summary>How often a server is asked that does not answer.</summary>
    public int Attempts { get; }

    public static ResolverFile Parse(string text)
    {
        var servers = new List<IPAddress>();
        IReadOnlyList<string> search = [];
        var (dots, attempts) = (1, 2);
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", var server, ..] when IPAddress.TryParse(server, out var address):
                    servers.Add(address);
                    break;
                case ["domain", var domain, ..]:
                    search = [domain];
                    break;
                case ["search", .. var domains]:
                    search = domains;
                    break;
                case ["options", .. var options]:
                    foreach (var option in options)
                    {
                        dots = Number(option, "ndots:", dots, 0, MostDots);
                        attempts = Number(option, "attempts:", attempts, 1, 5);
                    }

                    break;
            }
        }

        return new ResolverFile(servers, search, dots, attempts);
    }

    /// <summary>What the name may mean, in the order in which it is tried. All end with a dot.</summary>
    public IReadOnlyList<string> Candidates(string name)
    {
        if (DnsName.IsRooted(name))
        {
            return [name];
        }

        var rooted = DnsName.Rooted(name);
        var completed = Search.Where(static domain => domain != ".").Select(domain => DnsName.Rooted(rooted + domain));
        return DnsName.CountLabels(name) > Dots ? [rooted, .. completed] : [.. completed, rooted];
    }

    private static int Number(string option, string name, int value, int least, int most) =>
        option.StartsWith(name, StringComparison.Ordinal) && int.TryParse(option.AsSpan(name.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, least, most)
            : value;
}
