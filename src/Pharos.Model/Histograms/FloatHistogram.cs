namespace Pharos.Model.Histograms;

/// <summary>A native histogram with counts of any value, each bucket holding its own.</summary>
public sealed class FloatHistogram
{
    public CounterResetHint CounterResetHint { get; set; }

    public int Schema { get; set; }

    public double ZeroThreshold { get; set; }

    public double ZeroCount { get; set; }

    public double Count { get; set; }

    public double Sum { get; set; }

    public BucketSpan[] PositiveSpans { get; set; } = [];

    public BucketSpan[] NegativeSpans { get; set; } = [];

    public double[] PositiveBuckets { get; set; } = [];

    public double[] NegativeBuckets { get; set; } = [];

    /// <summary>Upper bounds of the buckets when the schema says that they are custom, without the last, +Inf.</summary>
    public double[] CustomValues { get; set; } = [];
}
