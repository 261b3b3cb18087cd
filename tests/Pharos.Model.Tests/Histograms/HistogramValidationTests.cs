using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramValidationTests
{
    public static TheoryData<Histogram, HistogramFaultKind, string> Invalid => new()
    {
        {
            new Histogram { Schema = 9 }, HistogramFaultKind.InvalidSchema,
            "histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for custom buckets, got schema 9"
        },
        {
            new Histogram { PositiveSpans = [new(-3, 1), new(-1, 1)], PositiveBuckets = [1, 0], Count = 2 },
            HistogramFaultKind.SpanNegativeOffset,
            "positive side: span number 2 with offset -1: histogram has a span whose offset is negative"
        },
        {
            new Histogram { NegativeSpans = [new(0, 2)], NegativeBuckets = [1], Count = 1 },
            HistogramFaultKind.SpansBucketsMismatch,
            "negative side: spans need 2 buckets, have 1 buckets: histogram spans specify different number of buckets than provided"
        },
        {
            new Histogram { NegativeSpans = [new(0, 2)], NegativeBuckets = [2, -5], Count = 2 },
            HistogramFaultKind.NegativeBucketCount,
            "negative side: bucket number 2 has observation count of -3: histogram has a bucket whose observation count is negative"
        },
        {
            new Histogram { PositiveSpans = [new(0, 2)], PositiveBuckets = [2, 1], Count = 6, ZeroCount = 2 },
            HistogramFaultKind.CountMismatch,
            "7 observations found in buckets, but the Count field is 6: histogram's observation count should equal the number of "
            + "observations found in the buckets (in absence of NaN)"
        },
        {
            new Histogram { PositiveSpans = [new(0, 1)], PositiveBuckets = [3], Count = 2, Sum = double.NaN },
            HistogramFaultKind.CountNotBigEnough,
            "3 observations found in buckets, but the Count field is 2: histogram's observation count should be at least the number of "
            + "observations found in the buckets"
        },
        {
            new Histogram { CustomValues = [1] }, HistogramFaultKind.ExponentialSchemaCustomBounds,
            "histogram with exponential schema must not have custom bounds"
        },
        {
            new Histogram { PositiveSpans = [new(int.MaxValue, 1)], PositiveBuckets = [1], Count = 1 },
            HistogramFaultKind.SpansBucketsMismatch,
            "positive side: spans reach beyond the highest bucket index: histogram spans specify different number of buckets than provided"
        },
    };

    public static TheoryData<FloatHistogram, HistogramFaultKind, string> InvalidFloats => new()
    {
        {
            new FloatHistogram { Count = -0.5 }, HistogramFaultKind.NegativeCount,
            "observation count is  -0.5: histogram's observation count is negative"
        },
        {
            new FloatHistogram { ZeroCount = -1e21 }, HistogramFaultKind.NegativeBucketCount,
            "zero bucket has observation count of -1e+21: histogram has a bucket whose observation count is negative"
        },
        {
            new FloatHistogram { PositiveSpans = [new(0, 1)], PositiveBuckets = [-0.25] }, HistogramFaultKind.NegativeBucketCount,
            "positive side: bucket number 1 has observation count of -0.25: histogram has a bucket whose observation count is negative"
        },
        {
            Custom([1, 1]), HistogramFaultKind.CustomBucketsInvalid,
            "custom buckets: previous bound is 1.000000 and current is 1.000000: histogram custom bounds must be in strictly increasing order"
        },
        {
            Custom([1, double.PositiveInfinity]), HistogramFaultKind.CustomBucketsInfinite,
            "custom buckets: last +Inf bound must not be explicitly defined: histogram custom bounds must be finite"
        },
        { Custom([double.NaN]), HistogramFaultKind.CustomBucketsNaN, "custom buckets: histogram custom bounds must not be NaN" },
        {
            Custom([]), HistogramFaultKind.CustomBucketsMismatch,
            "custom buckets: only 0 custom bounds defined which is insufficient to cover total span length of 2: "
            + "histogram custom bounds are too few"
        },
        { With(h => h.ZeroCount = 1), HistogramFaultKind.CustomBucketsZeroCount, "custom buckets: must have zero count of 0" },
        { With(h => h.ZeroThreshold = 1), HistogramFaultKind.CustomBucketsZeroThreshold, "custom buckets: must have zero threshold of 0" },
        {
            With(h => h.NegativeSpans = [new(0, 0)]), HistogramFaultKind.CustomBucketsNegativeSpans,
            "custom buckets: must not have negative spans"
        },
        {
            With(h => h.NegativeBuckets = [0]), HistogramFaultKind.CustomBucketsNegativeBuckets,
            "custom buckets: must not have negative buckets"
        },
        {
            With(h => h.PositiveSpans = [new(-1, 2)]), HistogramFaultKind.SpanNegativeOffset,
            "custom buckets: span number 1 with offset -1: histogram has a span whose offset is negative"
        },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Validate_InvalidInteger_SaysWhatAndWhere(Histogram histogram, HistogramFaultKind kind, string message)
    {
        Assert.Equal(new HistogramFault(kind, message), histogram.Validate());
    }

    [Theory]
    [MemberData(nameof(InvalidFloats))]
    public void Validate_InvalidFloat_SaysWhatAndWhere(FloatHistogram histogram, HistogramFaultKind kind, string message)
    {
        Assert.Equal(new HistogramFault(kind, message), histogram.Validate());
    }

    [Fact]
    public void Validate_ObservationsOfNaN_MayBeInNoBucket()
    {
        var histogram = new Histogram { PositiveSpans = [new(0, 1)], PositiveBuckets = [3], Count = 5, Sum = double.NaN };
        Assert.Null(histogram.Validate());
    }

    [Fact]
    public void Validate_AnyValidHistogram_FindsNothing()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
            HistogramCases.Integer(seed).Validate() is null && HistogramCases.Floating(seed).Validate() is null);
    }

    private static FloatHistogram Custom(double[] bounds) => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        CustomValues = bounds,
        PositiveSpans = [new(0, 2)],
        PositiveBuckets = [1, 2],
        Count = 3,
    };

    private static FloatHistogram With(Action<FloatHistogram> change)
    {
        var histogram = Custom([1, 2]);
        change(histogram);
        return histogram;
    }
}
