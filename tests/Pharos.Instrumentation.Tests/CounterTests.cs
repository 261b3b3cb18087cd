using Pharos.Model;

namespace Pharos.Instrumentation.Tests;

public sealed class CounterTests
{
    [Fact]
    public void Add_WholeAndFractions_AddsUp()
    {
        var counter = new MetricRegistry().Counter("c_total", "help");
        counter.Increment();
        counter.Add(2);
        counter.Add(0.25);
        counter.Add(3.0);
        counter.Add(0.0);
        counter.Add(-0.0);
        Assert.Equal(6.25, counter.Value);
    }

    [Theory]
    [InlineData(1L << 33)]
    [InlineData(long.MaxValue)]
    public void Add_LargeAmounts_DoNotRunOver(long amount)
    {
        var counter = new MetricRegistry().Counter("c_total", "help");
        for (var i = 0; i < 8; i++)
        {
            counter.Add(amount);
            counter.Add((double)amount);
        }

        Assert.Equal(16 * (double)amount, counter.Value);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MinValue)]
    public void Add_NotAnAmount_ThrowsAndChangesNothing(double amount)
    {
        var counter = new MetricRegistry().Counter("c_total", "help");
        Assert.Throws<ArgumentOutOfRangeException>(() => counter.Add(amount));
        Assert.Equal(0, counter.Value);
    }

    [Fact]
    public void Add_NegativeInteger_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MetricRegistry().Counter("c_total", "help").Add(-1L));

    [Fact]
    public void Increment_BeyondDoublePrecision_StaysExact()
    {
        var counter = new MetricRegistry().Counter("c_total", "help");
        for (var i = 0; i < 1 << 21; i++)
        {
            counter.Add(1L << 32);
        }

        // At 2^53 a double no longer holds every integer: single steps must not get lost on the way.
        for (var i = 0; i < 1000; i++)
        {
            counter.Increment();
        }

        Assert.Equal(Math.ScaleB(1, 53) + 1000, counter.Value);
    }

    [Fact]
    public void Collect_Exemplar_IsThatOfTheLastOccasion()
    {
        var clock = new ManualClock();
        var registry = new MetricRegistry(clock);
        var counter = registry.Counter("c_total", "help");
        counter.Add(1, Labels.Of(("trace_id", "a")));
        clock.Advance(TimeSpan.FromSeconds(1));
        counter.Add(2.5, Labels.Of(("trace_id", "b")));
        counter.Increment();
        var sink = RecordingSink.Of(registry);
        Assert.Equal(4.5, sink.Value("c_total"));
        Assert.Equal(new Exemplar(Labels.Of(("trace_id", "b")), 2.5, 1_700_000_001_500), Assert.Single(sink.Exemplars));
    }

    [Fact]
    public void Add_ExemplarWithLongLabels_ThrowsAndChangesNothing()
    {
        var counter = new MetricRegistry().Counter("c_total", "help");
        var labels = Labels.Of(("trace_id", new string('é', Exemplar.MaxLabelCharacters - 7)));
        Assert.Throws<ArgumentException>(() => counter.Add(1, labels));
        Assert.Equal(0, counter.Value);
        counter.Add(1, Labels.Of(("trace_id", new string('é', Exemplar.MaxLabelCharacters - 8))));
        Assert.Equal(1, counter.Value);
    }
}
