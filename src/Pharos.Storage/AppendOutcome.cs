namespace Pharos.Storage;

/// <summary>
/// What became of one thing that was appended. Late and repeated samples are daily life, so these are values and not exceptions. Only
/// <see cref="Accepted"/> means that it will be stored.
/// </summary>
public enum AppendOutcome : byte
{
    Accepted = 0,

    /// <summary>The reference names no series here (it may have been dropped) and no labels came with it.</summary>
    UnknownSeries,

    /// <summary>Older than the series' newest sample, and out-of-order samples are not accepted.</summary>
    OutOfOrder,

    /// <summary>Before the time for which samples are still accepted.</summary>
    OutOfBounds,

    /// <summary>Before the out-of-order window.</summary>
    TooOld,

    /// <summary>The series has another value at that time.</summary>
    DuplicateTimestamp,

    /// <summary>The label set is empty, or has a name twice.</summary>
    InvalidLabels,

    /// <summary>The store has as many series as it may.</summary>
    SeriesLimit,

    /// <summary>The histogram contradicts itself: see <c>Histogram.Validate</c>.</summary>
    InvalidHistogram,

    NativeHistogramsDisabled,

    ExemplarsDisabled,

    /// <summary>Older than the series' newest exemplar.</summary>
    OutOfOrderExemplar,

    /// <summary>The series' newest exemplar, again.</summary>
    DuplicateExemplar,

    /// <summary>The labels of the exemplar have more characters than OpenMetrics allows.</summary>
    ExemplarLabelsTooLong,

    /// <summary>The start timestamp is not before the sample.</summary>
    StartTimeNotBeforeSample,
}
