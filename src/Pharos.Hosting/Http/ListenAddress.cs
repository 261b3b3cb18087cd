using System.Globalization;
using System.Net;

namespace Pharos.Hosting.Http;

/// <summary>
/// Where to listen, as flags write it: <c>host:port</c>, <c>[::1]:9090</c>, or <c>:9090</c> for all addresses of both families.
/// Port 0 lets the system choose; a port can be named by its service.
/// </summary>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Reads an address. On failure <paramref name="error"/> says why, in the reference's words.</summary>
    public static bool TryParse(string text, out ListenAddress address, out string error)
    {
        address = new ListenAddress("", 0);
        if (text.StartsWith("vsock://", StringComparison.OrdinalIgnoreCase))
        {
            error = $"address {text}: sockets between virtual machines (vsock) are not supported";
            return false;
        }

        if (!TrySplit(text, out var host, out var portText, out error))
        {
            return false;
        }

        if (!ushort.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && !ServicePorts.TryFind(portText, out port))
        {
            error = $"address {portText}: invalid port";
            return false;
        }

        address = new ListenAddress(host, port);
        return true;
    }

    /// <summary>The form that the text had.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>
    /// The endpoint to bind. A name is looked up, and its first address taken, IPv4 before IPv6.
    /// </summary>
    /// <exception cref="ListenException">The name has no address.</exception>
    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancellation)
    {
        if (Host.Length == 0)
        {
            // One socket for both families, where there are both.
            return new IPEndPoint(System.Net.Sockets.Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, Port);
        }

        if (IPAddress.TryParse(Host, out var literal))
        {
            return new IPEndPoint(literal, Port);
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(Host, cancellation);
            var first = found.OrderBy(static one => one.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault();
            return first is null ? throw new ListenException($"listen tcp: lookup {Host}: no such host") : new IPEndPoint(first, Port);
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or ArgumentException)
        {
            // An argument exception is a name that no resolver is asked for, too long for example.
            throw new ListenException($"listen tcp: lookup {Host}: {exception.Message}", exception);
        }
    }

    private static bool TrySplit(string text, out string host, out string port, out string error)
    {
        host = port = error = "";
        var colon = text.LastIndexOf(':');
        var bracket = text.LastIndexOf(']');
        if (colon < 0 || colon < bracket)
        {
            error = $"address {text}: missing port in address";
            return false;
        }

        host = text[..colon];
        port = text[(colon + 1)..];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            error = $"address {text}: too many colons in address";
            return false;
        }

        if (host.AsSpan().ContainsAny('[', ']'))
        {
            error = $"address {text}: unexpected bracket in address";
            return false;
        }

        return true;
    }
}
