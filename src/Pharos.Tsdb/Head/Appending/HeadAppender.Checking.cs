using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Appending;

/// <content>What a sample is checked against.</content>
internal sealed partial class HeadAppender
{
    /// <summary>What becomes of a sample that cannot be in order.</summary>
    private AppendOutcome Late(long timestampMs, ref SampleCounts counts)
    {
        var accepted = _commit.Accepted;
        if (!accepted.AcceptsLate && timestampMs < accepted.MinInOrderMs)
        {
            counts.OutOfBounds++;
            return AppendOutcome.OutOfBounds;
        }

        // Rare enough for a metric to be told of each one.
        var deltaMs = _head.Times.MaxMs - (double)timestampMs;
        if (deltaMs > 0)
        {
            _head.Metrics?.LateDeltaSeconds.Observe(deltaMs / 1e3);
        }

        if (!accepted.AcceptsLate || IsInOrderOnly)
        {
            counts.OutOfOrder++;
            return AppendOutcome.OutOfOrder;
        }

        if (timestampMs >= accepted.MinLateMs)
        {
            return AppendOutcome.Accepted;
        }

        counts.TooOld++;
        return AppendOutcome.TooOld;
    }

    /// <summary>
    /// Whether a zero marks the start of the counter before the sample: a start that is not before it, or not newer than all of the series, says nothing
    /// new, and is passed over. Counters start seldom, and their samples say it every time.
    /// </summary>
    private bool IsZeroWanted(uint slot, long timestampMs, long startTimestampMs) =>
        startTimestampMs != 0 && _head.Options.AppendsZeroAtStart && startTimestampMs < timestampMs && startTimestampMs >= _commit.Accepted.MinInOrderMs
        && startTimestampMs > LastTimeLocked(slot);

    private long LastTimeLocked(uint slot)
    {
        lock (_series.Table.Page(slot).Lock)
        {
            return _head.OpenChunks.LastTime(_series.Table.State(slot));
        }
    }

    /// <summary>
    /// Whether the sample can be stored as things are now. Read without the series' lock: another batch may still get ahead, and then the commit
    /// drops what no longer fits.
    /// </summary>
    private AppendOutcome Check(uint slot, long timestampMs, double value)
    {
        ref var state = ref _series.Table.State(slot);
        if (timestampMs < _commit.Accepted.MinInOrderMs)
        {
            return Late(timestampMs, ref _commit.Counts.Floats);
        }

        // Fast path: floats after floats.
        if (state.Encoding == ChunkEncoding.Xor)
        {
            var last = state.Xor.LastTimestampMs;
            if (timestampMs > last)
            {
                return AppendOutcome.Accepted;
            }

            // The same again is usual, in federation for instance, and no error; the commit passes over it.
            return timestampMs < last ? Late(timestampMs, ref _commit.Counts.Floats)
                : state.Xor.LastValueBits == BitConverter.DoubleToUInt64Bits(value) ? AppendOutcome.Accepted
                : AppendOutcome.DuplicateTimestamp;
        }

        if (state.Encoding == ChunkEncoding.None)
        {
            return AppendOutcome.Accepted;
        }

        var lastHistogram = LastTimeLocked(slot);
        return timestampMs > lastHistogram ? AppendOutcome.Accepted
            : timestampMs == lastHistogram ? AppendOutcome.DuplicateTimestamp
            : Late(timestampMs, ref _commit.Counts.Floats);
    }
}
