using System.Net;

namespace Pharos.Http.Connecting;

/// <summary>
/// Tells the connection pool of proxies that take whole URLs, as http:// requests through them do: the pool writes such requests, and asks the
/// dialer for connections to the proxy. Of other proxies it knows nothing, the dialer makes tunnels through them.
/// </summary>
internal sealed class PlainHttpProxy(ProxyRules rules) : IWebProxy
{
    /// <summary>The pool sends credentials only when it is refused; ours go along at once.</summary>
    public ICredentials? Credentials
    {
        get => null;
        set => throw new NotSupportedException("credentials come with the proxy's URL");
    }

    public static bool Takes(Uri url, ProxyServer? proxy) => url.Scheme == "http" && proxy?.Kind is ProxyKind.Http or ProxyKind.Https;

    public Uri? GetProxy(Uri destination) => rules.For(destination) is { } proxy && Takes(destination, proxy)
        ? new UriBuilder("http", proxy.Host, proxy.Port).Uri
        : null;

    public bool IsBypassed(Uri host) => GetProxy(host) is null;
}
