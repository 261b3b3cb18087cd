using Pharos.Model.Histograms;

namespace Pharos.Model.Tests.Histograms;

public sealed class ClassicBucketsTests
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(-1, double.NegativeInfinity)]
    [InlineData(2, Infinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(0, 0)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.5, 1)]
    [InlineData(0.75, 3)]
    [InlineData(1, 5)]
    public void Quantile_CumulativeBuckets_IsLinearWithinThem(double q, double expected)
    {
        CumulativeBucket[] buckets = [new(1, 8), new(5, 16), new(Infinity, 16)];
        Assert.Equal(expected, ClassicBuckets.Quantile(q, buckets, out var fix));
        Assert.False(fix.WasForced || fix.WasRounded);
    }

    [Fact]
    public void Quantile_BucketsInAnyOrderAndTwice_AreSortedAndSummed()
    {
        CumulativeBucket[] buckets = [new(Infinity, 8), new(5, 8), new(1, 4), new(Infinity, 8), new(5, 8), new(1, 4)];
        Assert.Equal(3, ClassicBuckets.Quantile(0.75, buckets, out _));
    }

    public static TheoryData<CumulativeBucket[], double> Special => new()
    {
        { [], double.NaN },
        { [new(Infinity, 3)], double.NaN },
        { [new(1, 3), new(2, 4)], double.NaN },
        { [new(1, 0), new(Infinity, 0)], double.NaN },
        { [new(-4, 3), new(Infinity, 3)], -4 },
        { [new(1, 0), new(7, 0), new(Infinity, 3)], 7 },
    };

    [Theory]
    [MemberData(nameof(Special))]
    public void Quantile_OddBuckets_GiveABoundOrNaN(CumulativeBucket[] buckets, double expected)
    {
        Assert.Equal(expected, ClassicBuckets.Quantile(0.5, buckets, out _));
    }

    [Fact]
    public void Quantile_CountsThatFall_AreLiftedAndTold()
    {
        CumulativeBucket[] buckets = [new(1, 10), new(2, 7), new(3, 12), new(4, 11), new(Infinity, 20)];
        Assert.Equal(1, ClassicBuckets.Quantile(0.5, buckets, out var fix));
        Assert.Equal(new MonotonicityFix(true, false, 2, 4, 3), fix);
    }

    [Fact]
    public void Quantile_CountsThatDifferByRounding_AreLevelled()
    {
        CumulativeBucket[] buckets = [new(1, 1e12), new(2, 1e12 - 0.01), new(3, 1e12 + 0.01), new(Infinity, 2e12)];
        Assert.Equal(3, ClassicBuckets.Quantile(0.75, buckets, out var fix));
        Assert.Equal(new MonotonicityFix(false, true, Infinity, double.NegativeInfinity, 0), fix);
    }

    [Theory]
    [InlineData(0, 1, 0.5)]
    [InlineData(1, 3, 0.25)]
    [InlineData(-5, Infinity, 1)]
    [InlineData(7, Infinity, 0)]
    [InlineData(3, 1, 0)]
    [InlineData(double.NaN, 1, double.NaN)]
    public void Fraction_BetweenBounds_IsLinear(double lower, double upper, double expected)
    {
        CumulativeBucket[] buckets = [new(5, 16), new(1, 8), new(Infinity, 16)];
        Assert.Equal(expected, ClassicBuckets.Fraction(lower, upper, buckets));
    }

    [Fact]
    public void Fraction_OddBuckets_AreNaN()
    {
        Assert.Equal(double.NaN, ClassicBuckets.Fraction(0, 1, []));
        Assert.Equal(double.NaN, ClassicBuckets.Fraction(0, 1, [new(1, 2)]));
        Assert.Equal(double.NaN, ClassicBuckets.Fraction(0, 1, [new(Infinity, 0)]));
    }
}
