using Pharos.Instrumentation;

namespace Pharos.Discovery.Managing;

/// <summary>What a manager counts, under its name.</summary>
internal sealed class ManagerMetrics(MetricRegistry registry, string name)
{
    private readonly GaugeFamily _discoveredTargets = registry.GaugeFamily(
        "prometheus_sd_discovered_targets", "Current number of discovered targets.", "name", "config");

    private readonly GaugeFamily _lastUpdated = registry.GaugeFamily(
        "prometheus_sd_last_update_timestamp_seconds", "Timestamp of the last update sent to the SD consumers.", "name", "config");

    public Gauge FailedConfigs { get; } = registry.GaugeFamily(
        "prometheus_sd_failed_configs", "Current number of service discovery configurations that failed to load.", "name").WithLabels(name);

    public Counter ReceivedUpdates { get; } = registry.CounterFamily(
        "prometheus_sd_received_updates_total", "Total number of update events received from the SD providers.", "name").WithLabels(name);

    public Counter SentUpdates { get; } = registry.CounterFamily(
        "prometheus_sd_updates_total", "Total number of update events sent to the SD consumers.", "name").WithLabels(name);

    public Counter DelayedUpdates { get; } = registry.CounterFamily(
        "prometheus_sd_updates_delayed_total", "Total number of update events that couldn't be sent immediately.", "name").WithLabels(name);

    public void Sent(string job, int targets)
    {
        _discoveredTargets.WithLabels(name, job).Set(targets);
        _lastUpdated.WithLabels(name, job).SetToCurrentTime();
    }

    public void Remove(string job)
    {
        _discoveredTargets.Remove(name, job);
        _lastUpdated.Remove(name, job);
    }
}
