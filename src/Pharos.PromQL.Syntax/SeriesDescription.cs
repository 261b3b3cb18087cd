using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.PromQL.Syntax;

/// <summary>A series in the language of tests.</summary>
/// <param name="Labels">With the metric's name.</param>
/// <param name="Values">One for each step; repetitions are written out.</param>
public sealed record SeriesDescription(Labels Labels, IReadOnlyList<SequenceValue> Values);

/// <summary>A value in a series description.</summary>
public readonly record struct SequenceValue
{
    /// <summary>The number, if it is one; the staleness marker for <c>stale</c>.</summary>
    public double Value { get; init; }

    /// <summary><c>_</c>: no sample at this step.</summary>
    public bool IsOmitted { get; init; }

    /// <summary>Shared by the values of a repetition; not to be changed.</summary>
    public FloatHistogram? Histogram { get; init; }

    /// <summary>Whether the histogram's counter reset hint was written, so that a comparison has to look at it.</summary>
    public bool IsCounterResetHintSet { get; init; }
}
