using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Head.Exemplars;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>
/// One batch for the head: checks each sample against its series when it comes, keeps it, and stores all at the commit. Must not be used after it was
/// disposed: what it kept samples in is another appender's then.
/// </summary>
internal sealed partial class HeadAppender : IAppender
{
    private const uint NoSlot = uint.MaxValue;

    private readonly HeadStore _head;
    private readonly HeadSeries _series;
    private readonly HeadCommit _commit;
    private LinkedListNode<long>? _epoch;
    private bool _isDisposed;

    public HeadAppender(HeadStore head)
    {
        _head = head;
        _series = head.Series;
        _commit = head.Commits.Take();
    }

    public bool IsInOrderOnly { get; set; }

    public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0)
    {
        Begin(timestampMs);
        var outcome = Resolve(series, labels, out var slot);
        if (outcome != AppendOutcome.Accepted)
        {
            return new AppendResult(SeriesRef.None, outcome);
        }

        if (IsZeroWanted(slot, timestampMs, startTimestampMs))
        {
            _commit.Samples.Add(slot, startTimestampMs, 0);
        }

        outcome = Check(slot, timestampMs, value);
        if (outcome == AppendOutcome.Accepted)
        {
            _commit.Samples.Add(slot, timestampMs, value);
        }

        return new AppendResult(_series.Table.RefOf(slot), outcome);
    }

    public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, Histogram value, long startTimestampMs = 0)
    {
        if (value.Validate() is not null)
        {
            return new AppendResult(series, AppendOutcome.InvalidHistogram);
        }

        var outcome = ResolveForHistogram(series, labels, timestampMs, out var slot);
        if (slot != NoSlot && IsZeroWanted(slot, timestampMs, startTimestampMs))
        {
            _commit.Samples.Add(slot, startTimestampMs, ZeroSamples.Like(value));
        }

        if (outcome == AppendOutcome.Accepted)
        {
            _commit.Samples.Add(slot, timestampMs, value);
        }

        return new AppendResult(slot == NoSlot ? SeriesRef.None : _series.Table.RefOf(slot), outcome);
    }

    public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, FloatHistogram value, long startTimestampMs = 0)
    {
        if (value.Validate() is not null)
        {
            return new AppendResult(series, AppendOutcome.InvalidHistogram);
        }

        var outcome = ResolveForHistogram(series, labels, timestampMs, out var slot);
        if (slot != NoSlot && IsZeroWanted(slot, timestampMs, startTimestampMs))
        {
            _commit.Samples.Add(slot, startTimestampMs, ZeroSamples.Like(value));
        }

        if (outcome == AppendOutcome.Accepted)
        {
            _commit.Samples.Add(slot, timestampMs, value);
        }

        return new AppendResult(slot == NoSlot ? SeriesRef.None : _series.Table.RefOf(slot), outcome);
    }

    public AppendOutcome AppendExemplar(SeriesRef series, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true)
    {
        if (!_head.Exemplars.IsEnabled)
        {
            return AppendOutcome.ExemplarsDisabled;
        }

        Begin(timestampMs);
        return TryFindLive(series, out var slot)
            ? _commit.Exemplars.Add(slot, new ExemplarView(exemplarLabels, value, timestampMs, hasOwnTime))
            : AppendOutcome.UnknownSeries;
    }

    public AppendOutcome UpdateMetadata(SeriesRef series, MetricMetadata metadata)
    {
        Begin(_head.Times.MaxMs);
        if (!TryFindLive(series, out var slot))
        {
            return AppendOutcome.UnknownSeries;
        }

        _commit.Metadata.Add(slot, metadata);
        return AppendOutcome.Accepted;
    }

    public SeriesRef Find(LabelsView labels)
    {
        Begin(_head.Times.MaxMs);
        return _series.Index.TryFind(SeriesIndex.Hash(labels), labels, out var slot) ? _series.Table.RefOf(slot) : SeriesRef.None;
    }

    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            _commit.Run();
        }
        finally
        {
            Rollback();
        }
    }

    public void Rollback()
    {
        if (_isDisposed)
        {
            return;
        }

        IsInOrderOnly = false;
        _commit.Clear();
        _commit.Counts.Publish(_head.Metrics);
        if (_epoch is not null)
        {
            _head.Metrics?.ActiveBatches.Decrement();
            _head.Isolation.EndBatch(_commit.Accepted.MinInOrderMs);
            _head.Epochs.Leave(_epoch);
            _epoch = null;
        }
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            Rollback();
            _isDisposed = true;
            _head.Commits.Return(_commit);
        }
    }

    /// <summary>What is looked up from here on stays until the batch is done.</summary>
    private void Begin(long timestampMs)
    {
        if (_epoch is not null)
        {
            return;
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _epoch = _head.Epochs.Enter();
        _head.Metrics?.ActiveBatches.Increment();
        _head.Metrics?.Batches.Increment();
        _commit.Accepted = _head.BeginBatch(timestampMs);
    }

    private AppendOutcome Resolve(SeriesRef series, LabelsView labels, out uint slot)
    {
        // Fast path: the caller has the reference from an earlier batch.
        if (TryFindLive(series, out slot))
        {
            return AppendOutcome.Accepted;
        }

        if (labels.IsEmpty)
        {
            return series.IsNone ? AppendOutcome.InvalidLabels : AppendOutcome.UnknownSeries;
        }

        return _series.GetOrCreate(labels, walRef: 0, out slot, out _);
    }

    private bool TryFindLive(SeriesRef series, out uint slot)
    {
        slot = SeriesTable.SlotOf(series);
        return _series.Table.IsKnown(series) && !_series.Table.State(slot).IsDead;
    }

    private AppendOutcome ResolveForHistogram(SeriesRef series, LabelsView labels, long timestampMs, out uint slot)
    {
        Begin(timestampMs);
        var outcome = Resolve(series, labels, out slot);
        if (outcome != AppendOutcome.Accepted)
        {
            slot = NoSlot;
            return outcome;
        }

        // Of the time of the newest one it may be the same again, which the commit passes over.
        return timestampMs >= _commit.Accepted.MinInOrderMs && timestampMs >= LastTimeLocked(slot)
            ? AppendOutcome.Accepted
            : Late(timestampMs, ref _commit.Counts.Histograms);
    }
}
