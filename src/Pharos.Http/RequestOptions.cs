namespace Pharos.Http;

/// <summary>What a single request may ask for, through <see cref="HttpRequestMessage.Options"/>.</summary>
public static class RequestOptions
{
    /// <summary>The path of a Unix socket to dial in the place of the URL's host. Proxies are not used then. Connections are kept for each socket.</summary>
    public static HttpRequestOptionsKey<string> UnixSocket { get; } = new("Pharos.UnixSocket");
}
