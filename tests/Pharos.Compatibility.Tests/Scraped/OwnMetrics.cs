using Pharos.Hosting.Metrics;
using Pharos.Instrumentation;
using Pharos.Model;

namespace Pharos.Compatibility.Tests.Scraped;

/// <summary>A registry with metrics of every kind, and what was put into them.</summary>
internal static class OwnMetrics
{
    public const int Observations = 1000;

    /// <summary>The values observed by each histogram and summary, in seconds.</summary>
    public static IEnumerable<double> Observed => Enumerable.Range(1, Observations).Select(static i => i * i / 10_000.0);

    public static MetricsEndpoint NewEndpoint()
    {
        var registry = new MetricRegistry(TimeProvider.System);
        var jobs = registry.CounterFamily("jobs_total", "Jobs done, \"all\" of them \\ and\nmore.", "queue");
        jobs.WithLabels("a\n\"b\"\\").Add(17);
        jobs.WithLabels("zürich").Add(0.5, Labels.Of(("trace_id", "4bf9")));
        registry.Gauge("temperature_celsius", "Temperature.", new FamilyOptions { Unit = "celsius" }).Set(-12.75);
        var plain = new HistogramOptions { Buckets = [0.1, 1, 10, 50] };
        var classic = registry.HistogramFamily("request_seconds", "Classic.", plain, "code").WithLabels("200");
        var both = registry.Histogram("both_seconds", "Classic and native.", new HistogramOptions { Native = new() });
        var native = registry.Histogram("native_seconds", "Native.", new HistogramOptions { Buckets = [], Native = new() });
        var summary = registry.Summary("size_seconds", "Summary.", new SummaryOptions { Quantiles = [0.5, 0.9] });
        foreach (var value in Observed)
        {
            classic.Observe(value);
            both.Observe(value);
            native.Observe(value);
            summary.Observe(value);
        }

        return new MetricsEndpoint(registry);
    }
}
