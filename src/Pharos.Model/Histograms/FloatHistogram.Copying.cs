namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>A histogram whose changes do not show in this one.</summary>
    public FloatHistogram Copy()
    {
        var copy = new FloatHistogram();
        CopyTo(copy);
        return copy;
    }

    /// <summary>Makes <paramref name="target"/> a copy. Its bucket arrays are kept if they have the right length.</summary>
    public void CopyTo(FloatHistogram target)
    {
        target.CounterResetHint = CounterResetHint;
        target.Schema = Schema;
        target.Count = Count;
        target.Sum = Sum;
        target.PositiveSpans = PositiveSpans;
        target.PositiveBuckets = CopyInto(target.PositiveBuckets, PositiveBuckets);
        if (UsesCustomBuckets)
        {
            target.ZeroThreshold = 0;
            target.ZeroCount = 0;
            target.NegativeSpans = [];
            target.NegativeBuckets = [];
            target.CustomValues = CustomValues;
            return;
        }

        target.ZeroThreshold = ZeroThreshold;
        target.ZeroCount = ZeroCount;
        target.NegativeSpans = NegativeSpans;
        target.NegativeBuckets = CopyInto(target.NegativeBuckets, NegativeBuckets);
        target.CustomValues = [];
    }

    private static double[] CopyInto(double[] target, double[] source)
    {
        if (source.Length == 0)
        {
            return [];
        }

        // A histogram copied onto itself, or onto one that has already got this array, keeps the array to itself.
        if (target.Length != source.Length || ReferenceEquals(target, source))
        {
            target = new double[source.Length];
        }

        source.CopyTo(target, 0);
        return target;
    }
}
