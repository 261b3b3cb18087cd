using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramQuantileTests
{
    [Theory]
    [InlineData(-0.1, double.NegativeInfinity)]
    [InlineData(1.1, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(0, 1)]
    [InlineData(0.125, 1.4142135623730949)]
    [InlineData(0.25, 2)]
    [InlineData(0.625, 2.8284271247461898)]
    [InlineData(1, 4)]
    public void Quantile_PositiveBuckets_InterpolatesOnALogarithmicScale(double q, double expected)
    {
        Assert.Equal(expected, HistogramQuantiles.Quantile(q, Positive(4, 12), out var notes));
        Assert.Equal(HistogramNotes.None, notes);
    }

    [Fact]
    public void Quantile_NegativeBuckets_AreMirrored()
    {
        var histogram = new FloatHistogram { Count = 16, NegativeSpans = [new(1, 2)], NegativeBuckets = [4, 12] };
        for (var q = 0.0; q <= 1; q += 0.125)
        {
            var mirrored = -HistogramQuantiles.Quantile(1 - q, Positive(4, 12), out _);
            Assert.Equal(mirrored, HistogramQuantiles.Quantile(q, histogram, out _), 12);
        }
    }

    [Theory]
    [InlineData(true, true, 0.0)]
    [InlineData(true, false, 0.5)]
    [InlineData(false, true, -0.5)]
    [InlineData(false, false, 0.0)]
    public void Quantile_InTheZeroBucket_IsLinearOnTheSideThatIsPopulated(bool hasPositive, bool hasNegative, double expected)
    {
        var histogram = new FloatHistogram { Count = 10, ZeroThreshold = 1, ZeroCount = 10 };
        if (hasPositive)
        {
            (histogram.PositiveSpans, histogram.PositiveBuckets) = ([new(1, 1)], [0]);
        }

        if (hasNegative)
        {
            (histogram.NegativeSpans, histogram.NegativeBuckets) = ([new(1, 1)], [0]);
        }

        Assert.Equal(expected, HistogramQuantiles.Quantile(0.5, histogram, out _));
    }

    [Theory]
    [InlineData(0.125, 2.5)]
    [InlineData(0.5, 10)]
    [InlineData(0.75, 15)]
    [InlineData(1.0, 20)]
    public void Quantile_CustomBuckets_IsLinearAndStaysWithinTheBounds(double q, double expected)
    {
        Assert.Equal(expected, HistogramQuantiles.Quantile(q, Custom([10, 20], [8, 8, 0]), out _));
        Assert.Equal(20, HistogramQuantiles.Quantile(q, Custom([10, 20], [0, 0, 3]), out _));
        Assert.Equal(-3, HistogramQuantiles.Quantile(q, Custom([-3, 20], [5, 0, 0]), out _));
    }

    [Fact]
    public void Quantile_ObservationsOfNaN_AreTheHighestAndAreTold()
    {
        var histogram = Positive(4, 4);
        histogram.Count = 16;
        histogram.Sum = double.NaN;

        // Interpolation goes on in the last bucket: an oddity of the reference.
        Assert.Equal(4, HistogramQuantiles.Quantile(0.25, histogram, out var notes));
        Assert.Equal(HistogramNotes.QuantileSkewedByNaN, notes);
        Assert.Equal(double.NaN, HistogramQuantiles.Quantile(0.75, histogram, out notes));
        Assert.Equal(HistogramNotes.QuantileIsNaN, notes);

        // Infinities of both signs make the sum NaN too, yet they are in buckets.
        histogram.Count = 8;
        HistogramQuantiles.Quantile(0.75, histogram, out notes);
        Assert.Equal(HistogramNotes.None, notes);
    }

    [Fact]
    public void Quantile_NoObservations_IsNaN()
    {
        var value = HistogramQuantiles.Quantile(0.5, new FloatHistogram(), out _);
        Assert.Equal(SpecialValues.NormalNaNBits, BitConverter.DoubleToUInt64Bits(value));
        Assert.Equal(double.NaN, HistogramFractions.Fraction(0, 1, new FloatHistogram(), out _));
    }

    [Theory]
    [InlineData(1, 2, 0.25)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, 1)]
    [InlineData(2, 2.8284271247461903, 0.375)]
    [InlineData(2, 2, 0)]
    [InlineData(4, 1, 0)]
    [InlineData(8, 9, 0)]
    [InlineData(double.NaN, 1, double.NaN)]
    public void Fraction_BetweenBounds_CountsAndInterpolates(double lower, double upper, double expected)
    {
        Assert.Equal(expected, HistogramFractions.Fraction(lower, upper, Positive(4, 12), out _), 12);
    }

    [Fact]
    public void Fraction_ObservationsOfNaN_AreInNone()
    {
        var histogram = Positive(4, 4);
        histogram.Count = 16;
        histogram.Sum = double.NaN;
        var all = HistogramFractions.Fraction(double.NegativeInfinity, double.PositiveInfinity, histogram, out var notes);
        Assert.Equal(0.5, all);
        Assert.Equal(HistogramNotes.FractionWithoutNaN, notes);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, 5, 0.25)]
    [InlineData(5, 15, 0.5)]
    [InlineData(15, 30, 0.25)]
    [InlineData(15, double.PositiveInfinity, 0.25)]
    public void Fraction_CustomBuckets_IsLinear(double lower, double upper, double expected)
    {
        // The first bound is zero, so that no bucket of width reaches to -Inf.
        Assert.Equal(expected, HistogramFractions.Fraction(lower, upper, Custom([0, 10, 20], [0, 8, 8, 0]), out _));
    }

    [Fact]
    public void Fraction_BelowAQuantile_IsItsShare()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.WithoutZeroBucket(seed);
            if (histogram.Count == 0)
            {
                return true;
            }

            histogram.Sum = 0;
            var q = seed % 100 / 100.0;
            var value = HistogramQuantiles.Quantile(q, histogram, out _);
            return Math.Abs(HistogramFractions.Fraction(double.NegativeInfinity, value, histogram, out _) - q) < 1e-9;
        });
    }

    [Fact]
    public void Moments_Buckets_CountInTheirMiddle()
    {
        var histogram = Positive(4, 12);
        histogram.Sum = 40;
        Assert.Equal(2.5, HistogramMoments.Average(histogram));

        // The middles are the square roots of 2 and 8.
        var expected = (4 * Math.Pow(Math.Sqrt(2) - 2.5, 2) + 12 * Math.Pow(Math.Sqrt(8) - 2.5, 2)) / 16;
        Assert.Equal(expected, HistogramMoments.Variance(histogram), 12);
        Assert.Equal(Math.Sqrt(expected), HistogramMoments.StandardDeviation(histogram), 12);
        Assert.Equal(25, HistogramMoments.Variance(Custom([0, 10, 20], [0, 8, 8, 0], sum: 160)));
    }

    private static FloatHistogram Positive(double first, double second) => new()
    {
        Count = first + second,
        PositiveSpans = [new(1, 2)],
        PositiveBuckets = [first, second],
    };

    private static FloatHistogram Custom(double[] bounds, double[] buckets, double sum = 0) => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        CustomValues = bounds,
        Count = buckets.Sum(),
        Sum = sum,
        PositiveSpans = [new(0, (uint)buckets.Length)],
        PositiveBuckets = buckets,
    };
}
