using Pharos.Foundation.Logging;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Makes room while a log is replayed that is longer than the head should ever be, or for which memory does not suffice: what is old enough is cut into
/// blocks on the way, and series that have nothing left go to sleep.
/// </summary>
/// <remarks>
/// A range is cut when the log has got a whole range beyond its end. A sample that comes later still stays in the head, and becomes a block beside the
/// other at the end. Blocks say from when on the log is needed at the next start, so none appears before there is one for everything that is older: if
/// the process ends while it replays, the next start begins anew. For the thread that decodes; all samples sent before are in their series when
/// <see cref="Run"/> is called.
/// </remarks>
internal sealed unsafe class ReplayRelief(HeadStore head, ReplaySeries series, FinishedTimes finished, ReplayReliefOptions options)
{
    /// <summary>From here on the head holds more than it ever should, whatever memory there is.</summary>
    private const int MostRanges = 8;

    private readonly long _rangeMs = head.Options.ChunkRangeMs;
    private readonly HeadCutting _cutting = new(head, options.Ulids);
    private readonly List<BlockMeta> _unfinished = [];
    private List<(ulong Series, Interval Interval)>? _tombstones;
    private long _lastRunMs = long.MinValue;
    private int _lastRunSeries;
    private bool _hasFailed;

    /// <summary>The end of what was cut; the least number if nothing was.</summary>
    public long CutUntilMs { get; private set; } = long.MinValue;

    /// <summary>How many blocks were cut.</summary>
    public int Blocks => _unfinished.Count;

    /// <param name="oldestMs">The time of the oldest sample in the head, or an earlier one.</param>
    /// <param name="newestMs">The time of the newest sample that the log had so far; the least number if it had none.</param>
    public bool IsDue(long oldestMs, long newestMs)
    {
        if (newestMs == long.MinValue || _hasFailed)
        {
            return false;
        }

        // Trying again at once would not help.
        var isMore = _lastRunMs == long.MinValue || newestMs >= _lastRunMs + _rangeMs / 4 || head.Series.Count > _lastRunSeries / 4 * 5 + 1;
        return isMore && (options.IsShort(head) || (oldestMs < newestMs && newestMs - oldestMs > MostRanges * _rangeMs));
    }

