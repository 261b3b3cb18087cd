using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramAdditionTests
{
    public static TheoryData<BucketSpan[], BucketSpan[], BucketSpan[]> Layouts => new()
    {
        { [new(0, 2)], [new(0, 2)], [new(0, 2)] },
        { [new(0, 5)], [new(1, 1), new(1, 1)], [new(0, 5)] },
        { [], [new(-3, 2), new(1, 1)], [new(-3, 2), new(1, 1)] },

        // Behind a span: it grows. Before one, by one bucket: that one grows. Before one, by two: a span of their own.
        { [new(0, 2)], [new(2, 2)], [new(0, 4)] },
        { [new(3, 2)], [new(2, 1)], [new(2, 3)] },
        { [new(3, 2)], [new(1, 2)], [new(1, 2), new(0, 2)] },

        // Between two spans: rather with the lower one, and the gap closes without the spans becoming one.
        { [new(0, 2), new(1, 2)], [new(2, 1)], [new(0, 3), new(0, 2)] },
        { [new(0, 2), new(3, 2)], [new(4, 1)], [new(0, 2), new(2, 3)] },
        { [new(0, 2), new(3, 2)], [new(3, 1)], [new(0, 2), new(1, 1), new(1, 2)] },
        { [new(0, 2), new(3, 2)], [new(1, 7)], [new(0, 5), new(0, 3)] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Add_OtherBuckets_GrowTheLayout(BucketSpan[] left, BucketSpan[] right, BucketSpan[] expected)
    {
        var histogram = Ones(left);
        Assert.Equal(HistogramMergeResult.None, histogram.Add(Ones(right)));
        Assert.Equal(expected, histogram.NegativeSpans);
        Assert.Equal(left.Sum(span => span.Length) + right.Sum(span => span.Length), histogram.NegativeBuckets.Sum());
        Assert.Null(histogram.Validate());
    }

    [Fact]
    public void Add_AnyTwoOfOneSchema_SumsByIndex()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var left = HistogramCases.WithoutZeroBucket(seed);
            var right = HistogramCases.WithoutZeroBucket(seed + 1000);
            left.Schema = right.Schema;
            var expected = HistogramCases.Counts(left.PositiveSpans, left.PositiveBuckets);
            foreach (var (index, count) in HistogramCases.Counts(right.PositiveSpans, right.PositiveBuckets))
            {
                expected[index] = expected.GetValueOrDefault(index) + count;
            }

            left.Add(right);
            return left.Validate() is null && expected.SequenceEqual(HistogramCases.Counts(left.PositiveSpans, left.PositiveBuckets));
        });
    }

    [Fact]
    public void Subtract_WhatWasAdded_GivesBackTheSame()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.WithoutZeroBucket(seed);
            var other = HistogramCases.WithoutZeroBucket(seed + 1000);
            other.Schema = histogram.Schema;
            var sum = histogram.Copy();
            sum.Add(other);
            sum.Subtract(other);
            sum.Compact(0);
            var expected = histogram.Copy().Compact(0);

            // Counts are quarters, which doubles hold exactly; sums are not.
            expected.Sum = sum.Sum;
            return sum.ContentEquals(expected);
        });
    }

    [Fact]
    public void Add_LowerResolution_ReducesTheFiner()
    {
        var fine = new FloatHistogram { Schema = 1, PositiveSpans = [new(1, 3)], PositiveBuckets = [1, 2, 4], Count = 7 };
        var coarse = new FloatHistogram { Schema = 0, PositiveSpans = [new(2, 1)], PositiveBuckets = [8], Count = 8 };
        var left = fine.Copy();
        left.Add(coarse);
        coarse.Add(fine);

        Assert.Equal("{count:15, sum:0, (1,2]:3, (2,4]:12}", left.ToString());
        Assert.True(left.Compact(0).ContentEquals(coarse.Compact(0)));
        Assert.Equal(1, fine.Schema);
    }

    [Fact]
    public void Add_WiderZeroBucket_AbsorbsBucketsUpToAPopulatedBound()
    {
        var histogram = new FloatHistogram
        {
            ZeroThreshold = 0.25,
            ZeroCount = 1,
            NegativeSpans = [new(0, 1)],
            NegativeBuckets = [16],
            PositiveSpans = [new(-1, 3)],
            PositiveBuckets = [2, 4, 8],
            Count = 31,
        };
        var other = new FloatHistogram { ZeroThreshold = 0.6, ZeroCount = 32, Count = 32 };

        // 0.6 cuts the bucket (0.5, 1]: the zero bucket reaches to 1, on both sides.
        histogram.Add(other);
        Assert.Equal("{count:63, sum:0, [-1,1]:55, (1,2]:8}", histogram.ToString());
        Assert.Equal(0.6, other.ZeroThreshold);
    }

    [Fact]
    public void Add_BucketsOfTheOtherWithinTheZeroBucket_AreCountedOnce()
    {
        var histogram = new FloatHistogram { ZeroThreshold = 1, ZeroCount = 1, Count = 1 };
        var other = new FloatHistogram { PositiveSpans = [new(-1, 3)], PositiveBuckets = [2, 4, 8], Count = 14 };
        histogram.Add(other);
        Assert.Equal("{count:15, sum:0, [-1,1]:7, (1,2]:8}", histogram.ToString());
    }

    [Fact]
    public void Add_ZeroThresholdOfNaN_ComesToAnEnd()
    {
        var histogram = new FloatHistogram { ZeroThreshold = double.NaN, ZeroCount = 1 };
        histogram.Add(new FloatHistogram { ZeroThreshold = 1, ZeroCount = 2 });
        Assert.Equal(3, histogram.ZeroCount);
    }

    [Fact]
    public void Add_DifferingCustomBounds_KeepsTheCommonOnes()
    {
        var histogram = Custom([1, 2, 5], [1, 2, 4, 8]);
        var result = histogram.Add(Custom([1, 3, 5], [16, 32, 64, 128]));
        Assert.Equal(HistogramMergeResult.BoundsReconciled, result);
        Assert.Equal([1, 5], histogram.CustomValues);
        Assert.Equal("{count:255, sum:0, [-Inf,1]:17, (1,5]:102, (5,+Inf]:136}", histogram.ToString());
    }

    [Fact]
    public void Subtract_NoCommonCustomBound_LeavesOneBucket()
    {
        var histogram = Custom([1], [4, 8]);
        Assert.Equal(HistogramMergeResult.BoundsReconciled, histogram.Subtract(Custom([2], [1, 2])));
        Assert.Empty(histogram.CustomValues);
        Assert.Equal("{count:9, sum:0, [-Inf,+Inf]:9}", histogram.ToString());
    }

    [Fact]
    public void Add_CustomToExponential_DoesNothingAndSaysSo()
    {
        var histogram = Custom([1], [4, 8]);
        Assert.Equal(HistogramMergeResult.IncompatibleSchemas, histogram.Add(new FloatHistogram { Count = 1 }));
        FloatHistogram? compensation = null;
        Assert.Equal(HistogramMergeResult.IncompatibleSchemas, histogram.KahanAdd(new FloatHistogram { Count = 1 }, ref compensation));
        Assert.Equal(12, histogram.Count);
        Assert.Null(compensation);
    }

    [Theory]
    [InlineData(CounterResetHint.Unknown, CounterResetHint.Unknown, CounterResetHint.Unknown, false)]
    [InlineData(CounterResetHint.CounterReset, CounterResetHint.CounterReset, CounterResetHint.CounterReset, false)]
    [InlineData(CounterResetHint.CounterReset, CounterResetHint.Unknown, CounterResetHint.Unknown, false)]
    [InlineData(CounterResetHint.Unknown, CounterResetHint.NotCounterReset, CounterResetHint.Unknown, false)]
    [InlineData(CounterResetHint.CounterReset, CounterResetHint.NotCounterReset, CounterResetHint.Unknown, true)]
    [InlineData(CounterResetHint.NotCounterReset, CounterResetHint.CounterReset, CounterResetHint.Unknown, true)]
    [InlineData(CounterResetHint.Gauge, CounterResetHint.CounterReset, CounterResetHint.Gauge, false)]
    [InlineData(CounterResetHint.NotCounterReset, CounterResetHint.Gauge, CounterResetHint.Gauge, false)]
    public void Add_CounterResetHints_AreReconciled(
        CounterResetHint left, CounterResetHint right, CounterResetHint expected, bool isCollision)
    {
        var histogram = new FloatHistogram { CounterResetHint = left };
        var result = histogram.Add(new FloatHistogram { CounterResetHint = right });
        Assert.Equal(expected, histogram.CounterResetHint);
        Assert.Equal(isCollision, result == HistogramMergeResult.CounterResetCollision);
    }

    [Fact]
    public void MultiplyAndDivide_Negative_MakeGauges()
    {
        var histogram = Ones([new(0, 3)]);
        histogram.Multiply(-4).Divide(2);
        Assert.Equal(CounterResetHint.Gauge, histogram.CounterResetHint);
        Assert.Equal([-2, -2, -2], histogram.NegativeBuckets);
        Assert.Equal(CounterResetHint.Gauge, Ones([new(0, 1)]).Divide(-1).CounterResetHint);
    }

    [Fact]
    public void Divide_ByZero_LeavesNoBuckets()
    {
        var histogram = Ones([new(0, 3)]).Divide(0);
        Assert.Empty(histogram.NegativeSpans);
        Assert.Empty(histogram.NegativeBuckets);
        Assert.Equal(double.PositiveInfinity, histogram.Count);
        Assert.True(histogram.HasOverflow());
        Assert.False(Ones([new(0, 3)]).HasOverflow());
    }

    [Fact]
    public void Size_CountsFieldsAndArrays()
    {
        Assert.Equal(168, new FloatHistogram().Size);

        // One span, two buckets and one bound.
        Assert.Equal(168 + 4 * 8, Custom([1], [4, 8]).Size);
    }

    private static FloatHistogram Ones(BucketSpan[] spans)
    {
        var count = (int)spans.Sum(span => span.Length);
        return new FloatHistogram { Count = count, NegativeSpans = spans, NegativeBuckets = [.. Enumerable.Repeat(1.0, count)] };
    }

    private static FloatHistogram Custom(double[] bounds, double[] buckets) => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        CustomValues = bounds,
        Count = buckets.Sum(),
        PositiveSpans = [new(0, (uint)buckets.Length)],
        PositiveBuckets = buckets,
    };
}
