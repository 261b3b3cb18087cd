using Pharos.Instrumentation;

namespace Pharos.Discovery.Refreshing;

/// <summary>How often and how long mechanisms look that ask again and again.</summary>
internal sealed class RefreshMetrics(MetricRegistry registry)
{
    private static readonly SummaryOptions Quantiles = new() { Quantiles = [0.5, 0.9, 0.99] };

    private readonly CounterFamily _failures = registry.CounterFamily(
        "prometheus_sd_refresh_failures_total", "Number of refresh failures for the given SD mechanism.", "mechanism", "config");

    private readonly SummaryFamily _seconds = registry.SummaryFamily(
        "prometheus_sd_refresh_duration_seconds", "The duration of a refresh in seconds for the given SD mechanism.", Quantiles, "mechanism", "config");

    private readonly HistogramFamily _histogram = registry.HistogramFamily(
        "prometheus_sd_refresh_duration_histogram_seconds",
        "The duration of a refresh for the given SD mechanism.",
        new HistogramOptions { Buckets = [.01, .1, 1, 10], Native = new NativeHistogramOptions() },
        "mechanism");

    /// <summary>Those of one discoverer, which are shown from now on.</summary>
    public Of For(string mechanism, string job) =>
        new(_failures.WithLabels(mechanism, job), _seconds.WithLabels(mechanism, job), _histogram.WithLabels(mechanism));

    public void Remove(string mechanism, string job)
    {
        _failures.Remove(mechanism, job);
        _seconds.Remove(mechanism, job);
    }

    internal sealed class Of(Counter failures, Summary seconds, Histogram histogram)
    {
        public void Took(TimeSpan duration)
        {
            seconds.Observe(duration.TotalSeconds);
            histogram.Observe(duration.TotalSeconds);
        }

        public void Failed() => failures.Increment();
    }
}
