namespace Pharos.Model.Histograms;

public sealed partial class Histogram
{
    /// <summary>
    /// Takes out empty buckets at both ends of each span, joins spans that are at most <paramref name="maxEmptyBuckets"/> apart and splits
    /// those with more empty buckets than that in a row. Returns this histogram.
    /// </summary>
    public Histogram Compact(int maxEmptyBuckets)
    {
        (PositiveSpans, PositiveBuckets) = Compact(PositiveSpans, PositiveBuckets, maxEmptyBuckets);
        (NegativeSpans, NegativeBuckets) = Compact(NegativeSpans, NegativeBuckets, maxEmptyBuckets);
        return this;
    }

    /// <inheritdoc cref="FloatHistogram.ReduceResolution"/>
    public HistogramFault? ReduceResolution(int targetSchema)
    {
        var fault = HistogramValidation.CheckReduction(Schema, targetSchema)
            ?? HistogramValidation.CheckSpansInOrder(PositiveSpans, PositiveBuckets.Length)
            ?? HistogramValidation.CheckSpansInOrder(NegativeSpans, NegativeBuckets.Length);
        if (fault is not null)
        {
            return fault;
        }

        (PositiveSpans, PositiveBuckets) = Reduce(PositiveSpans, PositiveBuckets, Schema, targetSchema);
        (NegativeSpans, NegativeBuckets) = Reduce(NegativeSpans, NegativeBuckets, Schema, targetSchema);
        Schema = targetSchema;
        return null;
    }

    /// <inheritdoc cref="FloatHistogram.ReduceToSupportedSchema"/>
    public HistogramFault? ReduceToSupportedSchema()
    {
        if (!HistogramSchema.IsKnown(Schema))
        {
            return HistogramFault.UnknownSchema(Schema);
        }

        return Schema > HistogramSchema.ExponentialMax ? ReduceResolution(HistogramSchema.ExponentialMax) : null;
    }

    private static (BucketSpan[] Spans, long[] Deltas) Compact(BucketSpan[] spans, long[] deltas, int maxEmptyBuckets)
    {
        double[]? none = null;
        ToCounts(deltas);
        BucketCompaction.Compact(ref spans, ref deltas, ref none, maxEmptyBuckets);
        ToDeltas(deltas);
        return (spans, deltas);
    }

    private static (BucketSpan[] Spans, long[] Deltas) Reduce(BucketSpan[] spans, long[] deltas, int from, int to)
    {
        ToCounts(deltas);
        var reduced = BucketReduction.Reduce(spans, from, to, out var count);
        var counts = count == deltas.Length ? deltas : new long[count];
        BucketReduction.Sum<long>(spans, deltas, from, to, counts);
        ToDeltas(counts);
        return (reduced, counts);
    }

    private static void ToCounts(long[] buckets)
    {
        for (var i = 1; i < buckets.Length; i++)
        {
            buckets[i] += buckets[i - 1];
        }
    }

    private static void ToDeltas(long[] buckets)
    {
        for (var i = buckets.Length - 1; i > 0; i--)
        {
            buckets[i] -= buckets[i - 1];
        }
    }
}
