using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Widens this histogram's zero bucket until it holds the other's too and ends within no populated bucket of either. Returns the zero
    /// count that the other would have with it, and that count's compensation.
    /// </summary>
    private double ReconcileZeroBuckets(FloatHistogram other, FloatHistogram? compensation, out double otherCompensation)
    {
        otherCompensation = 0;
        var otherCount = other.ZeroCount;
        var otherThreshold = other.ZeroThreshold;
        while (otherThreshold != ZeroThreshold)
        {
            if (ZeroThreshold > otherThreshold)
            {
                otherThreshold = ZeroThreshold;
                otherCount = other.ZeroCountFor(ref otherThreshold, null, out otherCompensation);
            }

            if (otherThreshold > ZeroThreshold)
            {
                var threshold = otherThreshold;
                ZeroCount = ZeroCountFor(ref threshold, compensation, out var zeroCompensation);
                ZeroThreshold = threshold;
                if (compensation is not null)
                {
                    compensation.ZeroCount = zeroCompensation;
                }

                DropBucketsInZeroBucket(compensation);
            }
            else if (otherThreshold != ZeroThreshold)
            {
                // A threshold that is not a number is neither wider nor narrower: leave it.
                break;
            }
        }

        return otherCount;
    }

    /// <summary>
    /// The zero count with a wider zero bucket. If the threshold falls into a populated bucket, it is moved to that bucket's far end.
    /// </summary>
    private double ZeroCountFor(ref double threshold, FloatHistogram? compensation, out double zeroCompensation)
    {
        zeroCompensation = compensation?.ZeroCount ?? 0;
        if (threshold == ZeroThreshold)
        {
            return ZeroCount;
        }

        while (true)
        {
            var count = ZeroCount;
            AbsorbBuckets(isPositive: true, ref threshold, compensation?.PositiveBuckets, ref count, ref zeroCompensation);

            // The positive side may end within a bucket that a threshold moved by the negative side reaches: then both start over. The
            // compensation is carried on nevertheless, as in the reference.
            if (!AbsorbBuckets(isPositive: false, ref threshold, compensation?.NegativeBuckets, ref count, ref zeroCompensation))
            {
                return count;
            }
        }
    }

    /// <summary>Adds buckets that begin below the threshold. True if the last of them moved the threshold.</summary>
    private bool AbsorbBuckets(
        bool isPositive, ref double threshold, double[]? compensations, ref double count, ref double zeroCompensation)
    {
        var buckets = new FloatBucketEnumerator(this, isPositive);
        while (buckets.MoveNext())
        {
            var bucket = buckets.Current;
            var near = isPositive ? bucket.Lower : -bucket.Upper;
            var far = isPositive ? bucket.Upper : -bucket.Lower;
            if (near >= threshold)
            {
                break;
            }

            KahanSum.Add(bucket.Count, ref count, ref zeroCompensation);
            if (compensations is not null)
            {
                KahanSum.Add(compensations[buckets.Position], ref count, ref zeroCompensation);
            }

            if (far > threshold)
            {
                if (bucket.Count == 0)
                {
                    break;
                }

                threshold = far;
                return true;
            }
        }

        return false;
    }

    /// <summary>Empties the buckets that the zero bucket has absorbed, and compacts.</summary>
    private void DropBucketsInZeroBucket(FloatHistogram? compensation)
    {
        ClearInZeroBucket(new FloatBucketEnumerator(this, isPositive: true), PositiveBuckets, compensation?.PositiveBuckets);
        ClearInZeroBucket(new FloatBucketEnumerator(this, isPositive: false), NegativeBuckets, compensation?.NegativeBuckets);
        if (compensation is null)
        {
            Compact(0);
            return;
        }

        StoreCompensated(CompensatedPositive(compensation).Compact(0), CompensatedNegative(compensation).Compact(0), compensation);
    }

    private void ClearInZeroBucket(FloatBucketEnumerator buckets, double[] counts, double[]? compensations)
    {
        while (buckets.MoveNext())
        {
            var bucket = buckets.Current;
            if (Math.Min(Math.Abs(bucket.Lower), Math.Abs(bucket.Upper)) >= ZeroThreshold)
            {
                return;
            }

            counts[buckets.Position] = 0;
            if (compensations is not null)
            {
                compensations[buckets.Position] = 0;
            }
        }
    }
}
