namespace Pharos.Model.Histograms;

public sealed partial class Histogram
{
    /// <summary>A histogram whose changes do not show in this one.</summary>
    public Histogram Copy()
    {
        var copy = new Histogram();
        CopyTo(copy);
        return copy;
    }

    /// <summary>Makes <paramref name="target"/> a copy. Its bucket arrays are kept if they have the right length.</summary>
    public void CopyTo(Histogram target)
    {
        target.CounterResetHint = CounterResetHint;
        target.Schema = Schema;
        target.Count = Count;
        target.Sum = Sum;
        target.PositiveSpans = PositiveSpans;
        target.PositiveBuckets = CopyInto(target.PositiveBuckets, PositiveBuckets);
        target.ZeroThreshold = UsesCustomBuckets ? 0 : ZeroThreshold;
        target.ZeroCount = UsesCustomBuckets ? 0 : ZeroCount;
        target.NegativeSpans = UsesCustomBuckets ? [] : NegativeSpans;
        target.NegativeBuckets = UsesCustomBuckets ? [] : CopyInto(target.NegativeBuckets, NegativeBuckets);
        target.CustomValues = UsesCustomBuckets ? CustomValues : [];
    }

    /// <summary>
    /// The same histogram with counts as numbers of any kind. Writes into <paramref name="target"/> if there is one, and keeps its bucket
    /// arrays if they have the right length.
    /// </summary>
    public FloatHistogram ToFloat(FloatHistogram? target = null)
    {
        target ??= new FloatHistogram();
        target.CounterResetHint = CounterResetHint;
        target.Schema = Schema;
        target.Count = Count;
        target.Sum = Sum;
        target.PositiveSpans = PositiveSpans;
        target.PositiveBuckets = SumInto(target.PositiveBuckets, PositiveBuckets);
        target.ZeroThreshold = UsesCustomBuckets ? 0 : ZeroThreshold;
        target.ZeroCount = UsesCustomBuckets ? 0 : ZeroCount;
        target.NegativeSpans = UsesCustomBuckets ? [] : NegativeSpans;
        target.NegativeBuckets = UsesCustomBuckets ? [] : SumInto(target.NegativeBuckets, NegativeBuckets);
        target.CustomValues = UsesCustomBuckets ? CustomValues : [];
        return target;
    }

    private static long[] CopyInto(long[] target, long[] source)
    {
        if (source.Length == 0)
        {
            return [];
        }

        // A histogram copied onto one that has already got this array leaves the array to itself.
        if (target.Length != source.Length || ReferenceEquals(target, source))
        {
            target = new long[source.Length];
        }

        source.CopyTo(target, 0);
        return target;
    }

    private static double[] SumInto(double[] target, long[] deltas)
    {
        if (target.Length != deltas.Length)
        {
            target = deltas.Length == 0 ? [] : new double[deltas.Length];
        }

        // Summed as doubles, as in the reference: beyond 2^53 that is not the same.
        double count = 0;
        for (var i = 0; i < deltas.Length; i++)
        {
            count += deltas[i];
            target[i] = count;
        }

        return target;
    }
}
