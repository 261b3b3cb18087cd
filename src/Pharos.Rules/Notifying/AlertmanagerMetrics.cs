using Pharos.Instrumentation;

namespace Pharos.Rules.Notifying;

/// <summary>What is counted of one Alertmanager.</summary>
internal sealed class AlertmanagerMetrics(NotifierMetrics metrics, string url)
{
    public Counter Errors { get; } = metrics.Errors.WithLabels(url);

    public Counter Sent { get; } = metrics.Sent.WithLabels(url);

    public Counter Dropped { get; } = metrics.Dropped.WithLabels(url);

    public Gauge QueueLength { get; } = metrics.QueueLength.WithLabels(url);

    public void ObserveLatency(TimeSpan latency)
    {
        // Not there before something has been sent, as in the reference.
        metrics.Latency.WithLabels(url).Observe(latency.TotalSeconds);
        metrics.LatencyHistogram.WithLabels(url).Observe(latency.TotalSeconds);
    }
}
