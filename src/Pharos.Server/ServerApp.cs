using System.Net;
using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Discovery;
using Pharos.Foundation.Logging;
using Pharos.Hosting;
using Pharos.Hosting.Http;
using Pharos.Hosting.Metrics;
using Pharos.Instrumentation;
using Pharos.Instrumentation.Runtime;
using Pharos.PromQL;
using Pharos.Remote.Receiving;
using Pharos.Server.Api;
using Pharos.Server.Configuration;
using Pharos.Server.Federation;
using Pharos.Server.Reloading;
using Pharos.Server.Remote;
using Pharos.Server.Storage;
using Pharos.Server.Web;

namespace Pharos.Server;

/// <summary>
/// The server as a whole. <see cref="New"/> wires it, <see cref="StartAsync"/> brings it up, <see cref="StopAsync"/> takes it down in the
/// opposite order; each is called once, from one thread.
/// </summary>
public sealed class ServerApp
{
    private readonly ServerOptions _options;
    private readonly ILogger _log;
    private readonly HttpServer _web;
    private readonly ServerState _state;
    private readonly CleanupStack _cleanups;
    private readonly LocalStorage? _storage;
    private readonly QueryEngine _engine;
    private readonly Scraping? _scraping;
    private readonly Ruling? _ruling;
    private readonly Sending? _sending;
    private readonly ServerReloader _reloader;
    private readonly Notifications _notifications;
    private readonly TimeProvider _time;

    private ServerApp(
        ServerOptions options, ILogger log, HttpServer web, LocalStorage? storage, QueryEngine engine, Scraping? scraping, Ruling? ruling,
        Sending? sending, ServerReloader reloader, Notifications notifications, ServerState state, TimeProvider time)
    {
        _options = options;
        _log = log;
        _web = web;
        _storage = storage;
        _engine = engine;
        _scraping = scraping;
        _ruling = ruling;
        _sending = sending;
        _reloader = reloader;
        _notifications = notifications;
        _state = state;
        _time = time;
        _cleanups = new CleanupStack(log);
    }

    /// <summary>The addresses listened on, once started.</summary>
    public IReadOnlyList<ListenAddress> Addresses => _web.Addresses;

    /// <summary>All paths, with the prefix, and the methods of each.</summary>
    internal IReadOnlyList<(string Path, string Method)> Routes { get; private init; } = [];

    /// <summary>The map of the program: every part, made from those before it.</summary>
    public static ServerApp New(ServerOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        var state = new ServerState(time.GetUtcNow());
        var metrics = new MetricRegistry(time);
        var runtimeMetrics = new RuntimeCollector(time);
        metrics.Register(runtimeMetrics);
        metrics.Register(new ProcessCollector());
        options.Build.Register(metrics, "prometheus");
        metrics.GaugeFromFunction("prometheus_ready", "Whether the server answers queries: 1 if it does.", () => state.Readiness == Readiness.Ready ? 1 : 0);
        var router = new HttpRouter(options.EffectivePrefix, new RequestMetrics(metrics, "prometheus", time));
        router.Get("/metrics", new MetricsEndpoint(metrics).HandleAsync);
        StatusApi.AddTo(router, options.Build, state);
        var log = loggers.CreateLogger("");
        var storage = options.Storage is null ? null : new LocalStorage(options.Storage, log, metrics, time);
        var engine = new QueryEngine(options.Query, new QueryEngineServices { Metrics = metrics, Time = time });
        var discovery = new DiscoveryMetrics(metrics);
        var scraping = storage is null ? null : new Scraping(storage, options, discovery, log, metrics, time);
        var sending = storage is null || scraping is null ? null : new Sending(storage, scraping, options, log, metrics, time);
        HttpServer? web = null;
        var ruling = storage is null
            ? null
            : new Ruling(storage, engine, options, discovery, () => options.ExternalUrl?.Base ?? $"http://{Dns.GetHostName()}:{web!.Addresses[0].Port}", log, metrics, time);
        var reloader = new ServerReloader(
            options.ConfigFile ?? "", () => options.ConfigFile is { } file ? ConfigurationLoading.Load(file, options.LoadingRules) : options.Configuration,
            [.. Rooms(storage, sending, scraping, ruling)], log, metrics, time);
        var notifications = new Notifications(options.MaxNotificationSubscribers, metrics, time);
        notifications.Add(Notifications.StartingUp);
        reloader.Attempted = succeeded => notifications.Set(Notifications.ReloadFailed, !succeeded);
        HealthRoutes.AddTo(router, state, options.EnableLifecycle ? reloader : null);
        var globalUrls = new Lazy<GlobalUrl>(() => new GlobalUrl(options.ExternalUrl, web!.Addresses[0].Port));
        if (storage is not null && scraping is not null && ruling is not null)
        {
            var endpoint = new ApiEndpoint(state, options.Cors, log);
            endpoint.AddOptions(router);
            new NotificationsApi(notifications, options.Cors).AddTo(router, endpoint);
            new FederationEndpoint(storage, () => reloader.Current.Global.ExternalLabels(), state, options.Query.Lookback, metrics, time, log).AddTo(router);
            new QueryApi(engine, storage, options.Language, time).AddTo(router, endpoint);
            new ExemplarApi(storage, options.Language).AddTo(router, endpoint);
            new LabelApi(storage, endpoint).AddTo(router);
            new TargetsApi(scraping.Manager, () => globalUrls.Value).AddTo(router, endpoint);
            new MetadataApi(scraping.Manager).AddTo(router, endpoint);
            new RuntimeApi(options, state, reloader, storage, time).AddTo(router, endpoint);
            new TsdbApi(storage).AddTo(router, endpoint);
            new FeaturesApi(options).AddTo(router, endpoint);
            new RulesApi(ruling.Manager, ruling.Notifier).AddTo(router, endpoint);
            new OpenApi(options, state).AddTo(router);
            new RemoteWriteEndpoint(options.RemoteWrite, new WriteReceiver(storage, options.RemoteWrite.Receiver, metrics, log, time), state, log).AddTo(router);
            new RemoteReadEndpoint(storage, storage, options.RemoteRead, () => reloader.Current.Global.ExternalLabels(), state, metrics, log).AddTo(router);
            new AdminApi(storage, options.EnableAdminApi, log, time).AddTo(router, endpoint);
        }

        WebInterface.AddTo(router, WebAssets.Embedded, options, state, time);
        new Consoles(options.ConsoleTemplates, state).AddTo(router);
        if (!string.IsNullOrEmpty(options.UserAssets))
        {
            new UserFiles(options.UserAssets).AddTo(router);
        }

        web = new HttpServer(options.Http, router, loggers, new ConnectionMetrics(metrics), time);
        var app = new ServerApp(options, log, web, storage, engine, scraping, ruling, sending, reloader, notifications, state, time) { Routes = [.. router.Routes] };
        app._cleanups.Push("runtime metrics", _ =>
        {
            runtimeMetrics.Dispose();
            return Task.CompletedTask;
        });
        return app;
    }

