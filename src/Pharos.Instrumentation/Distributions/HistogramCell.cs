namespace Pharos.Instrumentation.Distributions;

/// <summary>The counts of a histogram, or a part of them. All members are for whoever has entered the cell.</summary>
internal sealed class HistogramCell : ObservationCell
{
    public HistogramCell(int classicBuckets)
    {
        Classic = new ulong[classicBuckets];
    }

    public ulong Count { get; private set; }

    public double Sum { get; private set; }

    /// <summary>Not cumulative; the last one is that at +Inf.</summary>
    public ulong[] Classic { get; }

    public ulong ZeroCount { get; private set; }

    public SparseBuckets Positive { get; } = new();

    public SparseBuckets Negative { get; } = new();

    /// <summary>Populated native buckets, that around zero not counted.</summary>
    public int NativeBuckets => Positive.Length + Negative.Length;

    public void Observe(double value, int classicBucket)
    {
        Count++;
        Sum += value;
        Classic[classicBucket]++;
    }

    /// <summary>Finds the native bucket of an observation. NaN has none: it is only part of the count.</summary>
    public void ObserveNative(double value, int schema, double zeroThreshold)
    {
        if (value > zeroThreshold)
        {
            Positive.Add(ExponentialBuckets.IndexOf(value, schema), 1);
        }
        else if (value < -zeroThreshold)
        {
            Negative.Add(ExponentialBuckets.IndexOf(-value, schema), 1);
        }
        else if (!double.IsNaN(value))
        {
            ZeroCount++;
        }
    }

    public void AddAll(HistogramCell other)
    {
        Count += other.Count;
        Sum += other.Sum;
        for (var i = 0; i < Classic.Length; i++)
        {
            Classic[i] += other.Classic[i];
        }

        ZeroCount += other.ZeroCount;
        Positive.AddAll(other.Positive);
        Negative.AddAll(other.Negative);
    }

    public void Clear()
    {
        Count = 0;
        Sum = 0;
        Array.Clear(Classic);
        ZeroCount = 0;
        Positive.Clear();
        Negative.Clear();
    }

    public void HalveResolution()
    {
        Positive.Halve();
        Negative.Halve();
    }

    /// <summary>Makes the bucket with this index, the lowest there is, part of that around zero, on both sides.</summary>
    public void JoinToZero(int index) => ZeroCount += Positive.TakeLowest(index) + Negative.TakeLowest(index);

    /// <summary>The index of the native bucket closest to zero; there must be one.</summary>
    public int LowestIndex()
    {
        var positive = Positive.Length > 0 ? Positive.Indexes[0] : int.MaxValue;
        var negative = Negative.Length > 0 ? Negative.Indexes[0] : int.MaxValue;
        return Math.Min(positive, negative);
    }
}
