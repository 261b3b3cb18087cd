using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// Gathers the symbols of label sets, for a writer that has no index to take them from. Each text is kept once; not safe for concurrent
/// use.
/// </summary>
public sealed class SymbolSet
{
    private readonly ByteBuffer _texts = new(1 << 12);
    private readonly List<Text> _symbols = [];

    /// <summary>Positions in the list plus one, by hash; 0 is free. A power of two, at most half full.</summary>
    private int[] _slots = new int[1 << 8];

    public int Count => _symbols.Count;

    public void Add(LabelsView labels)
    {
        foreach (var label in labels)
        {
            Add(label.Name);
            Add(label.Value);
        }
    }

    public void Add(ReadOnlySpan<byte> symbol)
    {
        if (2 * _symbols.Count >= _slots.Length)
        {
            Grow();
        }

        ref var slot = ref Slot(symbol);
        if (slot == 0)
        {
            _symbols.Add(new Text(_texts.Length, symbol.Length));
            _texts.Append(symbol);
            slot = _symbols.Count;
        }
    }

    /// <summary>What is there now in its order; nothing may be added while it is read.</summary>
    public SymbolCursor Sorted()
    {
        var sorted = _symbols.ToArray();
        Array.Sort(sorted, (left, right) => Of(left).SequenceCompareTo(Of(right)));
        return new Cursor(this, sorted);
    }

    private ReadOnlySpan<byte> Of(Text text) => _texts.Written.Slice(text.Start, text.Length);

    private ref int Slot(ReadOnlySpan<byte> symbol)
    {
        var mask = _slots.Length - 1;
        var at = (int)KeyedHash.Hash(symbol) & mask;
        while (_slots[at] != 0 && !Of(_symbols[_slots[at] - 1]).SequenceEqual(symbol))
        {
            at = (at + 1) & mask;
        }

        return ref _slots[at];
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (var i = 0; i < _symbols.Count; i++)
        {
            Slot(Of(_symbols[i])) = i + 1;
        }
    }

    private readonly record struct Text(int Start, int Length);

    private sealed class Cursor : SymbolCursor
    {
        private readonly SymbolSet _set;
        private readonly Text[] _sorted;
        private int _read;

        public Cursor(SymbolSet set, Text[] sorted)
        {
            _set = set;
            _sorted = sorted;
        }

        public override ReadOnlySpan<byte> Current => _set.Of(_sorted[_read - 1]);

        public override bool MoveNext()
        {
            if (_read == _sorted.Length)
            {
                return false;
            }

            _read++;
            return true;
        }
    }
}
