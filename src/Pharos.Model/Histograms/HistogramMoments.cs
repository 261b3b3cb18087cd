using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary>Estimates from a native histogram that take the observations of a bucket to lie in its middle.</summary>
public static class HistogramMoments
{
    public static double Average(FloatHistogram histogram) => histogram.Sum / histogram.Count;

    /// <summary>
    /// The variance. The middle of a bucket is the geometric mean of its bounds, the arithmetic one in custom buckets, and zero in the zero
    /// bucket.
    /// </summary>
    public static double Variance(FloatHistogram histogram)
    {
        var mean = Average(histogram);
        double variance = 0;
        double compensation = 0;
        foreach (var bucket in histogram.EnumerateAll())
        {
            if (bucket.Count == 0)
            {
                continue;
            }

            var delta = Middle(bucket, histogram.UsesCustomBuckets) - mean;
            KahanSum.Add(bucket.Count * delta * delta, ref variance, ref compensation);
        }

        return (variance + compensation) / histogram.Count;
    }

    public static double StandardDeviation(FloatHistogram histogram) => Math.Sqrt(Variance(histogram));

    private static double Middle(HistogramBucket<double> bucket, bool isCustom)
    {
        if (isCustom)
        {
            return (bucket.Upper + bucket.Lower) / 2;
        }

        if (bucket.Lower <= 0 && bucket.Upper >= 0)
        {
            return 0;
        }

        var mean = Math.Sqrt(bucket.Upper * bucket.Lower);
        return bucket.Upper < 0 ? -mean : mean;
    }
}
