using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.Rules;
using Pharos.Rules.Alerting;
using Pharos.Server.Configuration;
using Pharos.Server.Storage;

namespace Pharos.Server;

/// <summary>What evaluates rules over the store and into it.</summary>
internal sealed class Ruling
{
    private readonly Func<string> _externalUrl;

    /// <param name="externalUrl">Known once the server listens.</param>
    public Ruling(LocalStorage storage, QueryEngine engine, ServerOptions options, Func<string> externalUrl, ILogger log, MetricRegistry metrics, TimeProvider time)
    {
        _externalUrl = externalUrl;
        Manager = new RuleManager(new RuleServices
        {
            Engine = engine,
            Source = storage,
            Store = storage,
            Alerts = new NoReceiver(),
            Metrics = new RuleMetrics(metrics),
            Log = log.With(("component", "rule manager")),
            Time = time,
            Language = options.Language,
            Settings = options.Rules,
        });
    }

    public RuleManager Manager { get; }

    public bool Apply(ServerConfiguration configuration) => Manager.Apply(new RuleConfiguration
    {
        Files = [.. configuration.RuleFiles.SelectMany(FilePattern.Expand).Distinct()],
        Interval = configuration.Global.EvaluationInterval,
        QueryOffset = configuration.Global.RuleQueryOffset,
        ExternalLabels = configuration.Global.ExternalLabels(),
        ExternalUrl = _externalUrl(),
        NameScheme = configuration.Global.Scrape.Validation ?? NameValidationScheme.Utf8,
    });

    /// <summary>This version sends alerts to nobody, which the log says where the configuration names receivers.</summary>
    private sealed class NoReceiver : IAlertReceiver
    {
        public void Send(string expression, IReadOnlyList<Alert> alerts)
        {
        }
    }
}
