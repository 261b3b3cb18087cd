using System.Runtime.InteropServices;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Postings;

/// <summary>
/// Which series have which labels. Readers share, writers are alone: take the lock around calls as <see cref="EnterRead"/> and the methods
/// say.
/// </summary>
/// <remarks>A pair of name and value costs about 50 bytes and its <see cref="SlotSet"/>.</remarks>
internal sealed class PostingsIndex : IDisposable
{
    private const uint NoFree = uint.MaxValue;

    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.NoRecursion);
    private readonly SlabAllocator _memory;
    private readonly SymbolTable _symbols;
    private readonly PagedArray<LabelValueSlots> _pairs = new(pageShift: 12);
    private readonly TagTable _table = new();
    private readonly Dictionary<uint, LabelNamePostings> _names = [];

    /// <summary>The names and pairs of the series added last: the next one has most of them in the same places.</summary>
    private readonly List<(uint Name, LabelNamePostings Postings, uint Pair)> _last = [];
    private SlotSet _all;
    private uint _next;
    private uint _firstFree = NoFree;

    public PostingsIndex(SymbolTable symbols, SlabAllocator memory)
    {
        _symbols = symbols;
        _memory = memory;
    }

    /// <summary>Readers hold this while they use anything below.</summary>
    public void EnterRead() => _lock.EnterReadLock();

    public void ExitRead() => _lock.ExitReadLock();

    public ref readonly SlotSet All => ref _all;

    public IReadOnlyDictionary<uint, LabelNamePostings> Names => _names;

    /// <summary>Adds a series under each of its labels. Takes the lock.</summary>
    public unsafe void Add(uint slot, byte* labels)
    {
        _lock.EnterWriteLock();
        try
        {
            _all.Add(slot, _memory);
            var reader = new SeriesLabels.Reader(labels);
            for (var place = 0; reader.MoveNext(); place++)
            {
                var (name, pair) = GetOrAdd(place, reader.Name, reader.Value);
                name.Slots.Add(slot, _memory);
                _pairs[pair].Slots.Add(slot, _memory);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes a series from under each of its labels. Takes the lock.</summary>
    public unsafe void Remove(uint slot, byte* labels)
    {
        _lock.EnterWriteLock();
        try
        {
            _all.Remove(slot, _memory);
            var reader = new SeriesLabels.Reader(labels);
            while (reader.MoveNext())
            {
                var name = _names[reader.Name];
                name.Slots.Remove(slot, _memory);
                TryFindPair(reader.Name, reader.Value, out var pair);
                _pairs[pair].Slots.Remove(slot, _memory);
                if (_pairs[pair].Slots.Count == 0)
                {
                    RemovePair(pair, name);
                }

                if (name.Slots.Count == 0)
                {
                    _names.Remove(reader.Name);
                }
            }

            // They may be among those that went.
            _last.Clear();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>The series with the pair, for a reader.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, out SlotSet slots)
    {
        if (_symbols.TryFind(name, out var nameSymbol) && _symbols.TryFind(value, out var valueSymbol) &&
            TryFindPair(nameSymbol, valueSymbol, out var pair))
        {
            slots = _pairs[pair].Slots;
            return true;
        }

        slots = default;
        return false;
    }

    /// <summary>The label's values and series, for a reader; null if no series has it.</summary>
    public LabelNamePostings? FindName(ReadOnlySpan<byte> name) =>
        _symbols.TryFind(name, out var symbol) ? _names.GetValueOrDefault(symbol) : null;

    /// <summary>A pair by its number, for a reader.</summary>
    public ref readonly LabelValueSlots Pair(uint pair) => ref _pairs[pair];

    public void Dispose()
    {
        _pairs.Dispose();
        _lock.Dispose();
    }

    private (LabelNamePostings Name, uint Pair) GetOrAdd(int place, uint name, uint value)
    {
        LabelNamePostings? postings;
        if (place < _last.Count && _last[place].Name == name)
        {
            // Fast path: as in the series before.
            postings = _last[place].Postings;
            if (_pairs[_last[place].Pair].Value == value)
            {
                return (postings, _last[place].Pair);
            }
        }
        else
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, name, out _);
            postings = known ??= new LabelNamePostings();
        }

        if (!TryFindPair(name, value, out var pair))
        {
            pair = AddPair(name, value, postings);
        }

        if (place < _last.Count)
        {
            _last[place] = (name, postings, pair);
        }
        else
        {
            _last.Add((name, postings, pair));
        }

        return (postings, pair);
    }

    private static uint Tag(uint name, uint value) => (uint)((((ulong)name << 32 | value) * 0x9E3779B97F4A7C15) >> 32);

    private bool TryFindPair(uint name, uint value, out uint pair) => _table.TryFind(Tag(name, value), new PairMatch(_pairs, name, value), out pair);

    private uint AddPair(uint name, uint value, LabelNamePostings postings)
    {
        var pair = _firstFree;
        if (pair != NoFree)
        {
            _firstFree = _pairs[pair].Position;
        }
        else
        {
            pair = _next++;
            _pairs.EnsureCapacity(_next);
        }

        _pairs[pair] = new LabelValueSlots { Name = name, Value = value, Position = (uint)postings.Values.Count };
        postings.Values.Add(pair);
        _table.Add(Tag(name, value), pair);
        return pair;
    }

    private void RemovePair(uint pair, LabelNamePostings postings)
    {
        ref var removed = ref _pairs[pair];
        _table.Remove(Tag(removed.Name, removed.Value), pair);

        // The last of the list takes the place.
        var last = postings.Values[^1];
        postings.Values[(int)removed.Position] = last;
        _pairs[last].Position = removed.Position;
        postings.Values.RemoveAt(postings.Values.Count - 1);
        removed = new LabelValueSlots { Position = _firstFree };
        _firstFree = pair;
    }

    private readonly struct PairMatch(PagedArray<LabelValueSlots> pairs, uint name, uint value) : ITagMatch
    {
        public bool IsMatch(uint number)
        {
            ref var pair = ref pairs[number];
            return pair.Name == name && pair.Value == value;
        }
    }
}
