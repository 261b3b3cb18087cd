using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Postings;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head;

/// <summary>
/// All series of the head and what finds them: created by labels, found by labels or matchers, dropped when they have no samples left.
/// Safe for concurrent use.
/// </summary>
internal sealed unsafe class HeadSeries : IDisposable
{
    private readonly SlabAllocator _memory;
    private readonly Epochs _epochs;
    private readonly int _maxSeries;
    private readonly bool _isSearchable;
    private long _lastWalRef;
    private long _created;
    private int _live;
    private int _dead;

    /// <param name="isSearchable">Whether matchers are to find the series; if not, the postings stay empty.</param>
    public HeadSeries(SlabAllocator memory, Epochs epochs, int maxSeries, bool isSearchable = true)
    {
        _isSearchable = isSearchable;
        _memory = memory;
        _epochs = epochs;
        _maxSeries = maxSeries;
        Symbols = new SymbolTable(memory);
        Table = new SeriesTable();
        Index = new SeriesIndex(Table, Symbols);
        Postings = new PostingsIndex(Symbols, memory);
    }

    /// <summary>
    /// Is told of each new series before anybody can find it. Set before the first is created; must not ask for series, nor throw.
    /// </summary>
    public Action<SeriesRef>? WhenCreated { get; set; }

    public SymbolTable Symbols { get; }

    public SeriesTable Table { get; }

    public SeriesExtras Extras { get; } = new();

    public SeriesMetadata Metadata { get; } = new();

    public SeriesIndex Index { get; }

    public PostingsIndex Postings { get; }

    /// <summary>Series that can be found.</summary>
    public int Count => Volatile.Read(ref _live);

    /// <summary>How many series were ever created.</summary>
    public long Created => Volatile.Read(ref _created);

    public long Removed => Created - Count;

    /// <summary>Whether some series are only kept for readers and batches that began before they were dropped.</summary>
    public bool HasDead => Volatile.Read(ref _dead) > 0;

    /// <summary>References up to this number are taken.</summary>
    public void ReserveWalRefs(ulong last)
    {
        for (var seen = Volatile.Read(ref _lastWalRef); (long)last > seen;)
        {
            seen = Interlocked.CompareExchange(ref _lastWalRef, (long)last, seen) == seen ? (long)last : Volatile.Read(ref _lastWalRef);
        }
    }

    /// <summary>A reference that no series has had.</summary>
    public ulong NextWalRef() => (ulong)Interlocked.Increment(ref _lastWalRef);

    /// <summary>
    /// The slot of the series with these labels, created if there is none. <paramref name="walRef"/> is what the log already calls it, or
    /// <see cref="NextWalRef"/> for one that has to be created whatever the limit is; 0 for a new number within the limit.
    /// </summary>
    public AppendOutcome GetOrCreate(LabelsView labels, ulong walRef, out uint slot, out bool created)
    {
        created = false;
        slot = 0;
        if (labels.IsEmpty || labels.Count > SeriesLabels.MaxLabels)
        {
            return AppendOutcome.InvalidLabels;
        }

        var creation = new Creation { WalRef = walRef };
        var hash = SeriesIndex.Hash(labels);
        if (!Index.GetOrAdd(hash, labels, ref creation, Create, out slot))
        {
            return AppendOutcome.SeriesLimit;
        }

        created = creation.Created;
        return AppendOutcome.Accepted;
    }

    /// <summary>
    /// Takes a series out of everything that finds it. Its memory goes when nobody can have its slot any more. The caller keeps commits out.
    /// </summary>
    public void Drop(uint slot, ulong hash)
    {
        Index.Remove(hash, slot);
        if (_isSearchable)
        {
            Postings.Remove(slot, Table.Entry(slot).Labels);
        }

        lock (Table.Page(slot).Lock)
        {
            Table.State(slot).IsDead = true;
        }

        Interlocked.Increment(ref _dead);
        Interlocked.Decrement(ref _live);
        _epochs.Retire(() => Free(slot));
    }

    /// <summary>
    /// Puts the labels of a series that can be found into the buffer, in the encoding of <see cref="LabelsView"/>. False if it is gone. For callers
    /// inside an epoch.
    /// </summary>
    public bool TryAppendLabels(SeriesRef series, ByteBuffer destination)
    {
        destination.Clear();
        var slot = SeriesTable.SlotOf(series);
        if (!Table.IsKnown(series) || Table.State(slot).IsDead)
        {
            return false;
        }

        CopyLabels(slot, destination);
        return true;
    }

    /// <summary>
    /// The slot that has the labels of the given one now: itself, or that of its successor if it was dropped. False if there is none. For callers
    /// inside an epoch.
    /// </summary>
    public bool TryFindLive(uint slot, out uint live)
    {
        live = slot;
        if (!Table.State(slot).IsDead)
        {
            return true;
        }

        var labels = new ByteBuffer();
        CopyLabels(slot, labels);
        var view = new LabelsView(labels.Written);
        return Index.TryFind(SeriesIndex.Hash(view), view, out live);
    }

    /// <summary>Puts the labels of a slot that the caller knows to be in use into the buffer.</summary>
    public void CopyLabels(uint slot, ByteBuffer destination)
    {
        destination.Clear();
        SeriesLabels.AppendTo(destination, Table.Entry(slot).Labels, Symbols);
    }

    public void Dispose()
    {
        Postings.Dispose();
        Table.Dispose();
        Symbols.Dispose();
    }

    private uint? Create(ref Creation creation, LabelsView labels)
    {
        if (creation.WalRef == 0 && _maxSeries > 0 && Count >= _maxSeries)
        {
            return null;
        }

        var walRef = creation.WalRef != 0 ? creation.WalRef : NextWalRef();
        var slot = Table.Take(walRef);
        Table.Entry(slot).Labels = SeriesLabels.Create(labels, Symbols, _memory);
        if (_isSearchable)
        {
            Postings.Add(slot, Table.Entry(slot).Labels);
        }

        WhenCreated?.Invoke(Table.RefOf(slot));
        Interlocked.Increment(ref _created);
        Interlocked.Increment(ref _live);
        creation.Created = true;
        return slot;
    }

    private void Free(uint slot)
    {
        var page = Table.Page(slot);
        lock (page.Lock)
        {
            ref var state = ref Table.State(slot);
            ref var entry = ref Table.Entry(slot);
            if (state.Chunk is not null)
            {
                _memory.Free(state.Chunk, state.Capacity);
            }

            Extras.Of(state)?.Late?.Free(_memory);
            Extras.Remove(ref state);
            Metadata.Remove(slot);
            MappedChunks.Free(ref entry.MappedChunks, entry.MappedBytes, _memory);
            SeriesLabels.Free(entry.Labels, Symbols, _memory);
            page.Overflow.Forget(slot);
            Table.Return(slot);
        }

        Interlocked.Decrement(ref _dead);
    }

    private struct Creation
    {
        public ulong WalRef;
        public bool Created;
    }
}
