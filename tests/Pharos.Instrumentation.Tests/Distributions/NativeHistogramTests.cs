using Pharos.Model.Histograms;

namespace Pharos.Instrumentation.Tests.Distributions;

public sealed class NativeHistogramTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Observe_FewValues_AreLaidOutAsSpans()
    {
        // Schema 0: 1 is in bucket 0, 2 in 1, 12 in 4 after a gap of two, 200 in 8 after one of three.
        var shown = Collect(new() { BucketFactor = 2 }, [1, 1, 2, 12, 200, 200, -3, 0, double.NaN]);
        var native = shown.Native!;
        Assert.Equal(0, native.Schema);
        Assert.Equal([new BucketSpan(0, 5), new BucketSpan(3, 1)], native.PositiveSpans);
        Assert.Equal([2, -1, -1, 0, 1, 1], native.PositiveBuckets);
        Assert.Equal([new BucketSpan(2, 1)], native.NegativeSpans);
        Assert.Equal([1], native.NegativeBuckets);
        Assert.Equal(1UL, native.ZeroCount);
        Assert.Equal(9UL, native.Count);
        Assert.True(double.IsNaN(native.Sum));
    }

    [Fact]
    public void Observe_WithinZeroThreshold_IsInTheZeroBucket()
    {
        var native = Collect(new() { ZeroThreshold = 0.5 }, [0.5, -0.5, 0.1, -0.0, 0.51]).Native!;
        Assert.Equal(4UL, native.ZeroCount);
        Assert.Equal(0.5, native.ZeroThreshold);
        Assert.Equal(1UL, NativeBuckets.Positive(native).Single().Count);
        Assert.Equal(2.938735877055719e-39, Collect(new(), [0]).Native!.ZeroThreshold);
    }

    [Theory]
    [InlineData(1.1, 100, 1)]
    [InlineData(1.1, 100, 5)]
    [InlineData(1.1, 100, 400)]
    [InlineData(1.003, 20, 10)]
    [InlineData(1.5, 4, 20)]
    [InlineData(65536, 200, 600)]
    public void Observe_AnyValues_AreInBucketsThatHoldThem(double factor, int maxBuckets, int decades)
    {
        var random = new Random(maxBuckets * decades);
        for (var round = 0; round < 20; round++)
        {
            var values = new double[500];
            for (var i = 0; i < values.Length; i++)
            {
                var exponent = random.Next(Math.Max(-1000, -decades * 3), Math.Min(1000, decades * 3));
                values[i] = Math.ScaleB(random.NextDouble() - 0.5, exponent) * (random.Next(10) == 0 ? 0 : 1);
            }

            AssertHolds(Collect(new() { BucketFactor = factor, MaxBuckets = maxBuckets }, values).Native!, values, maxBuckets);
        }
    }

    [Fact]
    public void Observe_MoreBucketsThanAllowed_HalvesTheResolutionOnlyAsFarAsNeeded()
    {
        var values = Enumerable.Range(0, 101).Select(i => Math.Pow(2, i / 8.0) * 1.001).ToArray();
        Assert.Equal(3, Collect(new(), values[..100]).Native!.Schema);
        var reduced = Collect(new(), values).Native!;
        Assert.Equal(2, reduced.Schema);
        Assert.Equal(101UL, NativeBuckets.TotalOf(reduced));
    }

    [Fact]
    public void Observe_CoarsestSchema_KeepsMoreBucketsThanAllowed()
    {
        var values = Enumerable.Range(-60, 120).Select(i => Math.ScaleB(1, i * 16)).ToArray();
        var native = Collect(new() { MaxBuckets = 10, ZeroThreshold = 0 }, values).Native!;
        Assert.Equal(-4, native.Schema);
        Assert.Equal(120, NativeBuckets.Positive(native).Count);
        Assert.Equal(120UL, NativeBuckets.TotalOf(native));
    }

    [Fact]
    public void Observe_TooManyBucketsNearZero_WidensTheZeroBucketFirst()
    {
        var options = new NativeHistogramOptions { BucketFactor = 2, MaxBuckets = 3, ZeroThreshold = 0.001, MaxZeroThreshold = 0.25 };

        // Bucket 0.25 joins zero, on both sides; then there is room for 4 and not for 8, which halves the resolution.
        var native = Collect(options, [0.2, -0.2, 1, 2]).Native!;
        Assert.Equal((0, 0.25, 2UL), (native.Schema, native.ZeroThreshold, native.ZeroCount));
        native = Collect(options, [0.2, -0.2, 1, 2, 4, 8]).Native!;
        Assert.Equal((-1, 0.25, 2UL), (native.Schema, native.ZeroThreshold, native.ZeroCount));
        Assert.Equal([(0, 1UL), (1, 2UL), (2, 1UL)], NativeBuckets.Positive(native));
    }

    [Fact]
    public void Observe_TooManyBucketsAfterTheInterval_StartsAnew()
    {
        var registry = new MetricRegistry(_clock);
        var histogram = registry.Histogram(
            "h", "help", new HistogramOptions { Buckets = [100], Native = new() { BucketFactor = 2, MaxBuckets = 3 } });
        Array.ForEach([1.0, 2, 4], histogram.Observe);
        _clock.Advance(TimeSpan.FromHours(1));
        histogram.Observe(8);
        var shown = RecordingSink.Of(registry).Histograms[0];
        Assert.Equal((1, 8), (shown.Count, shown.Sum));
        Assert.Equal([1, 1], shown.Buckets.Select(bucket => bucket.CumulativeCount));
        Assert.Equal([(3, 1UL)], NativeBuckets.Positive(shown.Native!));
        Assert.Equal(1_700_003_600_500, shown.StartMs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Observe_ResolutionWasReduced_StartsAnewWhenTheIntervalIsOver(bool isObserved)
    {
        var registry = new MetricRegistry(_clock);
        var histogram = registry.Histogram(
            "h", "help", new HistogramOptions { Buckets = [], Native = new() { BucketFactor = 2, MaxBuckets = 3 } });
        _clock.Advance(TimeSpan.FromMinutes(59));
        Array.ForEach([1.0, 2, 4, 8], histogram.Observe);
        Assert.Equal(-1, RecordingSink.Of(registry).Histograms[0].Native!.Schema);
        _clock.Advance(TimeSpan.FromMinutes(1));
        if (isObserved)
        {
            histogram.Observe(16);
        }

        var shown = RecordingSink.Of(registry).Histograms[0];
        Assert.Equal(0, shown.Native!.Schema);
        Assert.Equal(isObserved ? 1 : 0, shown.Count);
        Assert.Equal(1_700_003_600_500, shown.StartMs);
    }

    [Fact]
    public void Observe_NoResets_StaysReducedForEver()
    {
        var registry = new MetricRegistry(_clock);
        var histogram = registry.Histogram(
            "h", "help", new HistogramOptions { Native = new() { BucketFactor = 2, MaxBuckets = 3, MinResetInterval = TimeSpan.Zero } });
        Array.ForEach([1.0, 2, 4, 8], histogram.Observe);
        _clock.Advance(TimeSpan.FromDays(10));
        histogram.Observe(16);
        var shown = RecordingSink.Of(registry).Histograms[0];
        Assert.Equal((-1, 5d, 1_700_000_000_500L), (shown.Native!.Schema, shown.Count, shown.StartMs));
    }

    [Fact]
    public void Collect_Infinities_AreInTheOutermostBuckets()
    {
        var native = Collect(
            new() { BucketFactor = 2 },
            [double.PositiveInfinity, double.MaxValue, double.NegativeInfinity, double.NegativeInfinity]).Native!;
        Assert.Equal([(1024, 1UL), (1025, 1UL)], NativeBuckets.Positive(native));
        Assert.Equal([(1025, 2UL)], NativeBuckets.Negative(native));
    }

    private static void AssertHolds(Model.Histograms.Histogram native, double[] values, int maxBuckets)
    {
        Assert.Equal((ulong)values.Length, native.Count);
        Assert.Equal(native.Count, NativeBuckets.TotalOf(native));
        var (positive, negative) = (NativeBuckets.Positive(native), NativeBuckets.Negative(native));
        Assert.True(positive.Count + negative.Count <= maxBuckets || native.Schema == -4);
        Assert.Equal((ulong)values.Count(value => Math.Abs(value) <= native.ZeroThreshold), native.ZeroCount);
        AssertHolds(positive, [.. values.Where(value => value > native.ZeroThreshold)], native.Schema);
        AssertHolds(negative, [.. values.Where(value => value < -native.ZeroThreshold).Select(Math.Abs)], native.Schema);
    }

    private static void AssertHolds(List<(int Index, ulong Count)> buckets, double[] magnitudes, int schema)
    {
        // In order, the values fill the buckets one after the other, so each is compared with its own bucket alone.
        Array.Sort(magnitudes);
        var at = 0;
        foreach (var (index, count) in buckets)
        {
            var inside = magnitudes.AsSpan(at, (int)count);
            Assert.True(NativeBuckets.CompareWithBound(inside[0], index - 1, schema) > 0);
            Assert.True(NativeBuckets.CompareWithBound(inside[^1], index, schema) <= 0);
            at += (int)count;
        }

        Assert.Equal(magnitudes.Length, at);
    }

    private HistogramRecord Collect(NativeHistogramOptions options, double[] values)
    {
        var registry = new MetricRegistry(_clock);
        var histogram = registry.Histogram("h", "help", new HistogramOptions { Native = options });
        Array.ForEach(values, histogram.Observe);
        return RecordingSink.Of(registry).Histograms[0];
    }
}
