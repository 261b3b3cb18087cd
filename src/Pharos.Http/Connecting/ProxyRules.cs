using Pharos.Http.Options;

namespace Pharos.Http.Connecting;

/// <summary>Which proxy a request takes. Immutable.</summary>
internal sealed class ProxyRules
{
    private readonly ProxyServer? _http;
    private readonly ProxyServer? _https;

    /// <summary>Null if all requests take the proxy, those to this machine too.</summary>
    private readonly NoProxyList? _exceptions;

    private ProxyRules(ProxyServer? http, ProxyServer? https, NoProxyList? exceptions)
    {
        (_http, _https, _exceptions) = (http, https, exceptions);
    }

    public bool IsEmpty => _http is null && _https is null;

    /// <exception cref="ClientConfigurationException">A proxy cannot be used.</exception>
    public static ProxyRules From(ProxyOptions options, Func<string, string?> variable)
    {
        if (options.Url.Length > 0)
        {
            var proxy = ProxyServer.Parse(options.Url, "proxy_url");
            return new ProxyRules(proxy, proxy, options.NoProxy.Length == 0 ? null : NoProxyList.Parse(options.NoProxy));
        }

        if (!options.FromEnvironment)
        {
            return new ProxyRules(null, null, null);
        }

        string? Either(string name) => variable(name) is { Length: > 0 } value ? value : variable(name.ToLowerInvariant());
        ProxyServer? Proxy(string name) => Either(name) is { Length: > 0 } text ? ProxyServer.Parse(text, name) : null;

        return new ProxyRules(Proxy("HTTP_PROXY"), Proxy("HTTPS_PROXY"), NoProxyList.Parse(Either("NO_PROXY") ?? ""));
    }

    /// <summary>Null if the request goes straight to its host.</summary>
    public ProxyServer? For(Uri url)
    {
        var proxy = url.Scheme == "https" ? _https : _http;
        return proxy is null || _exceptions?.Contains(url) == true || SocketName.Is(url) ? null : proxy;
    }
}
