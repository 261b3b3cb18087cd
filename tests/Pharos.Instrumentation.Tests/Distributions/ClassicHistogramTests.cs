using Pharos.Model;

namespace Pharos.Instrumentation.Tests.Distributions;

public sealed class ClassicHistogramTests
{
    [Fact]
    public void Observe_ValuesAtAndAroundBounds_AreCountedAtOrBelow()
    {
        var shown = Collect(new HistogramOptions { Buckets = [-1, 0, 2.5] }, [-2, -1, -0.5, 0, 2.5, 2.6, double.PositiveInfinity]);
        Assert.Equal([-1, 0, 2.5, double.PositiveInfinity], shown.Buckets.Select(bucket => bucket.UpperBound));
        Assert.Equal([2, 4, 5, 7], shown.Buckets.Select(bucket => bucket.CumulativeCount));
        Assert.Equal(7, shown.Count);
        Assert.Equal(double.PositiveInfinity, shown.Sum);
        Assert.Null(shown.Native);
        Assert.Equal(1_700_000_000_500, shown.StartMs);
    }

    [Fact]
    public void Observe_NaN_IsCountedAtInfinity()
    {
        var shown = Collect(new HistogramOptions { Buckets = [1] }, [double.NaN, 0.5]);
        Assert.Equal([1, 2], shown.Buckets.Select(bucket => bucket.CumulativeCount));
        Assert.True(double.IsNaN(shown.Sum));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(60)]
    public void Observe_AnyNumberOfBuckets_CountsAsAStraightCountDoes(int count)
    {
        var bounds = HistogramOptions.ExponentialBuckets(0.01, 1.3, count);
        var random = new Random(count);
        var values = Enumerable.Range(0, 2000)
            .Select(i => i % 5 == 0 ? bounds[i % count] : random.NextDouble() * bounds[^1] * 1.2)
            .ToArray();
        var shown = Collect(new HistogramOptions { Buckets = bounds }, values);
        foreach (var bucket in shown.Buckets)
        {
            Assert.Equal(values.Count(value => value <= bucket.UpperBound), bucket.CumulativeCount);
        }
    }

    [Fact]
    public void Buckets_Layouts_AreAsAsked()
    {
        Assert.Equal([1, 3, 5], HistogramOptions.LinearBuckets(1, 2, 3));
        Assert.Equal([100, 1000, 10000], HistogramOptions.ExponentialBuckets(100, 10, 3));
        Assert.Equal([.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10], HistogramOptions.DefaultBuckets);
        Assert.Throws<ArgumentOutOfRangeException>(() => HistogramOptions.ExponentialBuckets(0, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistogramOptions.LinearBuckets(0, 1, 0));
    }

    [Fact]
    public void Observe_WithExemplars_KeepsTheLastOfEachBucket()
    {
        var clock = new ManualClock();
        var registry = new MetricRegistry(clock);
        var histogram = registry.Histogram("h", "help", new HistogramOptions { Buckets = [1, 2] });
        histogram.Observe(0.5, Labels.Of(("id", "1")));
        histogram.Observe(0.6, Labels.Of(("id", "2")));
        histogram.Observe(9, Labels.Of(("id", "3")));
        var shown = RecordingSink.Of(registry).Histograms[0];
        Assert.Equal(["2", null, "3"], shown.Buckets.Select(bucket => bucket.Exemplar?.Labels["id"]));
        Assert.Equal(0.6, shown.Buckets[0].Exemplar?.Value);
        Assert.Empty(shown.NativeExemplars);
    }

    [Fact]
    public void Observe_WithExemplarsNative_ShowsTheLastTenByTime()
    {
        var clock = new ManualClock();
        var registry = new MetricRegistry(clock);
        var histogram = registry.Histogram("h", "help", new HistogramOptions { Buckets = [], Native = new() });
        for (var i = 0; i < 25; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            histogram.Observe(i, Labels.Of(("id", $"{i}")));
        }

        var shown = RecordingSink.Of(registry).Histograms[0];
        Assert.Empty(shown.Buckets);
        Assert.Equal(Enumerable.Range(15, 10).Select(i => (double)i), shown.NativeExemplars.Select(exemplar => exemplar.Value));
    }

    private static HistogramRecord Collect(HistogramOptions options, double[] values)
    {
        var registry = new MetricRegistry(new ManualClock());
        var histogram = registry.Histogram("h", "help", options);
        Array.ForEach(values, histogram.Observe);
        return RecordingSink.Of(registry).Histograms[0];
    }
}
