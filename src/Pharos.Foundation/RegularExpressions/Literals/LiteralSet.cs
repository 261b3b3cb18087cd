using System.Numerics;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Whether a text is one of a set of texts: for one or a few by comparing, for many by hash.</summary>
internal sealed class LiteralSet : TextTest
{
    /// <summary>Up to so many texts, comparing with each is faster than hashing.</summary>
    private const int MostCompared = 6;

    private readonly byte[][] _texts;
    private readonly int _shortest;
    private readonly int _longest;

    /// <summary>Places in <see cref="_texts"/> plus 1, found by hash and then one after the other; empty for few texts.</summary>
    private readonly int[] _table = [];

    public LiteralSet(IReadOnlyCollection<byte[]> texts)
    {
        _texts = [.. texts];
        _shortest = _texts.Length == 0 ? int.MaxValue : _texts.Min(text => text.Length);
        _longest = _texts.Length == 0 ? -1 : _texts.Max(text => text.Length);
        if (_texts.Length <= MostCompared)
        {
            return;
        }

        _table = new int[BitOperations.RoundUpToPowerOf2((uint)_texts.Length * 2)];
        for (var i = 0; i < _texts.Length; i++)
        {
            ref var entry = ref FindEntry(_texts[i]);
            entry = entry == 0 ? i + 1 : entry;
        }
    }

    public override bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length < _shortest || text.Length > _longest)
        {
            return false;
        }

        if (_table.Length > 0)
        {
            return FindEntry(text) != 0;
        }

        foreach (var candidate in _texts)
        {
            if (text.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The entry that holds the text, or the free one where it belongs; half of the table is free.</summary>
    private ref int FindEntry(ReadOnlySpan<byte> text)
    {
        var mask = _table.Length - 1;
        var index = (int)XxHash64.Hash(text) & mask;
        while (_table[index] != 0 && !text.SequenceEqual(_texts[_table[index] - 1]))
        {
            index = (index + 1) & mask;
        }

        return ref _table[index];
    }
}
