using Pharos.Instrumentation;

namespace Pharos.PromQL.Running;

/// <summary>What the engine says of itself, under the names of the reference.</summary>
internal sealed class EngineMetrics
{
    private const string Prefix = "prometheus_engine_";

    private static readonly SummaryOptions DurationSummary = new() { Quantiles = [0.5, 0.9, 0.99] };

    private static readonly HistogramOptions DurationHistogram = new()
    {
        Buckets = [.01, .1, 1, 10],
        Native = new NativeHistogramOptions { BucketFactor = 1.1, MaxBuckets = 100, MinResetInterval = TimeSpan.FromHours(1) },
    };

    /// <param name="registry">A registry has one engine.</param>
    public EngineMetrics(MetricRegistry registry, QueryGate gate)
    {
        registry.GaugeFromFunction(Prefix + "queries", "The current number of queries being executed or waiting.", () => gate.Count);
        registry.GaugeFromFunction(Prefix + "queries_concurrent_max", "The max number of concurrent queries.", () => gate.MaxConcurrent);
        Samples = registry.Counter(Prefix + "query_samples_total", "The total number of samples loaded by all queries.");
        SamplesRead = registry.Counter(Prefix + "query_samples_read_total", "The total number of samples read from storage by all queries.");
        var summary = registry.SummaryFamily(Prefix + "query_duration_seconds", "Query timings", DurationSummary, "slice");
        var histogram = registry.HistogramFamily(
            Prefix + "query_duration_histogram_seconds", "The duration of various parts of PromQL query execution.", DurationHistogram, "slice");
        Queue = new Slice(summary.WithLabels("queue_time"), histogram.WithLabels("queue_time"));
        Prepare = new Slice(summary.WithLabels("prepare_time"), histogram.WithLabels("prepare_time"));
        Evaluate = new Slice(summary.WithLabels("inner_eval"), histogram.WithLabels("inner_eval"));
        Sort = new Slice(summary.WithLabels("result_sort"), histogram.WithLabels("result_sort"));
    }

    public Counter Samples { get; }

    public Counter SamplesRead { get; }

    public Slice Queue { get; }

    public Slice Prepare { get; }

    public Slice Evaluate { get; }

    public Slice Sort { get; }

    /// <summary>The time that one phase of queries takes.</summary>
    public sealed class Slice(Summary summary, Histogram histogram)
    {
        public void Observe(TimeSpan duration)
        {
            summary.Observe(duration.TotalSeconds);
            histogram.Observe(duration.TotalSeconds);
        }
    }
}
