namespace Pharos.Model.Histograms;

/// <summary>A native histogram with integer counts. Buckets hold, after the first, the difference to the bucket before.</summary>
public sealed class Histogram
{
    public CounterResetHint CounterResetHint { get; set; }

    public int Schema { get; set; }

    public double ZeroThreshold { get; set; }

    public ulong ZeroCount { get; set; }

    public ulong Count { get; set; }

    public double Sum { get; set; }

    public BucketSpan[] PositiveSpans { get; set; } = [];

    public BucketSpan[] NegativeSpans { get; set; } = [];

    public long[] PositiveBuckets { get; set; } = [];

    public long[] NegativeBuckets { get; set; } = [];

    /// <summary>Upper bounds of the buckets when the schema says that they are custom, without the last, +Inf.</summary>
    public double[] CustomValues { get; set; } = [];
}
