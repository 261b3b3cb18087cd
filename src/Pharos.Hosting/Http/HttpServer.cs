using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Metrics;
using Pharos.Hosting.Protection;
using Pharos.Hosting.WebConfiguration;

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
    private static readonly TimeSpan LongestHandshake = TimeSpan.FromSeconds(10);

    private readonly HttpServerOptions _options;
    private readonly HttpRouter _router;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly ConnectionLimit _limit;
    private readonly ConnectionMetrics? _connections;
    private readonly SurplusRelease _surplus;
    private readonly TimeProvider _time;
    private readonly KestrelServices _services;
    private KestrelServer? _kestrel;
    private WebGuard? _guard;

    public HttpServer(HttpServerOptions options, HttpRouter router, ILoggerFactory loggers, ConnectionMetrics? connections = null, TimeProvider? time = null)
    {
        _connections = connections;
        _options = options;
        _router = router;
        _loggers = loggers;
        _log = loggers.CreateLogger("web");
        _limit = new ConnectionLimit(options.MaxConnections);
        _time = time ?? TimeProvider.System;
        _services = new KestrelServices(loggers);
        _surplus = new SurplusRelease(_time);
    }

    /// <summary>The addresses as bound, in the order of the options: with the port that the system chose for port 0.</summary>
    public IReadOnlyList<ListenAddress> Addresses { get; private set; } = [];

    /// <exception cref="ListenException">An address is taken, or not ours; none is listened on then.</exception>
    /// <exception cref="Configuration.ConfigurationException">The web configuration file is not sound.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var protection = string.IsNullOrEmpty(_options.WebConfigFile) ? null : new WebConfigFile(_options.WebConfigFile);
        var web = protection is null ? new WebConfig() : WebConfigLoading.Load(protection.Path);
        HttpHandler handler = _router.HandleAsync;
        if (protection is not null)
        {
            _guard = new WebGuard(protection, handler, _log, _time);
            handler = _guard.HandleAsync;
        }

        var (kestrel, binding) = await NewKestrelAsync(web.Tls.IsEnabled ? new TlsHandshakes(protection!, _log) : null, web.Http.Http2, cancellation);
        try
        {
            await kestrel.StartAsync(new RouterApplication(handler, _options.ReadTimeout, _time, _log), cancellation);
        }
        catch (ListenException)
        {
            kestrel.Dispose();
            throw;
        }

        _kestrel = kestrel;
        Addresses = binding.Bound;
        foreach (var address in Addresses)
        {
            _log.Info("Listening on", [("address", address)]);
            _log.Info(web.Tls.IsEnabled ? "TLS is enabled." : "TLS is disabled.", [("http2", web.Tls.IsEnabled && web.Http.Http2), ("address", address)]);
        }

        if (web.Tls.CurvePreferences.Count > 0)
        {
            _log.Warn("The web configuration's curve_preferences are not heeded: the system's own are in force");
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
        _guard?.Dispose();
        _services.Dispose();
        _limit.Dispose();
        _surplus.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <param name="tls">Null for plain HTTP.</param>
    private async Task<(KestrelServer Kestrel, NamedBinding Binding)> NewKestrelAsync(TlsHandshakes? tls, bool withHttp2, CancellationToken cancellation)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = _services };
        var hasTimeout = _options.ReadTimeout > TimeSpan.Zero;
        options.Limits.KeepAliveTimeout = hasTimeout ? _options.ReadTimeout : Timeout.InfiniteTimeSpan;
        options.Limits.RequestHeadersTimeout = hasTimeout && _options.ReadTimeout < LongestHeaderTimeout ? _options.ReadTimeout : LongestHeaderTimeout;
        options.Limits.MaxRequestLineSize = MaxHeaderBytes;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        options.Limits.MaxRequestHeaderCount = MaxHeaders;
        options.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;

        // Nothing says which encoding headers are in. This one takes every byte for what it is, so that no cookie can shut its owner out.
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        var names = new Dictionary<EndPoint, string>();
        foreach (var (endpoint, name) in await PlacesAsync(cancellation))
        {
            names[endpoint] = name;
            options.Listen(endpoint, listen => Serve(listen, tls, withHttp2));
        }

        var sockets = new SocketTransportFactory(Options.Create(new ConnectionMemory(_surplus).TransportOptions()), _loggers);
        var binding = new NamedBinding(sockets, names);
        return (new KestrelServer(Options.Create(options), _limit.Around(binding), _loggers), binding);
    }

    /// <summary>Where to listen, and how each place is called in messages.</summary>
    private async Task<IReadOnlyList<(EndPoint Place, string Name)>> PlacesAsync(CancellationToken cancellation)
    {
        if (_options.ActivatedSockets is { } sockets)
        {
            _log.Info("Listening on systemd activated listeners instead of port listeners.");
            return sockets.Count == 0
                ? throw new ListenException("no socket activation file descriptors found")
                : [.. sockets.Select(static socket => ((EndPoint)new FileHandleEndPoint((ulong)socket.Handle, FileHandleType.Tcp), $"socket {socket.Name}"))];
        }

        var places = new List<(EndPoint, string)>();
        foreach (var address in _options.ListenAddresses)
        {
            _log.Info("Start listening for connections", [("address", address)]);
            places.Add((await address.ResolveAsync(cancellation), $"tcp {address}"));
        }

        return places;
    }

    private void Serve(ListenOptions listen, TlsHandshakes? tls, bool withHttp2)
    {
        listen.Protocols = tls is not null && withHttp2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        listen.Use(_limit.Release);
        if (_connections is not null)
        {
            listen.Use(_connections.Count);
        }

        if (tls is not null)
        {
            var timeout = _options.ReadTimeout > TimeSpan.Zero && _options.ReadTimeout < LongestHandshake ? _options.ReadTimeout : LongestHandshake;
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = tls.OnConnection, HandshakeTimeout = timeout });
        }
    }
}
