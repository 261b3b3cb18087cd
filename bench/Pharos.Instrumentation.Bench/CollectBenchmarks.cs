using BenchmarkDotNet.Attributes;
using Pharos.Instrumentation.Runtime;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Bench;

/// <summary>A whole collection, of about as many metrics as a server has, into a sink that does nothing.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class CollectBenchmarks : IDisposable
{
    private readonly MetricRegistry _registry = new();
    private readonly MetricRegistry _process = new();
    private readonly RuntimeCollector _runtime = new();
    private readonly NullSink _sink = new();

    public CollectBenchmarks()
    {
        for (var family = 0; family < 200; family++)
        {
            _registry.Counter($"counter_{family}_total", "A counter.").Increment();
            _registry.Gauge($"gauge_{family}", "A gauge.").Set(family);
        }

        var histograms = _registry.HistogramFamily("h", "Histograms.", new HistogramOptions { Native = new() }, "handler");
        var summaries = _registry.SummaryFamily("s", "Summaries.", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] }, "handler");
        var durations = Durations(50_000);
        for (var i = 0; i < durations.Length; i++)
        {
            histograms.WithLabels($"{i % 50}").Observe(durations[i]);
            summaries.WithLabels($"{i % 50}").Observe(durations[i]);
        }

        _process.Register(_runtime);
        _process.Register(new ProcessCollector());
    }

    /// <summary>Between 1 ms and 1 s, in seconds, evenly in their logarithm.</summary>
    public static double[] Durations(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Pow(10, (random.NextDouble() * 3) - 3))];
    }

    [Benchmark]
    public int Collect()
    {
        _registry.Collect(_sink);
        return _sink.Metrics;
    }

    [Benchmark]
    public int CollectProcessAndRuntime()
    {
        _process.Collect(_sink);
        return _sink.Metrics;
    }

    public void Dispose()
    {
        _runtime.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class NullSink : IMetricSink
    {
        public int Metrics { get; private set; }

        public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
        {
        }

        public void Number(LabelsView labels, scoped in NumberPoint point) => Metrics++;

        public void Summary(LabelsView labels, scoped in SummaryPoint point) => Metrics++;

        public void Histogram(LabelsView labels, scoped in HistogramPoint point) => Metrics++;
    }
}
