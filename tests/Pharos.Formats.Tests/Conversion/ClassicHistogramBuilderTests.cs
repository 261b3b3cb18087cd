using Pharos.Formats.Conversion;
using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Formats.Tests.Conversion;

public sealed class ClassicHistogramBuilderTests
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<(double Bound, double Count)[], double?, string> Complete => new()
    {
        { [(1, 2), (5, 6), (Infinity, 7)], 7, "{count:7, sum:3, [-Inf,1]:2, (1,5]:4, (5,+Inf]:1}" },
        { [(Infinity, 7), (1, 2), (5, 6)], 7, "{count:7, sum:3, [-Inf,1]:2, (1,5]:4, (5,+Inf]:1}" },
        { [(1, 2), (1, 9), (5, 6), (5, 1)], 7, "{count:7, sum:3, [-Inf,1]:2, (1,5]:4, (5,+Inf]:1}" },
        { [(1, 2), (5, 6)], null, "{count:6, sum:3, [-Inf,1]:2, (1,5]:4}" },
        { [(1, 2), (5, 6.5)], 7, "{count:7, sum:3, [-Inf,1]:2, (1,5]:4.5, (5,+Inf]:0.5}" },
        { [], 4, "{count:4, sum:3, [-Inf,+Inf]:4}" },
        { [], null, "{count:0, sum:3}" },
        { [(1, 1e19)], null, "{count:1e+19, sum:3, [-Inf,1]:1e+19}" },
    };

    [Theory]
    [MemberData(nameof(Complete))]
    public void TryBuild_PartsThatFit_MakeOneHistogram((double Bound, double Count)[] buckets, double? count, string expected)
    {
        var builder = new ClassicHistogramBuilder();
        Assert.True(Build(builder, buckets, count, out var integer, out var floating));
        Assert.Equal(expected, integer?.ToString() ?? floating!.ToString());
        Assert.Null(integer?.Validate() ?? floating?.Validate());
        Assert.True((integer is null) != (floating is null));
    }

    public static TheoryData<(double Bound, double Count)[], double?, ClassicHistogramFault, string> Faulty => new()
    {
        { [(double.NaN, 1)], 1, ClassicHistogramFault.NaNBound, "bucket boundary must not be NaN" },
        { [(1, -2)], 1, ClassicHistogramFault.NegativeBucketCount, "bucket count must be non-negative: le=1, count=-2" },
        { [(1, 2)], -1, ClassicHistogramFault.NegativeCount, "count must be non-negative: count=-1" },
        { [(1, 3), (2, 2)], 3, ClassicHistogramFault.NotCumulative, "count is not cumulative: 2 < 3" },
        { [(1, 3), (3, 4), (2, 5)], 3, ClassicHistogramFault.NotCumulative, "count is not cumulative: 5 > 4" },
        { [(1, 3), (3, 4), (2, 2.5)], 3, ClassicHistogramFault.NotCumulative, "count is not cumulative: 2.5 < 3" },
        { [(Infinity, 3)], 2e6, ClassicHistogramFault.CountMismatch, "count mismatch: count=2000000 != le=+Inf count=3" },
        { [(Infinity, 3.5)], 2e6, ClassicHistogramFault.CountMismatch, "count mismatch: count=2e+06 != le=+Inf count=3.5" },
        { [(Infinity, 3)], double.NaN, ClassicHistogramFault.CountMismatch, "count mismatch: count=NaN != le=+Inf count=3" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void TryBuild_PartsThatContradict_FailWithTheFirstFault(
        (double Bound, double Count)[] buckets, double? count, ClassicHistogramFault fault, string message)
    {
        var builder = new ClassicHistogramBuilder();
        Assert.False(Build(builder, buckets, count, out var integer, out var floating));
        Assert.Equal(fault, builder.Error.Fault);
        Assert.Equal(message, builder.Error.ToString());
        Assert.Null(integer);
        Assert.Null(floating);

        builder.Reset();
        Assert.True(Build(builder, [(1, 1)], 1, out _, out _));
    }

    [Fact]
    public void TryBuild_SameBoundsAgain_SharesTheirArray()
    {
        var builder = new ClassicHistogramBuilder();
        Build(builder, [(1, 2), (5, 6)], 7, out var first, out _);
        builder.Reset();
        Build(builder, [(1, 20), (5, 60.5)], 70, out _, out var second);
        builder.Reset();
        Build(builder, [(1, 20), (6, 60.5)], 70, out _, out var third);
        Assert.Same(first!.CustomValues, second!.CustomValues);
        Assert.Equal([1, 6], third!.CustomValues);
    }

    [Fact]
    public void TryBuild_CumulatedHistogram_GivesItBack()
    {
        Property.Holds(FsCheck.Fluent.Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var random = new Random(seed);
            var isInteger = random.Next(2) == 0;
            var unit = isInteger ? 1 : 0.5;
            var counts = Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(3) * random.Next(20) * unit).ToArray();
            double total = 0;
            var parts = counts.Select((count, i) => (i == counts.Length - 1 ? Infinity : i * 0.5, total += count)).ToArray();
            random.Shuffle(parts);
            var builder = new ClassicHistogramBuilder();
            if (!Build(builder, parts, random.Next(2) == 0 ? total : null, out var integer, out var floating))
            {
                return false;
            }

            var histogram = integer?.ToFloat() ?? floating!;
            var read = new double[counts.Length];
            foreach (var bucket in histogram.EnumeratePositive())
            {
                read[bucket.Index] = bucket.Count;
            }

            return histogram.Validate() is null && histogram.Count == total && read.SequenceEqual(counts)
                && (integer is not null) == counts.All(count => count == Math.Floor(count));
        });
    }

    [Fact]
    public void TryBuild_VeryManyBucketsDescending_GivesThemInOrder()
    {
        const int Buckets = 200_000;
        var builder = new ClassicHistogramBuilder();
        for (var i = Buckets; i > 0; i--)
        {
            Assert.True(builder.SetBucket(i, i));
        }

        Assert.True(builder.TryBuild(out var integer, out _));
        Assert.Equal(Buckets, integer!.CustomValues.Length);
        Assert.Null(integer.Validate());
    }

    [Fact]
    public void TryBuild_ManyBucketsInAnyOrder_IsAsPuttingEachInItsPlace()
    {
        Property.Holds(FsCheck.Fluent.Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var random = new Random(seed);
            var parts = Enumerable.Range(0, random.Next(200, 700)).Select(i => ((double)i, i * 2.0)).ToArray();
            random.Shuffle(parts);

            // Some bounds twice, some counts that do not fit, and perhaps one that is a fault at once.
            for (var i = random.Next(4); i > 0; i--)
            {
                parts[random.Next(parts.Length)].Item1 = random.Next(parts.Length);
            }

            for (var i = random.Next(3); i > 0; i--)
            {
                parts[random.Next(parts.Length)].Item2 += random.Next(-3, 4);
            }

            if (random.Next(4) == 0)
            {
                parts[random.Next(parts.Length)].Item2 = -1;
            }

            var builder = new ClassicHistogramBuilder();
            var isBuilt = Build(builder, parts, null, out var integer, out _);
            var expected = InPlace(parts, out var fault);
            return isBuilt == (fault is null)
                && (fault is null ? integer!.CustomValues.SequenceEqual(expected.Keys) : builder.Error.ToString() == fault);
        });
    }

    /// <summary>Puts one bucket after the other in its place, and gives the first fault's message.</summary>
    private static SortedList<double, double> InPlace((double Bound, double Count)[] parts, out string? fault)
    {
        var placed = new SortedList<double, double>();
        fault = null;
        foreach (var (bound, count) in parts)
        {
            if (count < 0)
            {
                fault = ClassicHistogramError.NegativeBucket(bound, count).ToString();
                break;
            }

            if (!placed.TryAdd(bound, count))
            {
                continue;
            }

            var at = placed.IndexOfKey(bound);
            if (at > 0 && count < placed.Values[at - 1])
            {
                fault = ClassicHistogramError.LessThanBefore(count, placed.Values[at - 1]).ToString();
                break;
            }

            if (at + 1 < placed.Count && count > placed.Values[at + 1])
            {
                fault = ClassicHistogramError.MoreThanNext(count, placed.Values[at + 1]).ToString();
                break;
            }
        }

        return placed;
    }

    private static bool Build(
        ClassicHistogramBuilder builder,
        (double Bound, double Count)[] buckets,
        double? count,
        out Histogram? integer,
        out FloatHistogram? floating)
    {
        builder.SetSum(3);
        foreach (var (bound, cumulative) in buckets)
        {
            builder.SetBucket(bound, cumulative);
        }

        if (count is not null)
        {
            builder.SetCount(count.Value);
        }

        return builder.TryBuild(out integer, out floating);
    }
}
