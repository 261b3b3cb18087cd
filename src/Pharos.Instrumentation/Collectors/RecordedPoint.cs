using Pharos.Model;
using Pharos.Model.Histograms;
using ModelHistogram = Pharos.Model.Histograms.Histogram;

namespace Pharos.Instrumentation.Collectors;

/// <summary>A stretch of one of the recorder's buffers.</summary>
internal readonly record struct Stretch(int Start, int Length);

internal enum PointKind : byte
{
    Number,
    Summary,
    Histogram,
}

internal readonly record struct RecordedFamily(Stretch Name, Stretch Help, Stretch Unit, MetricType Type);

/// <summary>A metric as a collector gave it; of any kind, so what a kind does not have is left at its default.</summary>
internal record struct RecordedPoint
{
    public int Family { get; set; }

    public PointKind Kind { get; set; }

    public Stretch Labels { get; set; }

    /// <summary>The value of a number, the sum of the others.</summary>
    public double Value { get; set; }

    public double Count { get; set; }

    /// <summary>A summary's count, which is an integer.</summary>
    public ulong WholeCount { get; set; }

    public long? TimestampMs { get; set; }

    public long? StartTimestampMs { get; set; }

    public Exemplar? Exemplar { get; set; }

    /// <summary>Quantiles of a summary, buckets of a histogram.</summary>
    public Stretch Parts { get; set; }

    public ModelHistogram? Native { get; set; }

    public FloatHistogram? NativeFloat { get; set; }

    public Stretch NativeExemplars { get; set; }
}
