using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pharos.Discovery;
using Pharos.Discovery.Managing;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.Rules;
using Pharos.Rules.Notifying;
using Pharos.Server.Configuration;
using Pharos.Server.Storage;

namespace Pharos.Server;

/// <summary>What evaluates rules over the store and into it, and tells Alertmanagers what came of it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync ends discovery.")]
internal sealed class Ruling
{
    private readonly DiscoveryManager _discovery;
    private readonly Func<string> _externalUrl;

    /// <param name="externalUrl">Known once the server listens.</param>
    public Ruling(
        LocalStorage storage, QueryEngine engine, ServerOptions options, DiscoveryMetrics discovery, Func<string> externalUrl, ILogger log, MetricRegistry metrics, TimeProvider time)
    {
        _externalUrl = externalUrl;
        var http = new HttpClientServices { Log = log, Time = time, UserAgent = "Prometheus/" + options.Build.Version };
        Notifier = new AlertNotifier(options.Notifier, http, metrics, log.With(("component", "notifier")), time);
        Manager = new RuleManager(new RuleServices
        {
            Engine = engine,
            Source = storage,
            Store = storage,
            Alerts = Notifier,
            Metrics = new RuleMetrics(metrics),
            Log = log.With(("component", "rule manager")),
            Time = time,
            Language = options.Language,
            Settings = options.Rules,
        });
        var services = new DiscoveryServices { Time = time, Log = log.With(("component", "discovery manager notify")), Http = http, Metrics = discovery, Job = "" };
        _discovery = new DiscoveryManager("notify", Notifier, services);
    }

    public RuleManager Manager { get; }

    public AlertNotifier Notifier { get; }

    public bool Apply(ServerConfiguration configuration) => Manager.Apply(new RuleConfiguration
    {
        Files = [.. configuration.RuleFiles.SelectMany(FilePattern.Expand).Distinct()],
        Interval = configuration.Global.EvaluationInterval,
        QueryOffset = configuration.Global.RuleQueryOffset,
        ExternalLabels = configuration.Global.ExternalLabels(),
        ExternalUrl = _externalUrl(),
        NameScheme = Scheme(configuration),
    });

    public bool ApplyNotifier(ServerConfiguration configuration) =>
        Notifier.Apply(configuration.Alerting, configuration.Global.ExternalLabels(), _externalUrl(), Scheme(configuration));

    public bool ApplyDiscovery(ServerConfiguration configuration)
    {
        _discovery.Apply(AlertNotifier.Jobs(configuration.Alerting));
        return true;
    }

    public void Start()
    {
        _discovery.Start();
        Manager.Start();
    }

    /// <summary>Rules first, so that what they still have to tell is told.</summary>
    public async Task StopAsync()
    {
        await Manager.StopAsync();
        await _discovery.DisposeAsync();
        await Notifier.StopAsync();
    }

    private static NameValidationScheme Scheme(ServerConfiguration configuration) => configuration.Global.Scrape.Validation ?? NameValidationScheme.Utf8;
}
