using System.Globalization;
using System.Net;

namespace Pharos.Http.Connecting;

/// <summary>
/// Hosts that are reached without a proxy: <c>*</c> for all, addresses, networks as <c>10.0.0.0/8</c>, domains, each with a port or for all ports.
/// <c>a.org</c> stands for itself and all below it, <c>.a.org</c> and <c>*.a.org</c> only for those below. This machine itself always belongs to it.
/// </summary>
internal sealed class NoProxyList
{
    private readonly List<IPNetwork> _networks = [];
    private readonly List<(IPAddress Address, int Port)> _addresses = [];
    private readonly List<(string Suffix, bool WithItself, int Port)> _domains = [];
    private bool _hasAll;

    private NoProxyList()
    {
    }

    public static NoProxyList Parse(string text)
    {
        var list = new NoProxyList();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            list.Add(entry.ToLowerInvariant());
        }

        return list;
    }

    public bool Contains(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (_hasAll || host == "localhost")
        {
            return true;
        }

        if (IPAddress.TryParse(host, out var address))
        {
            address = Plain(address);
            return IPAddress.IsLoopback(address)
                || _networks.Exists(network => network.Contains(address))
                || _addresses.Exists(entry => entry.Address.Equals(address) && IsPort(entry.Port, url));
        }

        return _domains.Exists(domain =>
            (host.EndsWith(domain.Suffix, StringComparison.Ordinal) || (domain.WithItself && domain.Suffix.AsSpan(1).SequenceEqual(host))) && IsPort(domain.Port, url));
    }

    private void Add(string entry)
    {
        if (entry == "*")
        {
            _hasAll = true;
            return;
        }

        if (TryNetwork(entry, out var network))
        {
            _networks.Add(network);
            return;
        }

        var (host, port) = Split(entry);
        if (IPAddress.TryParse(host, out var address))
        {
            _addresses.Add((Plain(address), port));
            return;
        }

        host = host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host;
        if (host.Length > 0)
        {
            _domains.Add(host[0] == '.' ? (host, false, port) : ("." + host, true, port));
        }
    }

    /// <summary>Unlike the runtime's own reading, an address with bits behind the prefix is taken.</summary>
    private static bool TryNetwork(string entry, out IPNetwork network)
    {
        network = default;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(entry.AsSpan(0, slash), out var address)
            || !int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        if (prefix > bytes.Length * 8)
        {
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var bits = Math.Clamp(prefix - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff00 >> bits);
        }

        network = new IPNetwork(new IPAddress(bytes), prefix);
        return true;
    }

    /// <summary>Port 0 for all.</summary>
    private static (string Host, int Port) Split(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var isAddress = entry.IndexOf(':', StringComparison.Ordinal) != colon && !entry.Contains("]:", StringComparison.Ordinal);
        return colon < 0 || isAddress || !ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (entry.Trim('[', ']'), 0)
            : (entry[..colon].Trim('[', ']'), port);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsPort(int port, Uri url) => port == 0 || port == url.Port;
}
