using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramTextTests
{
    [Fact]
    public void ToString_AllSides_ListsPopulatedBucketsInOrder()
    {
        var histogram = new Histogram
        {
            Count = 10,
            Sum = -1.5e-7,
            ZeroThreshold = 0.001,
            ZeroCount = 1,
            NegativeSpans = [new(0, 3)],
            NegativeBuckets = [2, -2, 3],
            PositiveSpans = [new(-1, 1), new(20, 1)],
            PositiveBuckets = [1, 2],
        };
        const string Expected =
            "{count:10, sum:-1.5e-07, [-4,-2):3, [-1,-0.5):2, [-0.001,0.001]:1, (0.25,0.5]:1, (524288,1.048576e+06]:3}";
        Assert.Equal(Expected, histogram.ToString());
        Assert.Equal(Expected, histogram.ToFloat().ToString());
    }

    public static TheoryData<FloatHistogram, string> Expressions => new()
    {
        { new FloatHistogram(), "{{}}" },
        {
            new FloatHistogram
            {
                Schema = -1,
                Count = 7,
                Sum = 2.5,
                ZeroThreshold = 0.5,
                ZeroCount = 1,
                CounterResetHint = CounterResetHint.Gauge,
                PositiveSpans = [new(2, 1), new(2, 1)],
                PositiveBuckets = [1, 2],
                NegativeSpans = [new(-1, 1)],
                NegativeBuckets = [3],
            },
            "{{schema:-1 count:7 sum:2.5 z_bucket:1 z_bucket_w:0.5 counter_reset_hint:gauge offset:2 buckets:[1 0 0 2] "
            + "n_offset:-1 n_buckets:[3]}}"
        },
        {
            new FloatHistogram
            {
                Schema = HistogramSchema.CustomBuckets,
                CustomValues = [0.1, 1e6],
                CounterResetHint = CounterResetHint.NotCounterReset,
            },
            "{{schema:-53 custom_values:[0.1 1e+06] counter_reset_hint:not_reset}}"
        },
        { new FloatHistogram { CounterResetHint = CounterResetHint.CounterReset, Sum = 1 }, "{{sum:1 counter_reset_hint:reset}}" },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void ToTestExpression_Histograms_AreTheLiteralsOfRuleTests(FloatHistogram histogram, string expected)
    {
        Assert.Equal(expected, histogram.ToTestExpression());
    }

    [Fact]
    public void ToTestExpression_BucketsFarApart_IsRefused()
    {
        var histogram = new FloatHistogram { PositiveSpans = [new(0, 1), new(2_000_000_000, 1)], PositiveBuckets = [1, 1] };
        Assert.Throws<InvalidOperationException>(histogram.ToTestExpression);
    }

    [Fact]
    public void ToString_AnyIntegerHistogram_IsThatOfTheFloatOne()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Integer(seed);
            return histogram.ToString() == histogram.ToFloat().ToString();
        });
    }
}
