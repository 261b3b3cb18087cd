using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head;

/// <summary>
/// Drops what is in a block now: chunks that end before a time, and series that have nothing left. One at a time.
/// </summary>
/// <remarks>
/// <code>
/// 1  nothing before the time is accepted or read any more; who reads it still is waited for
/// 2  page by page, under the page's lock: chunks go, empty series are noted
/// 3  in small groups, with commits kept out: series that are still empty go
/// 4  chunk files that no series has chunks in any more go when nobody can be reading them
/// </code>
/// </remarks>
internal sealed unsafe class HeadTruncation(HeadStore head)
{
    private const int SeriesPerGroup = 256;

    private readonly ByteBuffer _labels = new();

    /// <summary>The lowest number of a chunk file that a series still has chunks in.</summary>
    private int _firstFile;

    /// <summary>The first time that a series still has a sample of.</summary>
    private long _oldestMs;

    public void Run(long timestampMs, CancellationToken cancellation = default)
    {
        var metrics = head.Metrics;
        metrics?.Truncations.Increment();
        try
        {
            Truncate(timestampMs, cancellation);
        }
        catch
        {
            metrics?.TruncationsFailed.Increment();
            throw;
        }
    }

    private void Truncate(long timestampMs, CancellationToken cancellation)
    {
        head.Times.TruncateBefore(timestampMs);
        head.Isolation.WaitForReaders(timestampMs, cancellation);

        // What gets into a page when it was looked through is of a batch that is open now, or of one that begins later and is newer.
        head.Times.CutBeforeMs = head.Times.MinAppendableMs;
        var acceptedMs = Math.Min(head.Times.CutBeforeMs, head.Isolation.OldestBatchMs());
        var started = head.Metrics?.Start();
        var empty = DropChunks(timestampMs);
        for (var start = 0; start < empty.Count; start += SeriesPerGroup)
        {
            DropSeries(empty[start..Math.Min(start + SeriesPerGroup, empty.Count)]);
        }

        // There may be nothing for days after the time, if the server was away: that is not to be cut block by block.
        head.Times.RaiseMin(Math.Min(_oldestMs, acceptedMs));
        head.Deletions.TruncateBefore(timestampMs);
        head.Metrics?.Observe(head.Metrics.GcSeconds, started!.Value);
        var firstFile = _firstFile;
        head.Epochs.Retire(() => head.ChunkFiles.DeleteBefore(firstFile));
    }

    /// <summary>The series that have no chunk left.</summary>
    private List<uint> DropChunks(long timestampMs)
    {
        var empty = new List<uint>();
        _oldestMs = long.MaxValue;

        // What is written while this goes on is in this file or a later one.
        _firstFile = (int)(head.ChunkFiles.LastLocation >> 32);
        var table = head.Series.Table;
        var limit = table.Limit;
        for (uint slot = 0; slot < limit;)
        {
            var pageEnd = Math.Min(((slot >> SeriesTable.PageShift) + 1) << SeriesTable.PageShift, limit);
            lock (table.Page(slot).Lock)
            {
                for (; slot < pageEnd; slot++)
                {
                    ref var state = ref table.State(slot);
                    if (state.Generation == 0 || state.IsDead)
                    {
                        continue;
                    }

                    ref var entry = ref table.Entry(slot);
                    head.OpenChunks.Counts.Remove(
                        MappedChunks.DropBefore(ref entry.MappedChunks, ref entry.MappedBytes, timestampMs, head.Memory));
                    if (state.Encoding != ChunkEncoding.None && head.OpenChunks.LastTime(state) < timestampMs)
                    {
                        head.OpenChunks.Release(ref state);
                        head.OpenChunks.Counts.Remove();
                        OpenChunks.SetLastTime(ref state, timestampMs - 1);
                    }

                    NoteFirst(new MappedChunks.Reader(entry.MappedChunks, entry.MappedBytes));
                    if (state.Encoding != ChunkEncoding.None)
                    {
                        _oldestMs = Math.Min(_oldestMs, head.OpenChunks.MinTime(state));
                    }

                    if (head.Series.Extras.Of(state)?.Late is { } late)
                    {
                        NoteFirst(late.Mapped(), isLate: true);
                    }

                    if (IsEmpty(state, entry))
                    {
                        empty.Add(slot);
                    }
                }
            }
        }

        return empty;
    }

    private void NoteFirst(MappedChunks.Reader chunks, bool isLate = false)
    {
        // Locations ascend within a list, and so do the times of what is in order.
        if (chunks.MoveNext())
        {
            _firstFile = Math.Min(_firstFile, (int)(chunks.Current.Location >> 32));
            _oldestMs = isLate ? _oldestMs : Math.Min(_oldestMs, chunks.Current.MinTimeMs);
        }
    }

    private void DropSeries(List<uint> slots)
    {
        var table = head.Series.Table;
        head.DropGate.EnterWriteLock();
        try
        {
            foreach (var slot in slots)
            {
                if (table.State(slot).Generation == 0 || table.State(slot).IsDead || !IsEmpty(table.State(slot), table.Entry(slot)))
                {
                    continue;
                }

                lock (table.Page(slot).Lock)
                {
                    head.OpenChunks.Stale.Note(ref table.State(slot), isStale: false);
                }

                // The slot may be free, and another's, as soon as the series is dropped.
                var reference = table.WalRef(slot);
                head.Series.CopyLabels(slot, _labels);
                head.Series.Drop(slot, SeriesIndex.Hash(new LabelsView(_labels.Written)));
                head.Deletions.Forget(reference);
                head.WalKeeper.Dropped(reference, head.Times.MaxMs);
            }
        }
        finally
        {
            head.DropGate.ExitWriteLock();
        }
    }

    private bool IsEmpty(in SeriesState state, in SeriesEntry entry) =>
        state.Encoding == ChunkEncoding.None && entry.MappedBytes == 0 && (head.Series.Extras.Of(state)?.Late?.IsEmpty ?? true);
}
