using Pharos.Instrumentation.Collectors;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Recording_AfterWarmUp_AllocatesNothing()
    {
        var registry = new MetricRegistry();
        var counter = registry.Counter("c_total", "help");
        var gauge = registry.Gauge("g", "help");
        var histogram = registry.Histogram("h", "help", new HistogramOptions { Native = new() });
        var summary = registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5, 0.99] });
        AssertAllocatesNothing(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                counter.Increment();
                counter.Add(5);
                counter.Add(0.5);
                gauge.Set(i);
                gauge.Add(1);
                histogram.Observe(i * 0.01);
                summary.Observe(i * 0.01);
            }
        });
    }

    [Fact]
    public void WithLabels_KnownLabelSet_AllocatesNothing()
    {
        var registry = new MetricRegistry();
        var one = registry.CounterFamily("c1_total", "help", "a");
        var three = registry.CounterFamily("c3_total", "help", "a", "b", "c");
        var name = "a label value of a métric";
        var longName = new string('é', 300);
        AssertAllocatesNothing(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                one.WithLabels("value"u8).Increment();
                one.WithLabels(name).Increment();
                one.WithLabels(longName).Increment();
                three.WithLabels("x"u8, "y"u8, "z"u8).Increment();
                three.WithLabels("x", "y", name).Increment();
            }
        });
    }

    [Fact]
    public void Collect_AfterWarmUp_AllocatesNothing()
    {
        var registry = new MetricRegistry();
        var counters = registry.CounterFamily("c_total", "help", "a");
        var histograms = registry.HistogramFamily("h", "help", new HistogramOptions { Native = new() }, "a");
        var summaries = registry.SummaryFamily("s", "help", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] }, "a");
        registry.GaugeFromFunction("f", "help", () => 1);
        registry.Register(new FixedCollector());
        foreach (var value in (string[])["x", "y", "z"])
        {
            counters.WithLabels(value).Increment();
            for (var i = 1; i < 100; i++)
            {
                histograms.WithLabels(value).Observe(i, Labels.Of(("id", "1")));
                histograms.WithLabels(value).Observe(-i);
                summaries.WithLabels(value).Observe(i);
            }
        }

        var sink = new NullSink();
        AssertAllocatesNothing(() => registry.Collect(sink));
        Assert.True(sink.Metrics > sink.Families);
    }

    private static void AssertAllocatesNothing(Action action)
    {
        // The first rounds create what is kept, and let tiered compilation settle.
        for (var i = 0; i < 50; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class FixedCollector : IMetricCollector
    {
        private readonly Labels _labels = Labels.Of(("x", "1"));

        public void Collect(IMetricSink sink)
        {
            sink.WriteGauge("z"u8, "help"u8, 1);
            sink.WriteNumber(_labels.View, 2);
            sink.WriteGauge("b"u8, "help"u8, 1);
        }
    }
}
