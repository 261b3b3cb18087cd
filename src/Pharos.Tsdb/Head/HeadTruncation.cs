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

    public void Run(long timestampMs)
    {
        var metrics = head.Metrics;
        metrics?.Truncations.Increment();
        try
        {
            Truncate(timestampMs);
        }
        catch
        {
            metrics?.TruncationsFailed.Increment();
            throw;
        }
    }

    private void Truncate(long timestampMs)
    {
        head.Times.TruncateBefore(timestampMs);
        head.Isolation.WaitForReaders(timestampMs);
        var started = head.Metrics?.Start();
        var empty = DropChunks(timestampMs);
        for (var start = 0; start < empty.Count; start += SeriesPerGroup)
        {
            DropSeries(empty[start..Math.Min(start + SeriesPerGroup, empty.Count)]);
        }

        head.Deletions.TruncateBefore(timestampMs);
        head.Metrics?.Observe(head.Metrics.GcSeconds, started!.Value);
        var firstFile = _firstFile;
        head.Epochs.Retire(() => head.ChunkFiles.DeleteBefore(firstFile));
    }

    /// <summary>The series that have no chunk left.</summary>
    private List<uint> DropChunks(long timestampMs)
    {
        var empty = new List<uint>();
        _firstFile = int.MaxValue;
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

                    NoteFirstFile(new MappedChunks.Reader(entry.MappedChunks, entry.MappedBytes));
                    if (head.Series.Extras.Of(state)?.Late is { } late)
                    {
                        NoteFirstFile(late.Mapped());
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

    private void NoteFirstFile(MappedChunks.Reader chunks)
    {
        // Locations ascend within a list.
        if (chunks.MoveNext())
        {
            _firstFile = Math.Min(_firstFile, (int)(chunks.Current.Location >> 32));
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

                head.Series.CopyLabels(slot, _labels);
                head.Series.Drop(slot, SeriesIndex.Hash(new LabelsView(_labels.Written)));
                head.Deletions.Forget(table.WalRef(slot));
                head.WalKeeper.Dropped(table.WalRef(slot), head.Times.MaxMs);
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
