namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Null if spans fit buckets, no count is negative and nothing is set that the schema has no use for. The counts are not summed up:
    /// fractions would make them differ from <see cref="Count"/> in the last bits.
    /// </summary>
    public HistogramFault? Validate()
    {
        var fault = HistogramSchema.IsCustom(Schema) ? ValidateCustom()
            : HistogramSchema.IsExponential(Schema) ? ValidateExponential()
            : HistogramFault.InvalidSchema(Schema);
        if (fault is not null)
        {
            return fault;
        }

        if (Count < 0)
        {
            return HistogramFault.Of(HistogramFaultKind.NegativeCount, $"observation count is  {HistogramText.Format(Count)}");
        }

        return CheckBuckets(PositiveBuckets)?.Within("positive side");
    }

    private HistogramFault? ValidateCustom() =>
        HistogramValidation.CheckCustomBounds(CustomValues, PositiveSpans, PositiveBuckets.Length)?.Within("custom buckets")
        ?? HistogramValidation.CheckNoMoreThanCustomBuckets(ZeroCount != 0, ZeroThreshold, NegativeSpans, NegativeBuckets.Length);

    private HistogramFault? ValidateExponential()
    {
        var fault = HistogramValidation.CheckSpans(PositiveSpans, PositiveBuckets.Length)?.Within("positive side")
            ?? HistogramValidation.CheckSpans(NegativeSpans, NegativeBuckets.Length)?.Within("negative side")
            ?? CheckBuckets(NegativeBuckets)?.Within("negative side");
        if (fault is not null)
        {
            return fault;
        }

        if (ZeroCount < 0)
        {
            return HistogramFault.Of(
                HistogramFaultKind.NegativeBucketCount, $"zero bucket has observation count of {HistogramText.Format(ZeroCount)}");
        }

        return CustomValues.Length == 0 ? null : HistogramFault.Of(HistogramFaultKind.ExponentialSchemaCustomBounds);
    }

    private static HistogramFault? CheckBuckets(double[] buckets)
    {
        for (var i = 0; i < buckets.Length; i++)
        {
            if (buckets[i] < 0)
            {
                return HistogramValidation.NegativeBucket(i, HistogramText.Format(buckets[i]));
            }
        }

        return null;
    }
}