    /// <summary>
    /// Cuts what there is to cut. If that fails, as on a full disk, it is not tried again: the head keeps what it has, and the start gets as far as
    /// memory lasts.
    /// </summary>
    /// <param name="newestMs">As <see cref="IsDue"/> has it.</param>
    public void Run(long newestMs)
    {
        try
        {
            CutAll(newestMs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing that the log is to blame for: it must not be repaired because of this.
            _hasFailed = true;
            options.Log.Error("Making room while replaying the write-ahead log failed", [("err", exception.Message)]);
            return;
        }

        var count = head.Series.Count;
        var asleep = PutToSleep();
        (_lastRunMs, _lastRunSeries) = (newestMs, head.Series.Count);
        options.Log.Info(
            "Made room while replaying the write-ahead log", [("blocks", Blocks), ("series", count), ("dropped_series", asleep), ("until", CutUntilMs)]);
    }

    /// <summary>
    /// Lets all blocks appear, after one for what came late. Called when the whole log was read. Throws <see cref="IOException"/> if the disk takes no
    /// more; what is in the log is then still needed from where it was.
    /// </summary>
    public void Finish()
    {
        for (var oldest = OldestMs(); oldest < CutUntilMs;)
        {
            var end = HeadTimes.RangeEnd(oldest, _rangeMs);
            Cut(oldest, end, isLate: true);
            oldest = Math.Max(OldestMs(), end);
        }

        // Those that do not stand for their time first: each of the others says that what is older is in blocks.
        foreach (var block in _unfinished.OrderBy(static block => !IsLate(block)).ThenBy(static block => block.MaxTimeMs))
        {
            BlockWriter.Finish(options.Directory, block.Ulid);
        }
    }

    /// <summary>The time of the oldest sample in order that is in the head; the greatest number if there is none.</summary>
    public long OldestMs()
    {
        var oldest = long.MaxValue;
        var table = head.Series.Table;
        for (uint slot = 0; slot < table.Limit; slot++)
        {
            ref var state = ref table.State(slot);
            var first = new MappedChunks.Reader(table.Entry(slot).MappedChunks, table.Entry(slot).MappedBytes);
            oldest = first.MoveNext() ? Math.Min(oldest, first.Current.MinTimeMs)
                : state.Encoding != ChunkEncoding.None ? Math.Min(oldest, head.OpenChunks.MinTime(state))
                : oldest;
        }

        return oldest;
    }

    private void CutAll(long newestMs)
    {
        for (var oldest = OldestMs(); oldest != long.MaxValue;)
        {
            var end = HeadTimes.RangeEnd(oldest, _rangeMs);
            if (newestMs - end < _rangeMs)
            {
                return;
            }

            Cut(oldest, end, isLate: end <= CutUntilMs);

            // A chunk that reaches over the end, as with shorter blocks than before, stays with all it has.
            oldest = Math.Max(OldestMs(), end);
        }
    }

    private void Cut(long minTimeMs, long maxTimeMs, bool isLate)
    {
        AddTombstones();
        if (_cutting.CutUnfinished(options.Directory, isLate, minTimeMs, maxTimeMs, options.BlockSegmentBytes) is { } block)
        {
            _unfinished.Add(block);
            options.Log.Info("write block", [("mint", block.MinTimeMs), ("maxt", block.MaxTimeMs), ("ulid", block.Ulid)]);
        }

        CutUntilMs = Math.Max(CutUntilMs, maxTimeMs);
        DropChunks(maxTimeMs);
    }

    /// <summary>
    /// What the log deletes later on is not to get into a block now. Deletions name no times that come after them, so they may be known early.
    /// </summary>
    private void AddTombstones()
    {
        _tombstones ??= ReadTombstones();
        _tombstones.RemoveAll(tombstone =>
        {
            if (!series.TryGet(tombstone.Series, out var slot))
            {
                return false;
            }

            head.Deletions.Add(head.Series.Table.WalRef(slot), tombstone.Interval);
            return true;
        });
    }

    private List<(ulong Series, Interval Interval)> ReadTombstones()
    {
        var tombstones = new List<(ulong, Interval)>();
        foreach (var record in options.LogRecords())
        {
            if (RecordTypes.Of(record.Span) != RecordType.Tombstones)
            {
                continue;
            }

            var reader = new TombstoneRecordReader(record.Span);
            while (reader.MoveNext())
            {
                var (reference, min, max) = reader.Current;
                if (min != long.MinValue || max != long.MaxValue)
                {
                    tombstones.Add((reference, new Interval(min, max)));
                }
            }
        }

        return tombstones;
    }

    private void DropChunks(long timestampMs)
    {
        var table = head.Series.Table;
        for (uint slot = 0; slot < table.Limit; slot++)
        {
            ref var state = ref table.State(slot);
            ref var entry = ref table.Entry(slot);
            if (state.Encoding != ChunkEncoding.None && head.OpenChunks.LastTime(state) < timestampMs)
            {
                // Chunks that are finished later on may outlive a start that ends before its blocks appear: the next one takes it that they follow
                // each other without a gap, so this one has to be in the files too.
                head.OpenChunks.Finish(slot, ref state);
            }

            head.OpenChunks.Counts.Remove(MappedChunks.DropBefore(ref entry.MappedChunks, ref entry.MappedBytes, timestampMs, head.Memory));
        }
    }

    private static bool IsLate(BlockMeta block) => block.Compaction.HasHint(BlockCompaction.FromOutOfOrder);

    private int PutToSleep()
    {
        var table = head.Series.Table;
        var asleep = 0;
        for (uint slot = 0; slot < table.Limit; slot++)
        {
            ref var state = ref table.State(slot);
            if (state.Generation == 0 || state.IsDead || state.Encoding != ChunkEncoding.None || table.Entry(slot).MappedBytes > 0 ||
                head.Series.Extras.Of(state)?.Late is not null || !series.TryPutToSleep(slot))
            {
                continue;
            }

            finished.Forget(slot);
            asleep++;
        }

        return asleep;
    }
}
