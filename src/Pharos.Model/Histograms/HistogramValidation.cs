using System.Globalization;

namespace Pharos.Model.Histograms;

/// <summary>The checks that integer and float histograms share.</summary>
internal static class HistogramValidation
{
    public static HistogramFault? CheckSpans(BucketSpan[] spans, int bucketCount)
    {
        for (var i = 1; i < spans.Length; i++)
        {
            if (spans[i].Offset < 0)
            {
                return NegativeOffset(i, spans[i]);
            }
        }

        return CheckTotal(spans, bucketCount);
    }

    /// <summary>As <see cref="CheckSpans"/>, in the order in which a walk over the buckets meets the faults.</summary>
    public static HistogramFault? CheckSpansInOrder(BucketSpan[] spans, int bucketCount)
    {
        long needed = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            if (i > 0 && spans[i].Offset < 0)
            {
                return NegativeOffset(i, spans[i]);
            }

            needed += spans[i].Length;
            if (needed > bucketCount)
            {
                return HistogramFault.Of(
                    HistogramFaultKind.SpansBucketsMismatch, $"have {bucketCount} buckets but spans need more");
            }
        }

        return CheckTotal(spans, bucketCount);
    }

    public static HistogramFault? CheckCustomBounds(double[] bounds, BucketSpan[] spans, int bucketCount)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            if (double.IsNaN(bounds[i]))
            {
                return HistogramFault.Of(HistogramFaultKind.CustomBucketsNaN);
            }

            if (i > 0 && bounds[i] <= bounds[i - 1])
            {
                return HistogramFault.Of(
                    HistogramFaultKind.CustomBucketsInvalid,
                    $"previous bound is {Fixed(bounds[i - 1])} and current is {Fixed(bounds[i])}");
            }
        }

        if (bounds.Length > 0 && double.IsPositiveInfinity(bounds[^1]))
        {
            return HistogramFault.Of(HistogramFaultKind.CustomBucketsInfinite, "last +Inf bound must not be explicitly defined");
        }

        if (spans.Length > 0 && spans[0].Offset < 0)
        {
            return NegativeOffset(0, spans[0]);
        }

        var fault = CheckSpans(spans, bucketCount);
        if (fault is not null)
        {
            return fault;
        }

        long reach = bucketCount;
        foreach (var span in spans)
        {
            reach += span.Offset;
        }

        return bounds.Length + 1L >= reach ? null : HistogramFault.Of(
            HistogramFaultKind.CustomBucketsMismatch,
            $"only {bounds.Length} custom bounds defined which is insufficient to cover total span length of {reach}");
    }

    /// <summary>Custom buckets count all values: they have no zero bucket and no negative side.</summary>
    public static HistogramFault? CheckNoMoreThanCustomBuckets(
        bool hasZeroCount, double zeroThreshold, BucketSpan[] negativeSpans, int negativeBucketCount)
    {
        if (hasZeroCount)
        {
            return HistogramFault.Of(HistogramFaultKind.CustomBucketsZeroCount);
        }

        if (zeroThreshold != 0)
        {
            return HistogramFault.Of(HistogramFaultKind.CustomBucketsZeroThreshold);
        }

        if (negativeSpans.Length > 0)
        {
            return HistogramFault.Of(HistogramFaultKind.CustomBucketsNegativeSpans);
        }

        return negativeBucketCount > 0 ? HistogramFault.Of(HistogramFaultKind.CustomBucketsNegativeBuckets) : null;
    }

    /// <summary>Whether the resolution can be reduced at all, and to that schema.</summary>
    public static HistogramFault? CheckReduction(int from, int to)
    {
        var reason =
            HistogramSchema.IsCustom(from) ? "cannot reduce resolution when there are custom buckets"
            : HistogramSchema.IsCustom(to) ? "cannot reduce resolution to custom buckets schema"
            : to >= from ? $"cannot reduce resolution from schema {from} to {to}"
            : null;
        return reason is null ? null : new HistogramFault(HistogramFaultKind.IrreducibleSchema, reason);
    }

    public static HistogramFault NegativeBucket(int position, string count) => HistogramFault.Of(
        HistogramFaultKind.NegativeBucketCount, $"bucket number {position + 1} has observation count of {count}");

    private static HistogramFault? CheckTotal(BucketSpan[] spans, int bucketCount)
    {
        var needed = BucketLayout.CountBuckets(spans);
        if (needed != bucketCount)
        {
            return HistogramFault.Of(
                HistogramFaultKind.SpansBucketsMismatch, $"spans need {needed} buckets, have {bucketCount} buckets");
        }

        return BucketLayout.Fits(spans, bucketCount) ? null : HistogramFault.Of(
            HistogramFaultKind.SpansBucketsMismatch, "spans reach beyond the highest bucket index");
    }

    private static HistogramFault NegativeOffset(int at, BucketSpan span) => HistogramFault.Of(
        HistogramFaultKind.SpanNegativeOffset, $"span number {at + 1} with offset {span.Offset}");

    private static string Fixed(double value) => double.IsFinite(value)
        ? value.ToString("F6", CultureInfo.InvariantCulture)
        : value > 0 ? "+Inf" : "-Inf";
}
