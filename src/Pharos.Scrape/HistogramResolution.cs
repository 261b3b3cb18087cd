using Pharos.Model.Histograms;

namespace Pharos.Scrape;

/// <summary>Brings native histograms within the limits of a job.</summary>
internal static class HistogramResolution
{
    /// <summary>The finest schema whose buckets grow by at least the factor; the factor of schema n is 2^(2^-n).</summary>
    public static int MaxSchema(double minBucketFactor)
    {
        if (minBucketFactor <= 1)
        {
            return HistogramSchema.ExponentialMax;
        }

        var schema = (int)Math.Floor(-Math.Log2(Math.Log2(minBucketFactor)));
        return Math.Clamp(schema, HistogramSchema.ExponentialMin, HistogramSchema.ExponentialMax);
    }

    /// <summary>False if the histogram has too many buckets and cannot be made coarser.</summary>
    /// <param name="bucketLimit">0 for none.</param>
    public static bool TryFit(Histogram histogram, int maxSchema, long bucketLimit)
    {
        if (!histogram.UsesCustomBuckets && histogram.Schema > maxSchema)
        {
            histogram.ReduceResolution(maxSchema);
        }

        while (bucketLimit > 0 && histogram.PositiveBuckets.Length + (long)histogram.NegativeBuckets.Length > bucketLimit)
        {
            if (histogram.UsesCustomBuckets || histogram.Schema <= HistogramSchema.ExponentialMin
                || histogram.ReduceResolution(histogram.Schema - 1) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc cref="TryFit(Histogram, int, long)"/>
    public static bool TryFit(FloatHistogram histogram, int maxSchema, long bucketLimit)
    {
        if (!histogram.UsesCustomBuckets && histogram.Schema > maxSchema)
        {
            histogram.ReduceResolution(maxSchema);
        }

        while (bucketLimit > 0 && histogram.PositiveBuckets.Length + (long)histogram.NegativeBuckets.Length > bucketLimit)
        {
            if (histogram.UsesCustomBuckets || histogram.Schema <= HistogramSchema.ExponentialMin
                || histogram.ReduceResolution(histogram.Schema - 1) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
