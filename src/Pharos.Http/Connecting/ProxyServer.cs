using Pharos.Configuration;
using Pharos.Http.Credentials;

namespace Pharos.Http.Connecting;

internal enum ProxyKind
{
    Http,
    Https,
    Socks5,
}

/// <summary>A proxy and what it asks of those who come.</summary>
internal sealed class ProxyServer
{
    private ProxyServer(Uri url, ProxyKind kind)
    {
        Kind = kind;
        Host = url.IdnHost;
        Port = url.Port > 0 ? url.Port : kind switch { ProxyKind.Http => 80, ProxyKind.Https => 443, _ => 1080 };
        if (url.UserInfo.Length > 0)
        {
            User = UserInfo.Parse(url);
            Authorization = BasicCredentials.Value(User.Value.Name, User.Value.Password);
        }
    }

    public ProxyKind Kind { get; }

    /// <summary>Without brackets around an IPv6 address.</summary>
    public string Host { get; }

    public int Port { get; }

    public (string Name, string Password)? User { get; }

    /// <summary>The value of Proxy-Authorization; null if the URL names no user.</summary>
    public string? Authorization { get; }

    /// <summary>For complaints.</summary>
    public override string ToString() => $"proxy {Kind switch { ProxyKind.Http => "http", ProxyKind.Https => "https", _ => "socks5" }}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <param name="setting">What says so, for complaints.</param>
    /// <exception cref="ClientConfigurationException">This is no proxy.</exception>
    public static ProxyServer Parse(string text, string setting)
    {
        // Environments often give host:port alone.
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new ClientConfigurationException($"{setting}: \"{UrlText.WithoutPassword(text)}\" is no URL");
        }

        return url.Scheme switch
        {
            "http" => new ProxyServer(url, ProxyKind.Http),
            "https" => new ProxyServer(url, ProxyKind.Https),
            "socks5" or "socks5h" => new ProxyServer(url, ProxyKind.Socks5),
            _ => throw new ClientConfigurationException($"{setting}: there are no proxies of the kind \"{url.Scheme}\", only http, https, socks5 and socks5h"),
        };
    }
}
