using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramTrimTests
{
    [Theory]
    [InlineData(2.0, "{count:13, sum:5.6568542494923815, [-2,-1):2, [-0.5,0.5]:3, (0.5,1]:4, (1,2]:4}")]
    [InlineData(0.0, "{count:3.5, sum:-3.2034271247461903, [-2,-1):2, [-0.5,0.5]:1.5}")]
    [InlineData(-2.0, "{count:0, sum:0}")]
    [InlineData(double.NegativeInfinity, "{count:0, sum:0}")]
    public void TrimAbove_ALimit_KeepsWhatIsBelow(double limit, string expected)
    {
        Assert.Equal(expected, Exponential().TrimAbove(limit).ToString());
    }

    [Fact]
    public void TrimAbove_WithinAnExponentialBucket_CutsOnALogarithmicScale()
    {
        var histogram = new FloatHistogram { PositiveSpans = [new(2, 1)], PositiveBuckets = [8], Count = 8, Sum = 24 };
        histogram.TrimAbove(Math.Sqrt(8));
        Assert.Equal(4, histogram.Count, 12);
        Assert.Equal(4 * Math.Sqrt(2 * Math.Sqrt(8)), histogram.Sum, 9);
    }

    [Theory]
    [InlineData(2.0, "{count:8, sum:22.627416997969522, (2,4]:8}")]
    [InlineData(4.0, "{count:0, sum:0}")]
    [InlineData(double.NaN, "{count:NaN, sum:NaN, [-0.5,0.5]:NaN}")]
    public void TrimBelow_ALimit_KeepsWhatIsAbove(double limit, string expected)
    {
        Assert.Equal(expected, Exponential().TrimBelow(limit).ToString());
    }

    [Fact]
    public void Trim_BeyondAllBuckets_LeavesTheSumAsItIs()
    {
        var histogram = Exponential();
        histogram.TrimAbove(4).TrimBelow(-2).TrimAbove(double.PositiveInfinity).TrimBelow(double.NegativeInfinity);
        Assert.Equal(100, histogram.Sum);
        Assert.Equal(21, histogram.Count);
    }

    [Theory]
    [InlineData(5.0, false, "{count:8, sum:20, [-Inf,10]:8}")]
    [InlineData(5.0, true, "{count:28, sum:380, [-Inf,10]:8, (10,20]:16, (20,+Inf]:4}")]
    [InlineData(15.0, false, "{count:24, sum:180, [-Inf,10]:16, (10,20]:8}")]
    [InlineData(15.0, true, "{count:12, sum:220, (10,20]:8, (20,+Inf]:4}")]
    [InlineData(25.0, false, "{count:32, sum:320, [-Inf,10]:16, (10,20]:16}")]
    [InlineData(25.0, true, "{count:4, sum:100, (20,+Inf]:4}")]
    [InlineData(-1.0, false, "{count:0, sum:0}")]
    public void Trim_CustomBuckets_CutsLinearlyAndTakesTheLowestToBeginAtZero(double limit, bool below, string expected)
    {
        var histogram = new FloatHistogram
        {
            Schema = HistogramSchema.CustomBuckets,
            CustomValues = [10, 20],
            PositiveSpans = [new(0, 3)],
            PositiveBuckets = [16, 16, 4],
            Count = 36,
            Sum = 999,
        };
        Assert.Equal(expected, (below ? histogram.TrimBelow(limit) : histogram.TrimAbove(limit)).ToString());
    }

    [Fact]
    public void Trim_OnlyPositiveBuckets_TakesTheZeroBucketToBeginAtZero()
    {
        var histogram = new FloatHistogram
        {
            ZeroThreshold = 1,
            ZeroCount = 8,
            PositiveSpans = [new(1, 1)],
            PositiveBuckets = [2],
            Count = 10,
        };
        Assert.Equal("{count:2, sum:0.25, [-1,1]:2}", histogram.TrimAbove(0.25).ToString());
    }

    [Fact]
    public void Trim_AnywhereInAnyHistogram_LeavesNoMoreThanThereWas()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Floating(seed);
            var limit = (seed % 2001 - 1000) / 100.0;
            var above = histogram.Copy().TrimAbove(limit);
            var below = histogram.Copy().TrimBelow(limit);
            return above.Validate() is null && below.Validate() is null
                && above.Count <= histogram.Count && below.Count <= histogram.Count;
        });
    }

    private static FloatHistogram Exponential() => new()
    {
        Count = 21,
        Sum = 100,
        ZeroThreshold = 0.5,
        ZeroCount = 3,
        NegativeSpans = [new(1, 1)],
        NegativeBuckets = [2],
        PositiveSpans = [new(0, 3)],
        PositiveBuckets = [4, 4, 8],
    };
}
