using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Rules.Notifying;

/// <summary>The Alertmanagers that one entry of the configuration finds. Not safe for concurrent use; owns the client of the entry.</summary>
internal sealed class AlertmanagerSet
{
    private readonly AlertmanagerOptions _options;
    private readonly RelabelRules _targetRules;
    private readonly NotificationRules _alertRules;
    private readonly ConfiguredClient _client;
    private readonly Func<string, ConfiguredClient, AlertmanagerQueue> _newQueue;
    private readonly ILogger _log;
    private readonly bool _drains;
    private readonly List<Task> _endings = [];
    private Dictionary<string, AlertmanagerQueue> _queues = new(StringComparer.Ordinal);

    /// <param name="newQueue">Makes the queue of an URL.</param>
    /// <param name="drains">Whether what waits for an Alertmanager that is no more is still sent.</param>
    public AlertmanagerSet(
        AlertmanagerOptions options, NameValidationScheme scheme, ConfiguredClient client, Func<string, ConfiguredClient, AlertmanagerQueue> newQueue, bool drains, ILogger log)
    {
        (_options, _client, _newQueue, _drains, _log) = (options, client, newQueue, drains, log);
        Identity = IdentityOf(options, scheme);
        _targetRules = RelabelOptions.Compile(options.TargetRules, scheme, new ConfigurationProblems());
        _alertRules = new NotificationRules(Labels.Empty, RelabelOptions.Compile(options.AlertRules, scheme, new ConfigurationProblems()));
    }

    /// <inheritdoc cref="IdentityOf"/>
    public string Identity { get; }

    public AlertmanagerTargets Targets { get; private set; } = AlertmanagerTargets.None;

    /// <summary>The same for entries that say the same.</summary>
    public static string IdentityOf(AlertmanagerOptions options, NameValidationScheme scheme) => $"{scheme}\n{OptionsWriter.Identity(options)}";

    /// <summary>Sends to these from now on. Those that were there before keep what waits for them.</summary>
    public void Update(IReadOnlyList<TargetGroup> groups)
    {
        Targets = AlertmanagerTargets.Of(_options, _targetRules, groups);
        foreach (var complaint in Targets.Complaints)
        {
            _log.Error("Creating discovered Alertmanagers failed", [("err", complaint)]);
        }

        var queues = Targets.Active.ToDictionary(static url => url, url => _queues.GetValueOrDefault(url) ?? _newQueue(url, _client), StringComparer.Ordinal);
        _endings.RemoveAll(static ending => ending.IsCompleted);
        _endings.AddRange(_queues.Values.Except(queues.Values).Select(queue => queue.StopAsync(_drains)));
        _queues = queues;
    }

    public void Send(IReadOnlyList<Notification> notifications)
    {
        var own = _alertRules.Apply(notifications);
        foreach (var queue in own.Count > 0 ? _queues.Values.AsEnumerable() : [])
        {
            queue.Add(own);
        }
    }

    /// <summary>Ends when nothing is sent any more. To be called once, as the last.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_endings.Concat(_queues.Values.Select(queue => queue.StopAsync(_drains)).ToArray()));
        _client.Dispose();
    }
}
