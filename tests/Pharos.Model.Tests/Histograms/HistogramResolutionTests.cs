using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramResolutionTests
{
    [Fact]
    public void ReduceResolution_OneStep_JoinsPairsAroundZero()
    {
        var histogram = new FloatHistogram
        {
            Schema = 1,
            PositiveSpans = [new(-3, 4), new(2, 3)],
            PositiveBuckets = [1, 2, 4, 8, 16, 32, 64],
        };

        Assert.Null(histogram.ReduceResolution(0));

        // Indexes -3 to 0 become -1 and 0, 3 to 5 become 2 and 3: two spans, one bucket apart.
        Assert.Equal([new BucketSpan(-1, 2), new BucketSpan(1, 2)], histogram.PositiveSpans);
        Assert.Equal([3, 12, 48, 64], histogram.PositiveBuckets);
        Assert.Equal(0, histogram.Schema);
    }

    [Fact]
    public void ReduceResolution_SpansThatComeTogether_Join()
    {
        var histogram = new Histogram { Schema = 3, PositiveSpans = [new(1, 2), new(1, 1), new(2, 1)], PositiveBuckets = [1, 1, 1, 1], Count = 10 };
        Assert.Null(histogram.ReduceResolution(1));
        Assert.Equal([new BucketSpan(1, 2)], histogram.PositiveSpans);
        Assert.Equal([6, -2], histogram.PositiveBuckets);
    }

    [Fact]
    public void ReduceResolution_AnyHistogram_SumsTheBucketsThatShareAnIndex()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var integer = HistogramCases.Integer(seed);
            if (integer.UsesCustomBuckets || integer.Schema == HistogramSchema.ExponentialMin)
            {
                return true;
            }

            var target = HistogramSchema.ExponentialMin + seed % (integer.Schema - HistogramSchema.ExponentialMin);
            var floating = integer.ToFloat();
            var width = Math.Pow(2, integer.Schema - target);
            var expected = HistogramCases.Counts(floating.PositiveSpans, floating.PositiveBuckets)
                .GroupBy(pair => (int)Math.Ceiling(pair.Key / width))
                .Select(group => KeyValuePair.Create(group.Key, group.Sum(pair => pair.Value)));

            return floating.ReduceResolution(target) is null
                && integer.ReduceResolution(target) is null
                && integer.ToFloat().ContentEquals(floating)
                && integer.Validate() is null
                && expected.SequenceEqual(HistogramCases.Counts(floating.PositiveSpans, floating.PositiveBuckets));
        });
    }

    [Fact]
    public void CopyToSchema_AnyHistogram_IsTheReducedCopy()
    {
        var histogram = HistogramCases.WithoutZeroBucket(3);
        histogram.CounterResetHint = CounterResetHint.NotCounterReset;
        Assert.Equal(CounterResetHint.NotCounterReset, histogram.CopyToSchema(histogram.Schema).CounterResetHint);

        var copy = histogram.CopyToSchema(-4);
        Assert.Equal(CounterResetHint.Unknown, copy.CounterResetHint);
        Assert.Null(histogram.ReduceResolution(-4));
        Assert.True(histogram.ContentEquals(copy));
        Assert.Throws<ArgumentException>(() => histogram.CopyToSchema(3));
    }

    public static TheoryData<Histogram, int, string> Irreducible => new()
    {
        { new Histogram { Schema = 2 }, 2, "cannot reduce resolution from schema 2 to 2" },
        { new Histogram { Schema = 2 }, -53, "cannot reduce resolution to custom buckets schema" },
        { new Histogram { Schema = -53 }, 0, "cannot reduce resolution when there are custom buckets" },
        {
            new Histogram { Schema = 2, PositiveSpans = [new(0, 2), new(-1, 9)], PositiveBuckets = [1, 2] }, 1,
            "span number 2 with offset -1: histogram has a span whose offset is negative"
        },
        {
            new Histogram { Schema = 2, NegativeSpans = [new(0, 9)], NegativeBuckets = [1, 2] }, 1,
            "have 2 buckets but spans need more: histogram spans specify different number of buckets than provided"
        },
        {
            new Histogram { Schema = 2, PositiveSpans = [new(0, 1)], PositiveBuckets = [1, 2] }, 1,
            "spans need 1 buckets, have 2 buckets: histogram spans specify different number of buckets than provided"
        },
    };

    [Theory]
    [MemberData(nameof(Irreducible))]
    public void ReduceResolution_NotPossible_SaysWhyAndChangesNothing(Histogram histogram, int target, string message)
    {
        var before = histogram.Copy();
        Assert.Equal(message, histogram.ReduceResolution(target)?.Message);
        Assert.Equal(before.Schema, histogram.Schema);
        Assert.Equal(before.PositiveBuckets, histogram.PositiveBuckets);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 8)]
    [InlineData(52, 8)]
    [InlineData(-9, -9)]
    [InlineData(-53, -53)]
    public void ReduceToSupportedSchema_KnownSchemas_EndAtTheHighestSupported(int schema, int expected)
    {
        var histogram = new FloatHistogram { Schema = schema, PositiveSpans = [new(int.MinValue, 2), new(9, 1)], PositiveBuckets = [1, 2, 3] };
        Assert.Null(histogram.ReduceToSupportedSchema());
        Assert.Equal(expected, histogram.Schema);
        Assert.Equal(6, histogram.PositiveBuckets.Sum());
    }

    [Fact]
    public void ReduceToSupportedSchema_UnknownSchema_IsAFault()
    {
        Assert.Equal(
            "histogram has an unknown schema, which must be between -9 and 52 for exponential buckets, or -53 for custom buckets, got schema 53",
            new Histogram { Schema = 53 }.ReduceToSupportedSchema()?.Message);
    }
}
