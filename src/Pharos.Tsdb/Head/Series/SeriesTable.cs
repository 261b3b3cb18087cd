using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pharos.Storage;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// The head's series by slot: a small number, given again when its series is gone. All series of a scrape were created together and lie
/// together, so a commit walks memory in order.
/// </summary>
/// <remarks>
/// Three arrays of plain data side by side. The slots of a page share a lock, which guards their <see cref="SeriesState"/> and the
/// chunk lists of their <see cref="SeriesEntry"/>; a commit takes it once for all samples that follow each other in a page.
/// </remarks>
internal sealed class SeriesTable : IDisposable
{
    public const int PageShift = 12;
    public const int PageSlots = 1 << PageShift;

    private readonly Lock _growth = new();
    private readonly PagedArray<SeriesState> _states = new(PageShift);
    private readonly PagedArray<SeriesEntry> _entries = new(PageShift);
    private readonly PagedArray<ulong> _walRefs = new(PageShift);
    private readonly Stack<uint> _free = new();
    private volatile SeriesPage[] _pages = [];
    private uint _limit;
    private uint _generation;
    private int _count;

    /// <summary>One more than the greatest slot ever given.</summary>
    public uint Limit => Volatile.Read(ref _limit);

    /// <summary>The slots in use, those of dead series among them.</summary>
    public int Count => Volatile.Read(ref _count);

    public long Bytes => _states.Bytes + _entries.Bytes + _walRefs.Bytes;

    public static uint SlotOf(SeriesRef series) => (uint)series.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref SeriesState State(uint slot) => ref _states[slot];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref SeriesEntry Entry(uint slot) => ref _entries[slot];

    /// <summary>The reference under which the log and the chunk files know the series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong WalRef(uint slot) => ref _walRefs[slot];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SeriesPage Page(uint slot) => _pages[slot >> PageShift];

    public SeriesRef RefOf(uint slot) => new(((ulong)State(slot).Generation << 32) | slot);

    /// <summary>Whether the reference names the series that is in its slot now, be it dead or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsKnown(SeriesRef series)
    {
        var slot = SlotOf(series);
        return slot < Limit && State(slot).Generation == (uint)(series.Value >> 32) && !series.IsNone;
    }

    /// <summary>A slot whose state and entry are zero but for the generation.</summary>
    public uint Take(ulong walRef)
    {
        lock (_growth)
        {
            uint slot;
            if (_free.Count > 0)
            {
                slot = _free.Pop();
            }
            else
            {
                slot = _limit;
                if (slot == _states.Capacity)
                {
                    Grow();
                }

                Volatile.Write(ref _limit, slot + 1);
            }

            State(slot).Generation = NextGeneration();
            State(slot).NextCutMs = long.MinValue;
            WalRef(slot) = walRef;
            _count++;
            return slot;
        }
    }

    /// <summary>Gives a slot back. Its memory was freed, and nobody has its number any more.</summary>
    public void Return(uint slot)
    {
        lock (_growth)
        {
            Debug.Assert(State(slot).Generation != 0, "A slot comes back once.");
            State(slot) = default;
            Entry(slot) = default;
            WalRef(slot) = 0;
            _free.Push(slot);
            _count--;
        }
    }

    public void Dispose()
    {
        _states.Dispose();
        _entries.Dispose();
        _walRefs.Dispose();
    }

    private void Grow()
    {
        // The pages' locks last: a slot is only used once it was given out, after all this.
        var capacity = _states.Capacity + (1u << PageShift);
        _states.EnsureCapacity(capacity);
        _entries.EnsureCapacity(capacity);
        _walRefs.EnsureCapacity(capacity);
        _pages = [.. _pages, new SeriesPage()];
    }

    private uint NextGeneration()
    {
        // Not per slot: one counter is enough to make a slot's next series differ from its last.
        if (++_generation == 0)
        {
            _generation = 1;
        }

        return _generation;
    }
}
