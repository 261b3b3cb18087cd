namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Adds counts, sum and buckets of another histogram, which stays as it is. Differing resolutions come down to the lower one, differing
    /// zero buckets up to one that holds both, differing custom bounds down to the common ones. Empty buckets may be left over and spans
    /// without a gap between, none without buckets: see <see cref="Compact"/>. Nothing is allocated if both have the same layout.
    /// </summary>
    public HistogramMergeResult Add(FloatHistogram other) => Merge(other, isSubtraction: false);

    /// <summary>
    /// As <see cref="Add"/>, but takes away. The counter reset hint is adjusted as in addition; where the result is a difference for its
    /// own sake and not an intermediate step, the caller makes it a gauge.
    /// </summary>
    public HistogramMergeResult Subtract(FloatHistogram other) => Merge(other, isSubtraction: true);

    /// <summary>Multiplies all counts and the sum. With a negative factor the histogram becomes a gauge. Returns this histogram.</summary>
    public FloatHistogram Multiply(double factor)
    {
        ZeroCount *= factor;
        Count *= factor;
        Sum *= factor;
        BucketArithmetic.Multiply(PositiveBuckets, factor);
        BucketArithmetic.Multiply(NegativeBuckets, factor);
        if (factor < 0)
        {
            CounterResetHint = CounterResetHint.Gauge;
        }

        return this;
    }

    /// <summary>Divides all counts and the sum; by zero there is no bucket left. Returns this histogram.</summary>
    public FloatHistogram Divide(double divisor)
    {
        ZeroCount /= divisor;
        Count /= divisor;
        Sum /= divisor;
        if (divisor == 0)
        {
            PositiveSpans = [];
            PositiveBuckets = [];
            NegativeSpans = [];
            NegativeBuckets = [];
            return this;
        }

        BucketArithmetic.Divide(PositiveBuckets, divisor);
        BucketArithmetic.Divide(NegativeBuckets, divisor);
        if (divisor < 0)
        {
            CounterResetHint = CounterResetHint.Gauge;
        }

        return this;
    }

    /// <summary>Whether a count, the sum or a custom bound is infinite, as sums of very large histograms become.</summary>
    public bool HasOverflow() =>
        double.IsInfinity(ZeroCount) || double.IsInfinity(Count) || double.IsInfinity(Sum)
        || BucketArithmetic.AnyInfinite(PositiveBuckets)
        || BucketArithmetic.AnyInfinite(NegativeBuckets)
        || BucketArithmetic.AnyInfinite(CustomValues);

    private HistogramMergeResult Merge(FloatHistogram other, bool isSubtraction)
    {
        if (UsesCustomBuckets != other.UsesCustomBuckets)
        {
            return HistogramMergeResult.IncompatibleSchemas;
        }

        var result = AdjustCounterResetHint(other);
        if (UsesCustomBuckets)
        {
            AddTotals(other, 0, isSubtraction);
            return result | MergeCustom(other, isSubtraction);
        }

        AddTotals(other, ReconcileZeroBuckets(other, null, out _), isSubtraction);
        MatchResolution(other, out var otherPositive, out var otherNegative);
        var skipPositive = CountWithinZeroBucket(otherPositive);
        var skipNegative = CountWithinZeroBucket(otherNegative);
        if (isSubtraction)
        {
            Positive = Positive.Subtract(otherPositive, skipPositive);
            Negative = Negative.Subtract(otherNegative, skipNegative);
        }
        else
        {
            Positive = Positive.Add(otherPositive, skipPositive);
            Negative = Negative.Add(otherNegative, skipNegative);
        }

        return result;
    }

    private void AddTotals(FloatHistogram other, double otherZeroCount, bool isSubtraction)
    {
        if (isSubtraction)
        {
            ZeroCount -= otherZeroCount;
            Count -= other.Count;
            Sum -= other.Sum;
        }
        else
        {
            ZeroCount += otherZeroCount;
            Count += other.Count;
            Sum += other.Sum;
        }
    }

    private HistogramMergeResult MergeCustom(FloatHistogram other, bool isSubtraction)
    {
        if (CustomBounds.Match(CustomValues, other.CustomValues))
        {
            Positive = isSubtraction ? Positive.Subtract(other.Positive, 0) : Positive.Add(other.Positive, 0);
            return HistogramMergeResult.None;
        }

        var merge = new CustomBoundsMerge(CustomBounds.Intersect(CustomValues, other.CustomValues));
        merge.Add(Positive, CustomValues, isSubtraction: false);
        merge.Add(other.Positive, other.CustomValues, isSubtraction);
        Positive = merge.ToSide();
        CustomValues = merge.Bounds;
        return HistogramMergeResult.BoundsReconciled;
    }

    /// <summary>Brings this histogram down to the other's resolution, or gives the other's buckets at this one's.</summary>
    private void MatchResolution(FloatHistogram other, out BucketSide otherPositive, out BucketSide otherNegative)
    {
        otherPositive = other.Positive;
        otherNegative = other.Negative;
        if (other.Schema < Schema)
        {
            Positive = Positive.Reduce(Schema, other.Schema);
            Negative = Negative.Reduce(Schema, other.Schema);
            Schema = other.Schema;
        }
        else if (other.Schema > Schema)
        {
            otherPositive = otherPositive.Reduce(other.Schema, Schema);
            otherNegative = otherNegative.Reduce(other.Schema, Schema);
        }
    }

    /// <summary>
    /// How many buckets at the start of the side end within the zero bucket, where their observations are counted already.
    /// </summary>
    private int CountWithinZeroBucket(BucketSide side)
    {
        var count = 0;
        if (HistogramSchema.IsExponential(Schema))
        {
            var cursor = new BucketCursor(side.Spans);
            while (count < side.Buckets.Length
                && cursor.MoveNext()
                && BucketBounds.UpperExponential(cursor.Index, Schema) <= ZeroThreshold)
            {
                count++;
            }
        }

        return count;
    }

    /// <remarks>
    /// Sums are mostly made of gauges, and a sum with a gauge is one. For counters the hint stays only where both agree.
    /// </remarks>
    private HistogramMergeResult AdjustCounterResetHint(FloatHistogram other)
    {
        var hint = other.CounterResetHint;
        if (hint == CounterResetHint || CounterResetHint == CounterResetHint.Gauge)
        {
            return HistogramMergeResult.None;
        }

        if (hint == CounterResetHint.Gauge)
        {
            CounterResetHint = CounterResetHint.Gauge;
            return HistogramMergeResult.None;
        }

        var isCollision = CounterResetHint != CounterResetHint.Unknown && hint != CounterResetHint.Unknown;
        CounterResetHint = CounterResetHint.Unknown;
        return isCollision ? HistogramMergeResult.CounterResetCollision : HistogramMergeResult.None;
    }
}
