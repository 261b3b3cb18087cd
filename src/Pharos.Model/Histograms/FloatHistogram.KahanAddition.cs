using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// As <see cref="Add"/>, keeping the rounding errors of counts, sum and buckets in a second histogram. At the end of a run the sum
    /// is this histogram plus that one. Nothing is allocated if both have the same layout and there is a compensation already.
    /// </summary>
    /// <param name="other">What to add.</param>
    /// <param name="compensation">
    /// Made by the first addition if null, and to be passed to all that follow with nothing else changing it or this histogram in between
    /// but multiplication, division and the hint. It has this histogram's layout.
    /// </param>
    public HistogramMergeResult KahanAdd(FloatHistogram other, ref FloatHistogram? compensation)
    {
        if (UsesCustomBuckets != other.UsesCustomBuckets)
        {
            return HistogramMergeResult.IncompatibleSchemas;
        }

        var result = AdjustCounterResetHint(other);
        compensation ??= NewCompensation();
        RequireCompensationFor(compensation);
        if (!UsesCustomBuckets)
        {
            KahanAddZeroCount(ReconcileZeroBuckets(other, compensation, out var otherRest), otherRest, compensation);
        }

        KahanAddTotals(other, compensation);
        if (UsesCustomBuckets)
        {
            return result | KahanMergeCustom(other, compensation);
        }

        var positive = CompensatedPositive(compensation);
        var negative = CompensatedNegative(compensation);
        var otherPositive = other.Positive;
        var otherNegative = other.Negative;
        if (other.Schema < Schema)
        {
            positive = positive.Reduce(Schema, other.Schema);
            negative = negative.Reduce(Schema, other.Schema);
            Schema = other.Schema;
        }
        else if (other.Schema > Schema)
        {
            otherPositive = WithNoCompensation(otherPositive).Reduce(other.Schema, Schema);
            otherNegative = WithNoCompensation(otherNegative).Reduce(other.Schema, Schema);
        }

        positive = positive.Add(otherPositive, CountWithinZeroBucket(otherPositive));
        negative = negative.Add(otherNegative, CountWithinZeroBucket(otherNegative));
        StoreCompensated(positive, negative, compensation);
        compensation.Schema = Schema;
        compensation.ZeroThreshold = ZeroThreshold;
        return result;
    }

    private static BucketSide WithNoCompensation(BucketSide side) => side with { Compensation = new double[side.Buckets.Length] };

    private BucketSide CompensatedPositive(FloatHistogram compensation) =>
        Positive with { Compensation = compensation.PositiveBuckets };

    private BucketSide CompensatedNegative(FloatHistogram compensation) =>
        Negative with { Compensation = compensation.NegativeBuckets };

    private void StoreCompensated(BucketSide positive, BucketSide negative, FloatHistogram compensation)
    {
        Positive = positive;
        Negative = negative;
        compensation.PositiveSpans = positive.Spans;
        compensation.PositiveBuckets = positive.Compensation!;
        compensation.NegativeSpans = negative.Spans;
        compensation.NegativeBuckets = negative.Compensation!;
    }

    private FloatHistogram NewCompensation() => new()
    {
        CounterResetHint = CounterResetHint,
        Schema = Schema,
        ZeroThreshold = ZeroThreshold,
        CustomValues = CustomValues,
        PositiveSpans = PositiveSpans,
        PositiveBuckets = new double[PositiveBuckets.Length],
        NegativeSpans = NegativeSpans,
        NegativeBuckets = new double[NegativeBuckets.Length],
    };

    private void RequireCompensationFor(FloatHistogram compensation)
    {
        if (compensation.PositiveBuckets.Length != PositiveBuckets.Length
            || compensation.NegativeBuckets.Length != NegativeBuckets.Length)
        {
            throw new InvalidOperationException("The compensation belongs to another histogram than the sum.");
        }
    }

    private void KahanAddZeroCount(double otherZeroCount, double otherRest, FloatHistogram compensation)
    {
        var sum = ZeroCount;
        var rest = compensation.ZeroCount;
        KahanSum.Add(otherZeroCount, ref sum, ref rest);
        KahanSum.Add(otherRest, ref sum, ref rest);
        ZeroCount = sum;
        compensation.ZeroCount = rest;
    }

    private void KahanAddTotals(FloatHistogram other, FloatHistogram compensation)
    {
        var count = Count;
        var countRest = compensation.Count;
        KahanSum.Add(other.Count, ref count, ref countRest);
        Count = count;
        compensation.Count = countRest;

        var sum = Sum;
        var sumRest = compensation.Sum;
        KahanSum.Add(other.Sum, ref sum, ref sumRest);
        Sum = sum;
        compensation.Sum = sumRest;
    }

    private HistogramMergeResult KahanMergeCustom(FloatHistogram other, FloatHistogram compensation)
    {
        BucketSide positive;
        var result = HistogramMergeResult.None;
        if (CustomBounds.Match(CustomValues, other.CustomValues))
        {
            positive = CompensatedPositive(compensation).Add(other.Positive, 0);
        }
        else
        {
            var merge = new CustomBoundsMerge(CustomBounds.Intersect(CustomValues, other.CustomValues));
            merge.Add(CompensatedPositive(compensation), CustomValues, isSubtraction: false);
            merge.Add(other.Positive, other.CustomValues, isSubtraction: false);
            positive = merge.ToSide();
            CustomValues = merge.Bounds;
            compensation.CustomValues = merge.Bounds;
            result = HistogramMergeResult.BoundsReconciled;
        }

        StoreCompensated(positive, CompensatedNegative(compensation), compensation);
        return result;
    }
}
