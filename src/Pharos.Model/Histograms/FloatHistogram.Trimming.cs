namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Keeps the observations up to <paramref name="limit"/> (PromQL's <c>&lt;/</c>), as far as buckets tell: the bucket around the limit
    /// is cut by interpolation, count and sum are estimated anew from what is left. A histogram of which nothing goes stays as it is,
    /// its sum included. Returns this histogram.
    /// </summary>
    public FloatHistogram TrimAbove(double limit) => Trim(new BucketTrim(limit, keepsBelow: true, UsesCustomBuckets));

    /// <summary>As <see cref="TrimAbove"/>, keeping what is above the limit (PromQL's <c>&gt;/</c>).</summary>
    public FloatHistogram TrimBelow(double limit) => Trim(new BucketTrim(limit, keepsBelow: false, UsesCustomBuckets));

    private FloatHistogram Trim(BucketTrim trim)
    {
        var hasPositive = TrimSide(ref trim, EnumeratePositive(), PositiveBuckets, isPositive: true);
        var hasNegative = TrimSide(ref trim, EnumerateNegative(), NegativeBuckets, isPositive: false);
        if (ZeroCount > 0)
        {
            ZeroCount = trim.TakeZeroBucket(ZeroBucket, hasNegative, hasPositive);
        }

        if (trim.HasCut)
        {
            Count = trim.Count;
            Sum = trim.Sum;
            Compact(0);
        }

        return this;
    }

    /// <summary>Trims the buckets of one sign; true if it has populated ones.</summary>
    private static bool TrimSide(ref BucketTrim trim, FloatBucketEnumerator buckets, double[] counts, bool isPositive)
    {
        var isPopulated = false;
        while (buckets.MoveNext())
        {
            if (buckets.Count != 0)
            {
                isPopulated = true;
                counts[buckets.Position] = trim.Take(buckets.Current, isPositive);
            }
        }

        return isPopulated;
    }
}
