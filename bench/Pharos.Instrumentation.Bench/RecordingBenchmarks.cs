using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;

namespace Pharos.Instrumentation.Bench;

/// <summary>One recording of each kind by one thread, beside a counter of the platform that a listener adds up.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class RecordingBenchmarks : IDisposable
{
    private readonly MetricRegistry _registry = new();
    private readonly Counter _counter;
    private readonly Gauge _gauge;
    private readonly Histogram _classic;
    private readonly Histogram _native;
    private readonly Histogram _both;
    private readonly Summary _summary;
    private readonly Summary _quantiles;
    private readonly CounterFamily _oneLabel;
    private readonly CounterFamily _twoLabels;
    private readonly Meter _meter = new("bench");
    private readonly MeterListener _listener = new();
    private readonly System.Diagnostics.Metrics.Counter<long> _platform;
    private readonly double[] _values = CollectBenchmarks.Durations(1024);
    private long _platformTotal;
    private int _next;

    public RecordingBenchmarks()
    {
        _counter = _registry.Counter("c_total", "A counter.");
        _gauge = _registry.Gauge("g", "A gauge.");
        _classic = _registry.Histogram("h1", "Classic.");
        _native = _registry.Histogram("h2", "Native.", new HistogramOptions { Buckets = [], Native = new() });
        _both = _registry.Histogram("h3", "Both.", new HistogramOptions { Native = new() });
        _summary = _registry.Summary("s1", "Count and sum.");
        _quantiles = _registry.Summary("s2", "Quantiles.", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] });
        _oneLabel = _registry.CounterFamily("l1_total", "One label.", "handler");
        _twoLabels = _registry.CounterFamily("l2_total", "Two labels.", "handler", "code");
        for (var i = 0; i < 50; i++)
        {
            _oneLabel.WithLabels($"/api/v1/label/{i}");
            _twoLabels.WithLabels($"/api/v1/label/{i}", "200");
        }

        _platform = _meter.CreateCounter<long>("platform");
        _listener.EnableMeasurementEvents(_platform);
        _listener.SetMeasurementEventCallback<long>((_, amount, _, _) => Interlocked.Add(ref _platformTotal, amount));
        _listener.Start();
    }

    [Benchmark(Baseline = true)]
    public void CounterIncrement() => _counter.Increment();

    [Benchmark]
    public void CounterAddWhole() => _counter.Add(5.0);

    [Benchmark]
    public void CounterAddFraction() => _counter.Add(0.5);

    [Benchmark]
    public void PlatformCounterAdd() => _platform.Add(1);

    [Benchmark]
    public void GaugeSet() => _gauge.Set(1);

    [Benchmark]
    public void GaugeAdd() => _gauge.Add(1);

    [Benchmark]
    public void HistogramClassic() => _classic.Observe(Next());

    [Benchmark]
    public void HistogramNative() => _native.Observe(Next());

    [Benchmark]
    public void HistogramBoth() => _both.Observe(Next());

    [Benchmark]
    public void SummaryCountAndSum() => _summary.Observe(Next());

    [Benchmark]
    public void SummaryQuantiles() => _quantiles.Observe(Next());

    [Benchmark]
    public Counter WithLabelsBytes() => _oneLabel.WithLabels("/api/v1/label/7"u8);

    [Benchmark]
    public Counter WithLabelsText() => _oneLabel.WithLabels("/api/v1/label/7");

    [Benchmark]
    public Counter WithTwoLabelsText() => _twoLabels.WithLabels("/api/v1/label/7", "200");

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
        GC.SuppressFinalize(this);
    }

    private double Next() => _values[_next++ & 1023];
}
