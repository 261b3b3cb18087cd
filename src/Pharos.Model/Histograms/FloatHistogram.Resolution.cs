namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Joins buckets into those of a lower exponential schema. If it returns a fault, the histogram is as it was: either it cannot be
    /// reduced so, or its spans do not fit its buckets.
    /// </summary>
    public HistogramFault? ReduceResolution(int targetSchema)
    {
        var fault = HistogramValidation.CheckReduction(Schema, targetSchema)
            ?? HistogramValidation.CheckSpansInOrder(PositiveSpans, PositiveBuckets.Length)
            ?? HistogramValidation.CheckSpansInOrder(NegativeSpans, NegativeBuckets.Length);
        if (fault is not null)
        {
            return fault;
        }

        Positive = Positive.Reduce(Schema, targetSchema);
        Negative = Negative.Reduce(Schema, targetSchema);
        Schema = targetSchema;
        return null;
    }

    /// <summary>
    /// Accepts any known schema: a resolution above the highest one that is supported is reduced to it. A fault if the schema is unknown
    /// or the spans do not fit the buckets.
    /// </summary>
    public HistogramFault? ReduceToSupportedSchema()
    {
        if (!HistogramSchema.IsKnown(Schema))
        {
            return HistogramFault.UnknownSchema(Schema);
        }

        return Schema > HistogramSchema.ExponentialMax ? ReduceResolution(HistogramSchema.ExponentialMax) : null;
    }

    /// <summary>
    /// A copy at a schema no higher than this one. When the schema changes, the copy knows nothing about counter resets.
    /// </summary>
    public FloatHistogram CopyToSchema(int targetSchema)
    {
        var copy = Copy();
        if (targetSchema == Schema)
        {
            return copy;
        }

        copy.CounterResetHint = CounterResetHint.Unknown;
        var fault = copy.ReduceResolution(targetSchema);
        return fault is null ? copy : throw new ArgumentException(fault.Message, nameof(targetSchema));
    }

    /// <summary>
    /// Takes out empty buckets at both ends of each span, joins spans that are at most <paramref name="maxEmptyBuckets"/> apart and splits
    /// those with more empty buckets than that in a row. Returns this histogram.
    /// </summary>
    public FloatHistogram Compact(int maxEmptyBuckets)
    {
        Positive = Positive.Compact(maxEmptyBuckets);
        Negative = Negative.Compact(maxEmptyBuckets);
        return this;
    }
}
