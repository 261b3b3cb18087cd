using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage;

/// <summary>
/// One batch of samples. What it accepted becomes durable and visible as a whole by <see cref="Commit"/>, or vanishes by
/// <see cref="Rollback"/>; disposing without either rolls back. After both it is empty and can be filled again.
/// </summary>
/// <remarks>
/// Used by one thread at a time; any number of appenders work side by side. Spans, labels and histograms are copied if they are kept.
/// Methods that take a reference and labels look at the labels only if the reference is <see cref="SeriesRef.None"/> or no longer known,
/// so that a caller with a cache can give the default for them; a series is created if there is none with those labels.
/// </remarks>
public interface IAppender : IDisposable
{
    /// <summary>
    /// Whether samples that are not newer than the newest of their series are refused as <see cref="AppendOutcome.OutOfOrder"/> even where late ones
    /// are accepted. For what is made up rather than measured, such as markers. Off at first and after <see cref="Commit"/> or <see cref="Rollback"/>.
    /// </summary>
    bool IsInOrderOnly { get; set; }

    /// <param name="startTimestampMs">When the counter began, 0 if unknown.</param>
    AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0);

    /// <inheritdoc cref="Append(SeriesRef, LabelsView, long, double, long)"/>
    AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, Histogram value, long startTimestampMs = 0);

    /// <inheritdoc cref="Append(SeriesRef, LabelsView, long, double, long)"/>
    AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, FloatHistogram value, long startTimestampMs = 0);

    /// <summary>Adds an example to a series that this or an earlier batch gave a reference for.</summary>
    /// <param name="hasOwnTime">
    /// Whether the exposition had a time for it. Without, the time is that of its sample, and the same exemplar at a later time is a duplicate.
    /// </param>
    AppendOutcome AppendExemplar(SeriesRef series, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true);

    AppendOutcome UpdateMetadata(SeriesRef series, MetricMetadata metadata);

    /// <summary>The reference of the series with exactly these labels, <see cref="SeriesRef.None"/> if there is none.</summary>
    SeriesRef Find(LabelsView labels);

    /// <summary>
    /// Throws <see cref="IOException"/> when the batch could not be made durable, for want of room on the disk for instance: then nothing of it
    /// is stored, and the store goes on.
    /// </summary>
    void Commit();

    void Rollback();
}

/// <summary>Somewhere that samples can be sent. Safe for concurrent use.</summary>
public interface IAppendable
{
    IAppender NewAppender();
}
