using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class BucketEnumerationTests
{
    [Fact]
    public void EnumerateAll_BothSidesAndZeroBucket_AscendsAndStopsAtTheZeroThreshold()
    {
        var histogram = new FloatHistogram
        {
            ZeroThreshold = 0.75,
            ZeroCount = 2,
            NegativeSpans = [new BucketSpan(0, 1), new BucketSpan(2, 1)],
            NegativeBuckets = [3, 4],
            PositiveSpans = [new BucketSpan(0, 2)],
            PositiveBuckets = [5, 6],
        };
        HistogramBucket<double>[] expected =
        [
            new(-8, -4, true, false, 4, 3),
            new(-1, -0.75, true, false, 3, 0),
            new(-0.75, 0.75, true, true, 2, 0),
            new(0.75, 1, false, true, 5, 0),
            new(1, 2, false, true, 6, 1),
        ];

        Assert.Equal(expected, Take(histogram.EnumerateAll()));
        Assert.Equal(expected.Reverse(), Take(histogram.EnumerateAllDescending()));
    }

    [Fact]
    public void EnumerateAll_CustomBuckets_BeginAtMinusInfinityInclusive()
    {
        var histogram = new FloatHistogram
        {
            Schema = HistogramSchema.CustomBuckets,
            CustomValues = [1, 5],
            PositiveSpans = [new BucketSpan(0, 1), new BucketSpan(1, 1)],
            PositiveBuckets = [7, 8],
        };
        HistogramBucket<double>[] expected =
        [
            new(double.NegativeInfinity, 1, true, true, 7, 0),
            new(5, double.PositiveInfinity, false, true, 8, 2),
        ];

        Assert.Equal(expected, Take(histogram.EnumerateAll()));
        Assert.Equal(expected.Reverse(), Take(histogram.EnumerateAllDescending()));
    }

    [Fact]
    public void Enumerate_SpansWithoutBuckets_ArePassedOverBothWays()
    {
        var histogram = new FloatHistogram
        {
            PositiveSpans = [new(1, 0), new(2, 1), new(0, 0), new(3, 0), new(1, 2), new(5, 0)],
            PositiveBuckets = [1, 2, 3],
        };

        Assert.Equal([3, 8, 9], Indexes(histogram.EnumeratePositive()));
        Assert.Equal([9, 8, 3], Indexes(histogram.EnumeratePositiveDescending()));
    }

    [Fact]
    public void EnumerateDescending_AnyHistogram_IsTheReverse()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Floating(seed);
            return Take(histogram.EnumerateAll()).AsEnumerable().Reverse().SequenceEqual(Take(histogram.EnumerateAllDescending()));
        });
    }

    [Fact]
    public void Enumerate_IntegerHistogram_HasTheCountsOfTheFloatOne()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Integer(seed);
            var same = true;
            var floating = histogram.ToFloat().EnumeratePositive();
            foreach (var bucket in histogram.EnumeratePositive())
            {
                same &= floating.MoveNext() && floating.Current.Index == bucket.Index && floating.Count == bucket.Count
                    && floating.Current.Upper == bucket.Upper;
            }

            return same && !floating.MoveNext();
        });
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public void Enumerate_FewerBucketsThanSpansSay_Ends(int length)
    {
        var histogram = new FloatHistogram { PositiveSpans = [new(0, 4_000_000_000), new(1, 9)], PositiveBuckets = new double[length] };
        Assert.Equal(length, Take(histogram.EnumerateAll()).Count);
        Assert.Equal(length, Indexes(histogram.EnumeratePositive()).Count);
    }

    private static List<HistogramBucket<double>> Take(AllFloatBucketsEnumerator buckets)
    {
        var list = new List<HistogramBucket<double>>();
        foreach (var bucket in buckets)
        {
            list.Add(bucket);
        }

        return list;
    }

    private static List<int> Indexes(FloatBucketEnumerator buckets)
    {
        var list = new List<int>();
        while (buckets.MoveNext())
        {
            list.Add(buckets.Current.Index);
        }

        return list;
    }

    private static List<int> Indexes(ReverseFloatBucketEnumerator buckets)
    {
        var list = new List<int>();
        while (buckets.MoveNext())
        {
            list.Add(buckets.Current.Index);
        }

        return list;
    }
}
