using System.Numerics;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// The numbers of symbols, for a writer. Where the texts of a hash are is remembered, for up to about a million of them; the others are
/// searched for. Not safe for concurrent use.
/// </summary>
internal sealed class SymbolNumbers
{
    private const int MaxSlots = 1 << 20;

    private readonly SymbolTable _table;

    /// <summary>Numbers plus one; 0 where nothing is known.</summary>
    private readonly uint[] _numbers;

    /// <summary>Seen from the first symbol.</summary>
    private readonly uint[] _distances;

    public SymbolNumbers(SymbolTable table)
    {
        _table = table;
        var slots = (int)Math.Min(BitOperations.RoundUpToPowerOf2(2 * (ulong)table.Count + 1), MaxSlots);
        _numbers = new uint[slots];
        _distances = new uint[slots];
        var symbols = table.Read();
        while (symbols.MoveNext())
        {
            Remember(symbols.Current, symbols.Ordinal, symbols.Distance);
        }
    }

    public bool TryFind(ReadOnlySpan<byte> text, out uint number)
    {
        var slot = Slot(text);
        if (_numbers[slot] != 0 && SymbolTable.TextOf(_table.EncodedAtDistance(_distances[slot])).SequenceEqual(text))
        {
            number = _numbers[slot] - 1;
            return true;
        }

        if (!_table.TryFind(text, out number, out var distance))
        {
            return false;
        }

        Remember(text, number, distance);
        return true;
    }

    private void Remember(ReadOnlySpan<byte> text, uint number, uint distance)
    {
        var slot = Slot(text);
        _numbers[slot] = number + 1;
        _distances[slot] = distance;
    }

    private int Slot(ReadOnlySpan<byte> text) => (int)(XxHash64.Hash(text) & (ulong)(_numbers.Length - 1));
}
