namespace Pharos.Model.Histograms;

/// <summary>
/// A native histogram with counts of any value, each bucket holding its own. Methods change the histogram itself unless they say that
/// they copy. Not safe for concurrent changes.
/// </summary>
/// <remarks>
/// Arrays of spans and of custom values are shared between histograms and never written to once they are in one; arrays of buckets
/// belong to their histogram alone. Arithmetic wants what <see cref="Validate"/> accepts: spans that do not fit the buckets make it throw
/// <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed partial class FloatHistogram
{
    public CounterResetHint CounterResetHint { get; set; }

    public int Schema { get; set; }

    public double ZeroThreshold { get; set; }

    public double ZeroCount { get; set; }

    public double Count { get; set; }

    public double Sum { get; set; }

    public BucketSpan[] PositiveSpans { get; set; } = [];

    public BucketSpan[] NegativeSpans { get; set; } = [];

    public double[] PositiveBuckets { get; set; } = [];

    public double[] NegativeBuckets { get; set; } = [];

    /// <summary>Upper bounds of the buckets when the schema says that they are custom, without the last, +Inf.</summary>
    public double[] CustomValues { get; set; } = [];

    public bool UsesCustomBuckets => HistogramSchema.IsCustom(Schema);

    /// <summary>The bytes that the reference accounts for a histogram like this one: its fields and arrays.</summary>
    public int Size =>
        168 + 8 * (PositiveSpans.Length + NegativeSpans.Length + PositiveBuckets.Length + NegativeBuckets.Length + CustomValues.Length);

    private BucketSide Positive
    {
        get => new(PositiveSpans, PositiveBuckets);
        set => (PositiveSpans, PositiveBuckets) = (value.Spans, value.Buckets);
    }

    private BucketSide Negative
    {
        get => new(NegativeSpans, NegativeBuckets);
        set => (NegativeSpans, NegativeBuckets) = (value.Spans, value.Buckets);
    }
}
