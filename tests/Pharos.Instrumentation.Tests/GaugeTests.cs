namespace Pharos.Instrumentation.Tests;

public sealed class GaugeTests
{
    [Fact]
    public void Gauge_Operations_GiveTheValue()
    {
        var clock = new ManualClock();
        var gauge = new MetricRegistry(clock).Gauge("g", "help");
        gauge.Set(2.5);
        gauge.Add(-3);
        Assert.Equal(-0.5, gauge.Value);
        gauge.Increment();
        gauge.Increment();
        gauge.Decrement();
        Assert.Equal(0.5, gauge.Value);
        gauge.Set(true);
        Assert.Equal(1, gauge.Value);
        gauge.SetToCurrentTime();
        Assert.Equal(1_700_000_000.5, gauge.Value);
    }

    [Fact]
    public void Add_ToNaN_Ends()
    {
        var gauge = new MetricRegistry().Gauge("g", "help");
        gauge.Set(double.NaN);
        gauge.Add(1);
        Assert.True(double.IsNaN(gauge.Value));
        gauge.Set(1);
        Assert.Equal(1, gauge.Value);
    }

    [Fact]
    public void GaugeFromFunction_Collected_IsAskedEachTime()
    {
        var registry = new MetricRegistry();
        var asked = 0;
        registry.GaugeFromFunction("g", "help", () => ++asked);
        registry.CounterFromFunction("c_total", "help", () => asked * 10);
        RecordingSink.Of(registry);
        var sink = RecordingSink.Of(registry);
        Assert.Equal(2, sink.Value("g"));
        Assert.StartsWith("# c_total Counter", sink.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_FunctionThrows_NamesTheMetricAndWritesNothing()
    {
        var registry = new MetricRegistry();
        registry.Gauge("a", "help");
        registry.GaugeFromFunction("g", "help", () => throw new InvalidOperationException("disk gone"));
        var sink = new RecordingSink();
        var failure = Assert.Throws<MetricCollectionException>(() => registry.Collect(sink));
        Assert.Equal("collecting metric \"g\": disk gone", failure.Message);
        Assert.Empty(sink.Lines);
    }
}
