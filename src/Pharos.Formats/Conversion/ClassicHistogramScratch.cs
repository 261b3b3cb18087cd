using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Conversion;

/// <summary>
/// The memory of a <see cref="ClassicHistogramConverter{TReader}"/>. Keep one per target and give it to one converter after the other;
/// it grows to what the largest exposition needs.
/// </summary>
public sealed class ClassicHistogramScratch
{
    internal ClassicHistogramBuilder Builder { get; } = new();

    /// <summary>Labels of the series that the inner reader stands on.</summary>
    internal LabelsBuilder Labels { get; } = new();

    internal LabelsBuilder ExemplarLabels { get; } = new();

    internal LabelsBuilder HistogramLabels { get; } = new();

    internal ByteBuffer FamilyName { get; } = new();

    /// <summary>Name and labels, without bound, of the histogram whose series came last.</summary>
    internal ByteBuffer LastMetric { get; } = new();

    internal ByteBuffer ThisMetric { get; } = new();

    internal CollectedHistogram Collecting { get; private set; } = new();

    internal CollectedHistogram Emitted { get; private set; } = new();

    internal void Reset()
    {
        Builder.Reset();
        FamilyName.Clear();
        LastMetric.Clear();
        Collecting.Clear();
        Emitted.Clear();
    }

    /// <summary>What was collected is now what is emitted.</summary>
    internal void Emit()
    {
        (Collecting, Emitted) = (Emitted, Collecting);
        Collecting.Clear();
        Builder.Reset();
    }

    /// <summary>Gives up what was collected.</summary>
    internal void Drop()
    {
        Collecting.Clear();
        Builder.Reset();
    }
}
