namespace Pharos.Model.Histograms;

/// <summary>
/// A native histogram with integer counts. Buckets hold, after the first, the difference to the bucket before. Not safe for concurrent
/// changes.
/// </summary>
/// <remarks>
/// Arrays of spans and of custom values are shared between histograms and never written to once they are in one; arrays of buckets
/// belong to their histogram alone.
/// </remarks>
public sealed partial class Histogram
{
    public CounterResetHint CounterResetHint { get; set; }

    public int Schema { get; set; }

    public double ZeroThreshold { get; set; }

    public ulong ZeroCount { get; set; }

    public ulong Count { get; set; }

    public double Sum { get; set; }

    public BucketSpan[] PositiveSpans { get; set; } = [];

    public BucketSpan[] NegativeSpans { get; set; } = [];

    public long[] PositiveBuckets { get; set; } = [];

    public long[] NegativeBuckets { get; set; } = [];

    /// <summary>Upper bounds of the buckets when the schema says that they are custom, without the last, +Inf.</summary>
    public double[] CustomValues { get; set; } = [];

    public bool UsesCustomBuckets => HistogramSchema.IsCustom(Schema);

    /// <summary>The bucket around zero, of which histograms with custom buckets have none.</summary>
    public HistogramBucket<ulong> ZeroBucket => HistogramBucket<ulong>.Zero(ZeroThreshold, ZeroCount);

    /// <summary>Positive buckets, or all custom ones, in ascending order, with their counts.</summary>
    public IntegerBucketEnumerator EnumeratePositive() => new(this, isPositive: true);

    /// <summary>Negative buckets in descending order, with their counts.</summary>
    public IntegerBucketEnumerator EnumerateNegative() => new(this, isPositive: false);

    /// <summary>
    /// Whether both hold the same data: the same buckets, empty ones included, and bit for bit the same sum. The counter reset hint is not
    /// data; spans without buckets make no difference.
    /// </summary>
    public bool ContentEquals(Histogram? other) =>
        other is not null
        && Schema == other.Schema
        && Count == other.Count
        && BitConverter.DoubleToUInt64Bits(Sum) == BitConverter.DoubleToUInt64Bits(other.Sum)
        && (!UsesCustomBuckets || CustomBounds.Match(CustomValues, other.CustomValues))
        && ZeroThreshold == other.ZeroThreshold
        && ZeroCount == other.ZeroCount
        && BucketLayout.Matches(NegativeSpans, other.NegativeSpans)
        && NegativeBuckets.AsSpan().SequenceEqual(other.NegativeBuckets)
        && BucketLayout.Matches(PositiveSpans, other.PositiveSpans)
        && PositiveBuckets.AsSpan().SequenceEqual(other.PositiveBuckets);
}
