using Pharos.Http.Connecting;
using Pharos.Http.Credentials;
using Pharos.Http.OAuth2;
using Pharos.Http.Options;
using Pharos.Http.Sending;

namespace Pharos.Http;

/// <summary>
/// Makes requests in the way that a section of the configuration says. Thread-safe. Whoever makes one owns it; it holds connections, which
/// <see cref="Dispose"/> closes.
/// </summary>
/// <remarks>
/// <code>
/// request → headers, credentials → redirects ↺ → connections → Dialer: TCP or Unix socket → proxy → TLS
/// </code>
/// There is no time limit but that of the caller's token, except for making a connection. Responses come as soon as their headers are there;
/// the caller disposes them. Files with credentials are read at every request, files of certificates are looked at every few seconds.
/// </remarks>
public sealed class ConfiguredClient : IDisposable
{
    private readonly TokenClient? _tokens;

    /// <exception cref="ClientConfigurationException">A file of certificates or keys, or a proxy, cannot be used.</exception>
    public ConfiguredClient(HttpClientOptions options, HttpClientServices services, ClientExtras? extras = null)
    {
        extras ??= ClientExtras.None;
        var connections = new Connections(options.Tls, options.Proxy, options.EnableHttp2, extras.Decompresses, services);
        try
        {
            _tokens = options.OAuth2 is { } oauth2 ? new TokenClient(oauth2, services) : null;
            var credentials = extras.Credentials ?? Credentials(options);
            var preparation = new RequestPreparation(services.UserAgent, options.EnableHttp2, [.. options.Headers.Select(static header => new ConfiguredHeader(header.Key, header.Value))], credentials);
            Handler = new RequestSender(preparation, options.FollowRedirects, connections);
            Invoker = new HttpMessageInvoker(Handler, disposeHandler: true);
        }
        catch
        {
            connections.Dispose();
            _tokens?.Dispose();
            throw;
        }
    }

    /// <summary>The cheapest way to send. Belongs to the client.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>For an <see cref="HttpClient"/> around it, which must not dispose it.</summary>
    public HttpMessageHandler Handler { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Invoker.SendAsync(request, cancellationToken);

    public void Dispose()
    {
        Invoker.Dispose();
        _tokens?.Dispose();
    }

    private IRequestCredentials? Credentials(HttpClientOptions options) => options switch
    {
        { BasicAuth: { } basic } => new BasicCredentials(basic),
        { Authorization: { } authorization } => new AuthorizationCredentials(authorization),
        { BearerToken.IsEmpty: false } or { BearerTokenFile.Length: > 0 } =>
            new AuthorizationCredentials(new AuthorizationOptions { Credentials = options.BearerToken, CredentialsFile = options.BearerTokenFile }),
        _ => _tokens,
    };
}
