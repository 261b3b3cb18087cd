using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head;

/// <summary>The names and values of the labels of some slots, in their order. The caller is inside an epoch.</summary>
internal sealed unsafe class HeadSymbolCursor : SymbolCursor
{
    private readonly SymbolTable _symbols;
    private readonly uint[] _sorted;
    private int _next;

    public HeadSymbolCursor(HeadSeries series, ReadOnlySpan<uint> slots)
    {
        _symbols = series.Symbols;
        var used = new ulong[_symbols.Limit / 64 + 1];
        var count = 0;
        foreach (var slot in slots)
        {
            var reader = new SeriesLabels.Reader(series.Table.Entry(slot).Labels);
            while (reader.MoveNext())
            {
                count += Mark(used, reader.Name) + Mark(used, reader.Value);
            }
        }

        _sorted = new uint[count];
        var next = 0;
        for (uint symbol = 0; next < count; symbol++)
        {
            if ((used[symbol / 64] & (1UL << (int)(symbol % 64))) != 0)
            {
                _sorted[next++] = symbol;
            }
        }

        _sorted.AsSpan().Sort((left, right) => _symbols[left].SequenceCompareTo(_symbols[right]));
    }

    public override ReadOnlySpan<byte> Current => _symbols[_sorted[_next - 1]];

    public override bool MoveNext() => _next < _sorted.Length && ++_next > 0;

    private static int Mark(ulong[] used, uint symbol)
    {
        ref var word = ref used[symbol / 64];
        var bit = 1UL << (int)(symbol % 64);
        if ((word & bit) != 0)
        {
            return 0;
        }

        word |= bit;
        return 1;
    }
}
