using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Discovery;
using Pharos.Discovery.Managing;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Http.Aws;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Rules.Alerting;
using Pharos.Rules.Templating;

namespace Pharos.Rules.Notifying;

/// <summary>Tells Alertmanagers of alerts. Safe for concurrent use; waits for no Alertmanager before <see cref="StopAsync"/>.</summary>
/// <remarks>
/// <code>
/// rule → Send → external labels, alert_relabel_configs → for each entry: its alert_relabel_configs → for each Alertmanager: queue ⇢ batch → POST
/// </code>
/// </remarks>
public sealed class AlertNotifier : IAlertReceiver, IDiscoveredTargets
{
    private readonly NotifierOptions _options;
    private readonly HttpClientServices _http;
    private readonly NotifierMetrics _metrics;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<Task> _endings = [];

    /// <summary>By the names of their jobs.</summary>
    private Dictionary<string, AlertmanagerSet> _sets = new(StringComparer.Ordinal);
    private NotificationRules _rules = new(Labels.Empty, RelabelRules.None);
    private string _externalUrl = "";
    private bool _isStopped;

    public AlertNotifier(NotifierOptions options, HttpClientServices http, MetricRegistry metrics, ILogger log, TimeProvider time)
    {
        (_options, _http, _log, _time) = (options, http, log, time);
        _metrics = new NotifierMetrics(metrics, options.QueueCapacity, () => Alertmanagers().Active.Count);
    }

    /// <summary>The jobs that discovery is to have, by the names under which <see cref="Update"/> gets their targets.</summary>
    public static IReadOnlyDictionary<string, DiscoveryOptions> Jobs(AlertingOptions options) =>
        options.Alertmanagers.Select(static (alertmanager, index) => KeyValuePair.Create(NameOf(index), alertmanager.Discovery))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>The URLs that alerts are sent to, and those that discovery found beside them.</summary>
    public (IReadOnlyList<string> Active, IReadOnlyList<string> Dropped) Alertmanagers()
    {
        lock (_lock)
        {
            return ([.. _sets.Values.SelectMany(static set => set.Targets.Active)], [.. _sets.Values.SelectMany(static set => set.Targets.Dropped)]);
        }
    }

    /// <summary>Goes over to another configuration. Entries that stay as they are keep their Alertmanagers and what waits for them.</summary>
    /// <param name="options">Loaded, so that its rules are sound.</param>
    /// <returns>False if a client cannot be made, which the log says; then all stays as it was.</returns>
    public bool Apply(AlertingOptions options, Labels externalLabels, string externalUrl, NameValidationScheme scheme)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return true;
            }

            var left = _sets.Values.ToList();
            var sets = new Dictionary<string, AlertmanagerSet>(StringComparer.Ordinal);
            try
            {
                for (var i = 0; i < options.Alertmanagers.Count; i++)
                {
                    var identity = AlertmanagerSet.IdentityOf(options.Alertmanagers[i], scheme);
                    var known = left.Find(set => set.Identity == identity);
                    sets.Add(NameOf(i), known ?? NewSet(options.Alertmanagers[i], scheme));
                    if (known is not null)
                    {
                        left.Remove(known);
                    }
                }
            }
            catch (ClientConfigurationException exception)
            {
                _log.Error("Error creating HTTP client for Alertmanagers", [("err", exception.Message)]);
                _endings.AddRange(sets.Values.Except(_sets.Values).Select(static set => set.StopAsync()));
                return false;
            }

            _endings.RemoveAll(static ending => ending.IsCompleted);
            _endings.AddRange(left.Select(static set => set.StopAsync()));
            (_sets, _externalUrl) = (sets, externalUrl);
            _rules = new NotificationRules(externalLabels, RelabelOptions.Compile(options.AlertRules, scheme, new ConfigurationProblems()));
            return true;
        }
    }

    public void Update(IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> jobs)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return;
            }

            foreach (var (name, groups) in jobs)
            {
                // One that is not there is of the configuration before this one.
                _sets.GetValueOrDefault(name)?.Update(groups);
            }
        }
    }

    public void Send(string expression, IReadOnlyList<Alert> alerts)
    {
        var generator = TemplateFunctionsOfPrometheus.TableLink(expression);
        lock (_lock)
        {
            if (_isStopped || alerts.Count == 0 || _sets.Count == 0)
            {
                return;
            }

            var notifications = _rules.Apply([.. alerts.Select(alert => Notification.Of(alert, _externalUrl + generator))]);
            foreach (var set in _sets.Values)
            {
                set.Send(notifications);
            }
        }
    }

    /// <summary>Sends what waits, if it is to do so, and ends. Whatever is sent to it afterwards is dropped. To be called once.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _isStopped = true;
            return Task.WhenAll([.. _endings, .. _sets.Values.Select(static set => set.StopAsync())]);
        }
    }

    private static string NameOf(int index) => FormattableString.Invariant($"config-{index}");

    private AlertmanagerSet NewSet(AlertmanagerOptions options, NameValidationScheme scheme)
    {
        var extras = options.SigV4 is { } sigv4
            ? new ClientExtras { Credentials = new SigV4Credentials(new AwsIdentity(sigv4, _http), "aps", _time) }
            : null;
        return new AlertmanagerSet(
            options,
            scheme,
            new ConfiguredClient(options.Http, _http, extras),
            (url, client) => new AlertmanagerQueue(new AlertmanagerClient(url, client.Invoker, options.Timeout, _time), _options, _metrics, _log, _time),
            _options.DrainsOnShutdown,
            _log);
    }
}
