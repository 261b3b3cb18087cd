using System.Runtime.InteropServices;
using Pharos.Model;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Deletion;

/// <summary>
/// Which samples of the head were deleted: hidden from readers and left out of blocks, while they stay in memory until the head is truncated. Safe
/// for concurrent use.
/// </summary>
internal sealed unsafe class HeadDeletions(HeadStore head)
{
    private const int SeriesPerCancellationCheck = 1024;
    private const int TombstonesPerRecord = 10_000;

    /// <summary>Whether there is any; mostly there is none, and readers do not take the store's lock for each series.</summary>
    private volatile bool _any;

    /// <summary>By the references of the log.</summary>
    public TombstoneStore Tombstones { get; } = new();

    /// <summary>What was deleted of the series of a slot.</summary>
    public Intervals Of(uint slot) => _any ? Tombstones.Get(head.Series.Table.WalRef(slot)) : default;

    /// <summary>
    /// Deletes the samples of a range, both ends included, of the series that fulfil the matchers. Of each only what it has now: newer samples that
    /// come later are not hidden, whatever the range says.
    /// </summary>
    /// <exception cref="IOException">The log cannot be written; then nothing is deleted.</exception>
    public void Delete(ReadOnlySpan<Matcher> matchers, long minTimeMs, long maxTimeMs, CancellationToken cancellation = default)
    {
        var epoch = head.Epochs.Enter();
        try
        {
            var found = Find(matchers, minTimeMs, maxTimeMs, cancellation);

            // So that none of the series is dropped before what was deleted of it is there to be forgotten.
            head.DropGate.EnterReadLock();
            try
            {
                var tombstones = Tombstone(found);
                Log(tombstones);
                foreach (var (series, min, max) in tombstones)
                {
                    Add(series, new Interval(min, max));
                }
            }
            finally
            {
                head.DropGate.ExitReadLock();
            }
        }
        finally
        {
            head.Epochs.Leave(epoch);
        }
    }

    /// <summary>Adds what was deleted before.</summary>
    public void Add(ulong walRef, Interval interval)
    {
        Tombstones.Add(walRef, interval);
        _any = true;
    }

    /// <summary>The series is gone.</summary>
    public void Forget(ulong walRef)
    {
        if (_any)
        {
            Tombstones.Remove(walRef);
        }
    }

    /// <summary>Forgets what is about times that the head has nothing of.</summary>
    public void TruncateBefore(long timestampMs)
    {
        if (_any)
        {
            // Samples out of order may stay longer than those in order.
            Tombstones.TruncateBefore(Math.Min(timestampMs, head.LateAppending.Times.MinMs));
        }
    }

    private List<(uint Slot, Interval Interval)> Find(ReadOnlySpan<Matcher> matchers, long minTimeMs, long maxTimeMs, CancellationToken cancellation)
    {
        var found = new List<(uint, Interval)>();
        var slots = head.Finder.Select(matchers, cancellation);
        for (var i = 0; i < slots.Length; i++)
        {
            if (i % SeriesPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var (first, last) = TimesOf(slots[i]);
            first = Math.Max(first, minTimeMs);
            last = Math.Min(last, maxTimeMs);
            if (first <= last)
            {
                found.Add((slots[i], new Interval(first, last)));
            }
        }

        return found;
    }

    /// <summary>The times of the first and last sample of a series, in order or not; the first is greater if it has none.</summary>
    private (long FirstMs, long LastMs) TimesOf(uint slot)
    {
        var table = head.Series.Table;
        lock (table.Page(slot).Lock)
        {
            long first = long.MaxValue, last = long.MinValue;
            ref var state = ref table.State(slot);
            ref var entry = ref table.Entry(slot);
            if (state.Encoding != ChunkEncoding.None)
            {
                (first, last) = (head.OpenChunks.MinTime(state), head.OpenChunks.LastTime(state));
            }

            Include(new MappedChunks.Reader(entry.MappedChunks, entry.MappedBytes), ref first, ref last);
            if (head.Series.Extras.Of(state)?.Late is { } late)
            {
                Include(late, ref first, ref last);
            }

            return (first, last);
        }
    }

    private static void Include(LateSamples late, ref long firstMs, ref long lastMs)
    {
        Include(late.Mapped(), ref firstMs, ref lastMs);
        if (late.Open.Count > 0)
        {
            firstMs = Math.Min(firstMs, late.Open[0].TimestampMs);
            lastMs = Math.Max(lastMs, late.Open[^1].TimestampMs);
        }
    }

    private static void Include(MappedChunks.Reader chunks, ref long firstMs, ref long lastMs)
    {
        while (chunks.MoveNext())
        {
            firstMs = Math.Min(firstMs, chunks.Current.MinTimeMs);
            lastMs = Math.Max(lastMs, chunks.Current.MaxTimeMs);
        }
    }

    private List<TombstoneRecord> Tombstone(List<(uint Slot, Interval Interval)> found)
    {
        var tombstones = new List<TombstoneRecord>(found.Count);
        foreach (var (slot, interval) in found)
        {
            if (!head.Series.Table.State(slot).IsDead)
            {
                tombstones.Add(new TombstoneRecord(head.Series.Table.WalRef(slot), interval.MinTimeMs, interval.MaxTimeMs));
            }
        }

        return tombstones;
    }

    private void Log(List<TombstoneRecord> tombstones)
    {
        var records = new WalBatch();
        for (var rest = CollectionsMarshal.AsSpan(tombstones); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, TombstonesPerRecord)..])
        {
            TombstoneRecord.Append(records.Buffer, rest[..Math.Min(rest.Length, TombstonesPerRecord)]);
            records.EndRecord();
        }

        head.Log.Log(records);
    }
}