    /// <summary>What takes a configuration, in the order in which they get it.</summary>
    private static IEnumerable<(string Room, Func<ServerConfiguration, bool> Apply)> Rooms(
        LocalStorage? storage, Sending? sending, Scraping? scraping, Ruling? ruling)
    {
        if (storage is not null)
        {
            yield return ("db_storage", storage.Apply);
        }

        if (sending is not null)
        {
            yield return ("remote_storage", sending.Apply);
        }

        if (scraping is not null)
        {
            yield return ("scrape", scraping.Apply);
            yield return ("scrape_sd", scraping.ApplyDiscovery);
        }

        if (ruling is not null)
        {
            yield return ("notify", ruling.ApplyNotifier);
            yield return ("notify_sd", ruling.ApplyDiscovery);
            yield return ("rules", ruling.Apply);
        }
    }

    /// <exception cref="ConfigurationException">The configuration file is not sound; nothing has been started.</exception>
    /// <exception cref="ListenException">An address could not be listened on; everything started before has been stopped again.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var build = _options.Build;
        _log.Info("Starting Pharos server", [("version", $"(version={build.Version}, branch={build.Branch}, revision={build.Revision})")]);
        _log.Info("operational information", [
            ("build_context", $"(dotnet={Environment.Version}, platform={RuntimeVersion.OperatingSystemName}/{RuntimeVersion.Architecture}, user={build.User}, date={build.Date}, tags={build.Tags})"),
            ("host_details", HostDetails.Describe())]);
        if (_options.EffectivePrefix.Length > 0)
        {
            _log.Info("Router prefix", [("prefix", _options.EffectivePrefix)]);
        }

        _reloader.LoadFirst();
        try
        {
            // The store is opened last, and closed after the last request.
            if (_storage is not null)
            {
                _cleanups.Push("storage", _ => _storage.CloseAsync());
            }

            _cleanups.Push("web server", _ => _web.DisposeAsync().AsTask());
            await _web.StartAsync(cancellation);
            _cleanups.Push("web connections", _web.StopAsync);
            if (_storage is not null)
            {
                _storage.Apply(_reloader.Current);
                await _storage.OpenAsync(_engine, _options.Query.Limits.MaxConcurrent);
            }

            StartScraping();
        }
        catch
        {
            await _cleanups.RunAsync(CancellationToken.None);
            throw;
        }

        _state.Readiness = Readiness.Ready;
        _notifications.Remove(Notifications.StartingUp);
        _log.Info("Server is ready to receive web requests.");
    }

    /// <summary>Loads the configuration file again; what is wrong with it is logged, and the old one stays in force.</summary>
    public Task ReloadAsync(CancellationToken cancellation) => _reloader.ReloadAsync(cancellation);

    private void StartScraping()
    {
        if (_sending is not null)
        {
            // What the last scrapes and rules have stored is still sent.
            _cleanups.Push("remote storage", _ => _sending.StopAsync());
        }

        if (!_reloader.ApplyFirst())
        {
            // The log says what.
            throw new ConfigurationException([new ConfigurationProblem(_options.ConfigFile ?? "", 0, 0, "", "one or more errors occurred while applying the configuration")]);
        }

        if (_scraping is not null)
        {
            _cleanups.Push("scraping", _ => _scraping.StopAsync());
            _scraping.Start();
        }

        if (_ruling is not null)
        {
            _cleanups.Push("rules", _ => _ruling.StopAsync());
            _ruling.Start();
        }

        if (_options is { AutoReloadInterval: { } interval, ConfigFile: { } file })
        {
            var stop = new CancellationTokenSource();
            var watching = new AutoReload(file, _reloader, _log).RunAsync(interval, _time, stop.Token);
            _cleanups.Push("watching the configuration file", async _ =>
            {
                await stop.CancelAsync();
                await watching;
                stop.Dispose();
            });
        }
    }

    public async Task StopAsync()
    {
        _state.Readiness = Readiness.Stopping;
        _notifications.Add(Notifications.ShuttingDown);
        _notifications.End();
        using var patience = new CancellationTokenSource(_options.StopPatience, _time);
        await _cleanups.RunAsync(patience.Token);
        _log.Info("See you next time!");
    }

    /// <summary>Starts, waits until the token or a request asks to stop, and stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await StartAsync(stop);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.Register(stopped.SetResult))
        {
            await Task.WhenAny(stopped.Task, _state.StopRequested);
        }

        await StopAsync();
    }
}
