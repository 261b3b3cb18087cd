using System.Globalization;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>Where a server listens, as the configuration has it.</summary>
internal static class ZooKeeperServer
{
    private const int WellKnownPort = 2181;

    public static bool TryParse(string text, out string host, out int port)
    {
        (host, port) = (text, WellKnownPort);
        var colon = text.LastIndexOf(':');
        var hasPort = colon >= 0 && !text.EndsWith(']') && (text.StartsWith('[') || text.IndexOf(':', StringComparison.Ordinal) == colon);
        if (hasPort)
        {
            host = text[..colon];
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > ushort.MaxValue)
            {
                return false;
            }
        }

        host = host.Trim('[', ']');
        return Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }
}
