using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// Every label name and value of the head, once, under a small number. References are counted: a text that nothing refers to any more
/// goes, and its number is given to another.
/// </summary>
/// <remarks>
/// Texts are read without a lock, by whoever refers to them or reads under an epoch that began before they were released; everything
/// else takes the lock. Costs 16 bytes and the text itself per symbol, and 8 to 16 in the table that finds it.
/// </remarks>
internal sealed unsafe class SymbolTable : IDisposable
{
    private const uint NoFree = uint.MaxValue;

    private readonly Lock _lock = new();
    private readonly SlabAllocator _memory;
    private readonly PagedArray<Entry> _entries = new(pageShift: 12);
    private readonly TagTable _table = new();

    /// <summary>Those of the label set acquired last: the next one has most of them in the same places.</summary>
    private uint[] _last = new uint[32];
    private int _lastCount;
    private uint _next;
    private uint _firstFree = NoFree;

    public SymbolTable(SlabAllocator memory)
    {
        _memory = memory;
    }

    private struct Entry
    {
        public byte* Text;

        /// <summary>The length of the text; in a free entry, the next free one.</summary>
        public uint Length;
        public uint References;
    }

    /// <summary>One more than the greatest number ever given.</summary>
    public uint Limit => Volatile.Read(ref _next);

    /// <summary>The text of a number in use, valid as long as that.</summary>
    public ReadOnlySpan<byte> this[uint symbol]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref var entry = ref _entries[symbol];
            return new ReadOnlySpan<byte>(entry.Text, (int)entry.Length);
        }
    }

    public bool TryFind(ReadOnlySpan<byte> text, out uint symbol)
    {
        lock (_lock)
        {
            return _table.TryFind(Tag(text), new TextMatch(this, text), out symbol);
        }
    }

    /// <summary>The number of the text, which now has one reference more.</summary>
    public uint Acquire(ReadOnlySpan<byte> text)
    {
        lock (_lock)
        {
            return AcquireLocked(text);
        }
    }

    /// <summary>
    /// The numbers of names and values of labels, one after the other; each has one reference more. The destination has room for twice as many as there
    /// are labels.
    /// </summary>
    public void Acquire(LabelsView labels, Span<uint> destination)
    {
        lock (_lock)
        {
            var count = 0;
            foreach (var label in labels)
            {
                destination[count] = AcquireLike(count, label.Name);
                destination[count + 1] = AcquireLike(count + 1, label.Value);
                count += 2;
            }

            if (count > _last.Length)
            {
                _last = new uint[count];
            }

            destination[..count].CopyTo(_last);
            _lastCount = count;
        }
    }

    /// <summary>Takes a reference on a symbol that the caller knows to be in use.</summary>
    public void AddReference(uint symbol)
    {
        lock (_lock)
        {
            Debug.Assert(_entries[symbol].References > 0, "A symbol that is not in use cannot be shared.");
            _entries[symbol].References++;
        }
    }

    /// <summary>Gives a reference back. The caller sees to it that nobody reads the text any more if it was the last.</summary>
    public void Release(uint symbol)
    {
        lock (_lock)
        {
            ref var entry = ref _entries[symbol];
            Debug.Assert(entry.References > 0, "A symbol was released more often than acquired.");
            if (--entry.References > 0)
            {
                return;
            }

            _table.Remove(Tag(this[symbol]), symbol);
            _memory.Free(entry.Text, (int)entry.Length);
            entry = new Entry { Length = _firstFree };
            _firstFree = symbol;
        }
    }

    public void Dispose() => _entries.Dispose();

    private uint AcquireLike(int place, ReadOnlySpan<byte> text)
    {
        // Fast path: as in the label set before. It may be gone; then the entry has no references, or has another text.
        if (place < _lastCount)
        {
            var symbol = _last[place];
            if (_entries[symbol].References > 0 && this[symbol].SequenceEqual(text))
            {
                _entries[symbol].References++;
                return symbol;
            }
        }

        return AcquireLocked(text);
    }

    private uint AcquireLocked(ReadOnlySpan<byte> text)
    {
        var tag = Tag(text);
        if (_table.TryFind(tag, new TextMatch(this, text), out var symbol))
        {
            _entries[symbol].References++;
            return symbol;
        }

        symbol = TakeNumber();
        ref var entry = ref _entries[symbol];
        entry = new Entry { Text = _memory.Allocate(text.Length), Length = (uint)text.Length, References = 1 };
        text.CopyTo(new Span<byte>(entry.Text, text.Length));
        _table.Add(tag, symbol);
        return symbol;
    }

    private static uint Tag(ReadOnlySpan<byte> text) => (uint)KeyedHash.Hash(text);

    private uint TakeNumber()
    {
        if (_firstFree != NoFree)
        {
            var free = _firstFree;
            _firstFree = _entries[free].Length;
            return free;
        }

        _entries.EnsureCapacity(_next + 1);
        return _next++;
    }

    private readonly ref struct TextMatch(SymbolTable symbols, ReadOnlySpan<byte> text) : ITagMatch
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public bool IsMatch(uint number) => symbols[number].SequenceEqual(_text);
    }
}
