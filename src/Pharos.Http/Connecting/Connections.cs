using System.Net;
using System.Text;
using Pharos.Http.Options;
using Pharos.Http.Tls;

namespace Pharos.Http.Connecting;

/// <summary>
/// Sends single requests over connections that are kept. When a file of certificates has changed, requests from then on take new
/// connections; those under way end on the old ones.
/// </summary>
internal sealed class Connections : HttpMessageHandler
{
    private readonly ClientTls _tls;
    private readonly ProxyRules _proxies;
    private readonly Dialer _dialer;
    private readonly bool _decompresses;
    private readonly Lock _swapping = new();
    private ConnectionPool _pool;
    private volatile bool _isDisposed;

    /// <exception cref="ClientConfigurationException">A file of certificates or keys, or a proxy, cannot be used.</exception>
    public Connections(TlsOptions? tls, ProxyOptions proxy, bool http2, bool decompresses, HttpClientServices services)
    {
        _proxies = ProxyRules.From(proxy, services.Variable);
        _tls = new ClientTls(tls ?? new TlsOptions(), services.Time);
        _dialer = new Dialer(_proxies, _tls, proxy.ConnectHeaders, services.UserAgent, services.Time, services.Connections);
        _decompresses = decompresses;
        KeepsHttp2 = http2;
        _pool = new ConnectionPool(Handler(), _tls.Generation);
    }

    private bool KeepsHttp2 { get; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        if (!_proxies.IsEmpty && _proxies.For(url) is { Authorization: { } authorization } proxy && PlainHttpProxy.Takes(url, proxy)
            && !request.Headers.Contains("Proxy-Authorization"))
        {
            request.Headers.TryAddWithoutValidation("Proxy-Authorization", authorization);
        }

        var pool = Enter();
        try
        {
            return request.Options.TryGetValue(RequestOptions.UnixSocket, out var path)
                ? await SendAsync(pool, request, path, cancellationToken)
                : await pool.Invoker.SendAsync(request, cancellationToken);
        }
        finally
        {
            pool.Leave();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_swapping)
            {
                if (!_isDisposed)
                {
                    _isDisposed = true;
                    _pool.Leave();
                }
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>The pool thinks that the socket is a host of its own; the server hears of the host in the URL.</summary>
    private static async Task<HttpResponseMessage> SendAsync(ConnectionPool pool, HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        var host = request.Headers.Host;
        request.Options.Set(Dialer.OriginalHost, url.IdnHost);
        request.Headers.Host = host ?? url.Authority;
        request.RequestUri = SocketName.Replace(url, path);
        try
        {
            return await pool.Invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new HttpRequestException(error.HttpRequestError, $"unix socket {path}: {(error.InnerException ?? error).Message}", error.InnerException);
        }
        finally
        {
            request.RequestUri = url;
            request.Headers.Host = host;
        }
    }

    private ConnectionPool Enter()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var generation = _tls.Refresh();
            var pool = Volatile.Read(ref _pool);
            if (pool.Generation != generation)
            {
                pool = Swap(generation);
            }

            // It may have been given up in between.
            if (pool.TryEnter())
            {
                return pool;
            }
        }
    }

    private ConnectionPool Swap(long generation)
    {
        lock (_swapping)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_pool.Generation < generation)
            {
                _pool.Leave();
                Volatile.Write(ref _pool, new ConnectionPool(Handler(), generation));
            }

            return _pool;
        }
    }

    private SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = _dialer.DialAsync,
        UseProxy = !_proxies.IsEmpty,
        Proxy = _proxies.IsEmpty ? null : new PlainHttpProxy(_proxies),
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = _decompresses ? DecompressionMethods.GZip : DecompressionMethods.None,

        // Longer than the time between scrapes, so that targets keep their connections.
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = KeepsHttp2 ? TimeSpan.FromMinutes(1) : Timeout.InfiniteTimeSpan,
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = 128,

        // No header is added behind the back of those who configure them.
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    };
}
