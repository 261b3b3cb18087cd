using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary>
/// Quantiles of native histograms; see <see cref="HistogramFractions"/> for the inverse and <see cref="ClassicBuckets"/> for the other
/// kind.
/// </summary>
public static class HistogramQuantiles
{
    /// <summary>
    /// The value below which the share <paramref name="q"/> of the observations lies, interpolated within its bucket: on a logarithmic
    /// scale in exponential buckets, linearly in custom ones and in the zero bucket.
    /// </summary>
    /// <returns>-Inf for a share below 0, +Inf for one above 1, NaN for NaN or without observations.</returns>
    public static double Quantile(double q, FloatHistogram histogram, out HistogramNotes notes)
    {
        notes = HistogramNotes.None;
        if (q < 0)
        {
            return double.NegativeInfinity;
        }

        if (q > 1)
        {
            return double.PositiveInfinity;
        }

        if (histogram.Count == 0 || double.IsNaN(q))
        {
            return SpecialValues.NormalNaN;
        }

        // Counting starts at the nearer end. Where there may be observations of NaN, which are in no bucket, only the lower end will do.
        var hasNaN = double.IsNaN(histogram.Sum);
        var isAscending = hasNaN || q < 0.5;
        var buckets = isAscending ? histogram.EnumerateAll() : histogram.EnumerateAllDescending();
        var rank = (isAscending ? q : 1 - q) * histogram.Count;
        var bucket = FindBucket(ref buckets, rank, out var count);
        if (histogram.UsesCustomBuckets)
        {
            if (double.IsNegativeInfinity(bucket.Lower))
            {
                if (bucket.Upper <= 0)
                {
                    return bucket.Upper;
                }

                bucket = bucket with { Lower = 0 };
            }
            else if (double.IsPositiveInfinity(bucket.Upper))
            {
                return bucket.Lower;
            }
        }
        else if (bucket.Lower < 0 && bucket.Upper > 0)
        {
            bucket = HistogramFractions.NarrowZeroBucket(bucket, histogram);
        }

        // Rounding may have brought the buckets above the total.
        count = count > histogram.Count ? histogram.Count : count;
        if (count < rank)
        {
            if (!hasNaN)
            {
                return bucket.Upper;
            }

            notes = HistogramNotes.QuantileIsNaN;
            return SpecialValues.NormalNaN;
        }

        rank = isAscending ? rank - (count - bucket.Count) : count - rank;
        if (hasNaN)
        {
            // The sum is NaN also when infinities of both signs were observed; then the buckets add up. The reference goes on with the last
            // bucket seen here, and so the result is that.
            while (buckets.MoveNext())
            {
                bucket = buckets.Current;
                count += bucket.Count;
            }

            notes = count < histogram.Count ? HistogramNotes.QuantileSkewedByNaN : HistogramNotes.None;
        }

        return Interpolate(bucket, rank / bucket.Count, histogram.UsesCustomBuckets);
    }

    /// <summary>
    /// The first populated bucket with which the counts reach the rank, else the last bucket; a bucket of zeros if there is none.
    /// </summary>
    private static HistogramBucket<double> FindBucket(ref AllFloatBucketsEnumerator buckets, double rank, out double count)
    {
        count = 0;
        var again = buckets;
        while (buckets.MoveNext())
        {
            if (buckets.Count == 0)
            {
                continue;
            }

            count += buckets.Count;
            if (count >= rank)
            {
                return buckets.Current;
            }
        }

        var last = default(HistogramBucket<double>);
        while (again.MoveNext())
        {
            last = again.Current;
        }

        return last;
    }

    private static double Interpolate(HistogramBucket<double> bucket, double fraction, bool isCustom)
    {
        if (isCustom || (bucket.Lower <= 0 && bucket.Upper >= 0))
        {
            return bucket.Lower + (bucket.Upper - bucket.Lower) * fraction;
        }

        var logLower = GoMath.Log2(Math.Abs(bucket.Lower));
        var logUpper = GoMath.Log2(Math.Abs(bucket.Upper));
        return bucket.Lower > 0
            ? GoMath.Exp2(logLower + (logUpper - logLower) * fraction)
            : -GoMath.Exp2(logUpper + (logLower - logUpper) * (1 - fraction));
    }
}
