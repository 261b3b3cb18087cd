using Pharos.Instrumentation;

namespace Pharos.Rules.Notifying;

/// <summary>What sending alerts says of itself, with Prometheus's names. Safe for concurrent use.</summary>
internal sealed class NotifierMetrics
{
    private const string Alertmanager = "alertmanager";

    private readonly Lock _lock = new();

    /// <summary>How many queues send to an URL: entries of the configuration may find the same, and one that goes may still send when another comes.</summary>
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    public NotifierMetrics(MetricRegistry metrics, int capacity, Func<double> discovered)
    {
        Latency = metrics.SummaryFamily(
            "prometheus_notifications_latency_seconds",
            "Latency quantiles for sending alert notifications.",
            new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] },
            Alertmanager);
        LatencyHistogram = metrics.HistogramFamily(
            "prometheus_notifications_latency_histogram_seconds",
            "Latency histogram for sending alert notifications.",
            new HistogramOptions { Buckets = [.01, .1, 1, 10], Native = new NativeHistogramOptions() },
            Alertmanager);
        Errors = metrics.CounterFamily("prometheus_notifications_errors_total", "Total number of sent alerts affected by errors.", Alertmanager);
        Sent = metrics.CounterFamily("prometheus_notifications_sent_total", "Total number of alerts sent.", Alertmanager);
        Dropped = metrics.CounterFamily(
            "prometheus_notifications_dropped_total", "Total number of alerts dropped due to errors when sending to Alertmanager.", Alertmanager);
        QueueLength = metrics.GaugeFamily("prometheus_notifications_queue_length", "The number of alert notifications in the queue.", Alertmanager);
        metrics.Gauge("prometheus_notifications_queue_capacity", "The capacity of the alert notifications queue.").Set(capacity);
        metrics.GaugeFromFunction("prometheus_notifications_alertmanagers_discovered", "The number of alertmanagers discovered and active.", discovered);
    }

    public SummaryFamily Latency { get; }

    public HistogramFamily LatencyHistogram { get; }

    public CounterFamily Errors { get; }

    public CounterFamily Sent { get; }

    public CounterFamily Dropped { get; }

    public GaugeFamily QueueLength { get; }

    /// <summary>Those of an Alertmanager, all that is counted from zero on. Each call is to be followed by one of <see cref="Release"/>.</summary>
    public AlertmanagerMetrics Claim(string url)
    {
        lock (_lock)
        {
            _users[url] = _users.GetValueOrDefault(url) + 1;
            return new AlertmanagerMetrics(this, url);
        }
    }

    /// <summary>Takes them away if nobody else has claimed them.</summary>
    public void Release(string url)
    {
        lock (_lock)
        {
            if (--_users[url] > 0)
            {
                return;
            }

            _users.Remove(url);
            Latency.Remove(url);
            LatencyHistogram.Remove(url);
            Errors.Remove(url);
            Sent.Remove(url);
            Dropped.Remove(url);
            QueueLength.Remove(url);
        }
    }
}
