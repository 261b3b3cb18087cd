using System.Globalization;

namespace Pharos.Model.Histograms;

public sealed partial class Histogram
{
    /// <summary>
    /// Null if spans fit buckets, no bucket is negative, nothing is set that the schema has no use for, and the buckets add up to
    /// <see cref="Count"/>. Observations of NaN are in no bucket: when the sum says that there were some, the buckets may be fewer.
    /// </summary>
    public HistogramFault? Validate()
    {
        var total = ZeroCount;
        var fault = HistogramSchema.IsCustom(Schema) ? ValidateCustom()
            : HistogramSchema.IsExponential(Schema) ? ValidateExponential(ref total)
            : HistogramFault.InvalidSchema(Schema);
        fault ??= CheckBuckets(PositiveBuckets, ref total)?.Within("positive side");
        if (fault is not null)
        {
            return fault;
        }

        var hasNaN = double.IsNaN(Sum);
        return (hasNaN ? total <= Count : total == Count) ? null : HistogramFault.Of(
            hasNaN ? HistogramFaultKind.CountNotBigEnough : HistogramFaultKind.CountMismatch,
            $"{total} observations found in buckets, but the Count field is {Count}");
    }

    private HistogramFault? ValidateCustom() =>
        HistogramValidation.CheckCustomBounds(CustomValues, PositiveSpans, PositiveBuckets.Length)?.Within("custom buckets")
        ?? HistogramValidation.CheckNoMoreThanCustomBuckets(ZeroCount != 0, ZeroThreshold, NegativeSpans, NegativeBuckets.Length);

    private HistogramFault? ValidateExponential(ref ulong total) =>
        HistogramValidation.CheckSpans(PositiveSpans, PositiveBuckets.Length)?.Within("positive side")
        ?? HistogramValidation.CheckSpans(NegativeSpans, NegativeBuckets.Length)?.Within("negative side")
        ?? CheckBuckets(NegativeBuckets, ref total)?.Within("negative side")
        ?? (CustomValues.Length == 0 ? null : HistogramFault.Of(HistogramFaultKind.ExponentialSchemaCustomBounds));

    private static HistogramFault? CheckBuckets(long[] deltas, ref ulong total)
    {
        long count = 0;
        for (var i = 0; i < deltas.Length; i++)
        {
            count += deltas[i];
            if (count < 0)
            {
                return HistogramValidation.NegativeBucket(i, count.ToString(CultureInfo.InvariantCulture));
            }

            total += (ulong)count;
        }

        return null;
    }
}
