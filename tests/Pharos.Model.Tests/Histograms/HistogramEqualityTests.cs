using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramEqualityTests
{
    public static TheoryData<BucketSpan[], BucketSpan[], bool> Layouts => new()
    {
        { [new(1, 2)], [new(1, 2)], true },
        { [new(1, 2)], [new(0, 0), new(1, 2)], true },
        { [new(1, 0), new(2, 0), new(1, 2)], [new(4, 2), new(7, 0)], true },
        { [new(1, 2)], [new(2, 2)], false },
        { [new(1, 1), new(3, 1)], [new(1, 1), new(1, 0), new(2, 1)], true },
        { [new(1, 2)], [new(1, 1), new(0, 1)], false },
        { [], [new(3, 0)], true },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void ContentEquals_Spans_CountAsTheRunsTheyDescribe(BucketSpan[] left, BucketSpan[] right, bool expected)
    {
        double[] buckets = [1, 2];
        buckets = buckets[..(int)left.Sum(span => span.Length)];
        var one = new FloatHistogram { PositiveSpans = left, PositiveBuckets = buckets };
        var other = new FloatHistogram { PositiveSpans = right, PositiveBuckets = buckets };
        Assert.Equal(expected, one.ContentEquals(other));
        Assert.Equal(expected, other.ContentEquals(one));
    }

    public static TheoryData<Action<FloatHistogram>, bool> Changes => new()
    {
        { h => h.CounterResetHint = CounterResetHint.Gauge, true },
        { h => h.Sum = SpecialValues.StaleNaN, false },
        { h => h.Count = 7, false },
        { h => h.ZeroCount = -0.0, false },
        { h => h.ZeroThreshold = -0.0, true },
        { h => h.ZeroThreshold = 1, false },
        { h => h.Schema = 1, false },
        { h => h.CustomValues = [1], true },
        { h => h.PositiveBuckets = [1, double.NaN], true },
        { h => h.PositiveBuckets = [1, SpecialValues.StaleNaN], false },
        { h => h.NegativeBuckets = [0], false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void ContentEquals_OneChange_MattersIfItIsData(Action<FloatHistogram> change, bool expected)
    {
        var histogram = new FloatHistogram
        {
            Count = 3,
            Sum = SpecialValues.NormalNaN,
            PositiveSpans = [new(0, 2)],
            PositiveBuckets = [1, double.NaN],
        };
        var changed = histogram.Copy();
        change(changed);
        Assert.Equal(expected, histogram.ContentEquals(changed));
        Assert.False(histogram.ContentEquals(null));
    }

    [Fact]
    public void ContentEquals_CustomBounds_AreComparedAsNumbers()
    {
        var histogram = new Histogram { Schema = HistogramSchema.CustomBuckets, CustomValues = [0, 1] };
        var other = histogram.Copy();
        other.CustomValues = [-0.0, 1];
        Assert.True(histogram.ContentEquals(other));
        other.CustomValues = [0, 2];
        Assert.False(histogram.ContentEquals(other));
    }

    [Fact]
    public void Copy_AnyHistogram_IsEqualAndIndependent()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Floating(seed);
            var text = histogram.ToString();
            var copy = histogram.Copy();
            var equal = copy.ContentEquals(histogram) && copy.CounterResetHint == histogram.CounterResetHint;
            copy.Multiply(3).Compact(0);
            copy.Add(HistogramCases.Floating(seed + 1));
            return equal && histogram.ToString() == text;
        });
    }

    [Fact]
    public void CopyTo_AnyTarget_LeavesNothingOfIt()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var target = HistogramCases.Integer(seed + 1);
            HistogramCases.Integer(seed).CopyTo(target);
            var floating = HistogramCases.Floating(seed + 2);
            target.ToFloat(floating);
            return target.ContentEquals(HistogramCases.Integer(seed)) && floating.ContentEquals(target.ToFloat())
                && target.Validate() is null;
        });
    }

    [Fact]
    public void CopyTo_Itself_KeepsItsData()
    {
        var histogram = HistogramCases.Floating(5);
        histogram.CopyTo(histogram);
        Assert.True(histogram.ContentEquals(HistogramCases.Floating(5)));
    }
}
