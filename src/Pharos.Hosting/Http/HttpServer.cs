using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Metrics;

namespace Pharos.Hosting.Http;

/// <summary>
/// The web server of a program: Kestrel without a host around it, no container, no configuration, no middleware; requests go from Kestrel
/// to the router. It takes 0.12 s of processor time to be ready, where the slim host takes 0.30 s and a third more memory
/// (docs/decisions/0002-publish-mode.md).
/// </summary>
public sealed class HttpServer : IAsyncDisposable
{
    /// <summary>Go's limit for the request line and headers together; queries in URLs are long.</summary>
    private const int MaxHeaderBytes = 1024 * 1024;

    /// <summary>Go has no limit of its own beside that of the bytes; each header costs objects here.</summary>
    private const int MaxHeaders = 1000;

    private static readonly TimeSpan LongestHeaderTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpServerOptions _options;
    private readonly HttpRouter _router;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly ConnectionLimit _limit;
    private readonly ConnectionMetrics? _connections;
    private readonly SurplusRelease _surplus;
    private KestrelServer? _kestrel;

    public HttpServer(HttpServerOptions options, HttpRouter router, ILoggerFactory loggers, ConnectionMetrics? connections = null, TimeProvider? time = null)
    {
        _connections = connections;
        _options = options;
        _router = router;
        _loggers = loggers;
        _log = loggers.CreateLogger("web");
        _limit = new ConnectionLimit(options.MaxConnections);
        _surplus = new SurplusRelease(time ?? TimeProvider.System);
    }

    /// <summary>The addresses as bound, in the order of the options: with the port that the system chose for port 0.</summary>
    public IReadOnlyList<ListenAddress> Addresses { get; private set; } = [];

    /// <exception cref="ListenException">An address is taken, or not ours; none is listened on then.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var kestrel = await NewKestrelAsync(cancellation);
        try
        {
            await kestrel.StartAsync(new RouterApplication(_router, _loggers.CreateLogger("web")), cancellation);
        }
        catch (ListenException)
        {
            kestrel.Dispose();
            throw;
        }

        _kestrel = kestrel;
        Addresses = [.. kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Select(FromUrl)];
        foreach (var address in Addresses)
        {
            _log.Info("Listening on", [("address", address)]);
        }
    }

    /// <summary>Takes no more connections, lets running requests end until the token says enough, then breaks them off.</summary>
    public async Task StopAsync(CancellationToken patience)
    {
        if (_kestrel is { } kestrel)
        {
            await kestrel.StopAsync(patience);
        }
    }

    public ValueTask DisposeAsync()
    {
        _kestrel?.Dispose();
        _kestrel = null;
        _limit.Dispose();
        _surplus.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<KestrelServer> NewKestrelAsync(CancellationToken cancellation)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        var hasTimeout = _options.ReadTimeout > TimeSpan.Zero;
        options.Limits.KeepAliveTimeout = hasTimeout ? _options.ReadTimeout : Timeout.InfiniteTimeSpan;
        options.Limits.RequestHeadersTimeout = hasTimeout && _options.ReadTimeout < LongestHeaderTimeout ? _options.ReadTimeout : LongestHeaderTimeout;
        options.Limits.MaxRequestLineSize = MaxHeaderBytes;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        options.Limits.MaxRequestHeaderCount = MaxHeaders;

        // Nothing says which encoding headers are in. This one takes every byte for what it is, so that no cookie can shut its owner out.
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        var addresses = new Dictionary<EndPoint, ListenAddress>();
        foreach (var address in _options.ListenAddresses)
        {
            _log.Info("Start listening for connections", [("address", address)]);
            var endpoint = await address.ResolveAsync(cancellation);
            addresses[endpoint] = address;
            options.Listen(endpoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(_limit.Release);
                if (_connections is not null)
                {
                    listen.Use(_connections.Count);
                }
            });
        }

        var sockets = new SocketTransportFactory(Options.Create(new ConnectionMemory(_surplus).TransportOptions()), _loggers);
        return new KestrelServer(Options.Create(options), _limit.Around(new NamedBinding(sockets, addresses)), _loggers);
    }

    private static ListenAddress FromUrl(string url)
    {
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/');
        return ListenAddress.TryParse(authority, out var address, out var error)
            ? address
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"bound address {url}: {error}"));
    }
}
