using System.Numerics;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Whether a text is one of a set of texts: for a few by comparing, for many by hash.</summary>
internal sealed class LiteralSet : TextTest
{
    /// <summary>Up to so many texts, comparing with each is faster than hashing.</summary>
    private const int MostCompared = 6;

    private readonly List<byte[]> _texts;
    private readonly int _shortest = int.MaxValue;
    private readonly int _longest = -1;

    /// <summary>Places in <see cref="_texts"/> plus 1, found by hash and then one after the other.</summary>
    private readonly int[] _table;

    /// <param name="texts">The texts, of which those that come again are left out.</param>
    public LiteralSet(List<byte[]> texts)
    {
        _texts = new List<byte[]>(texts.Count);

        // Half of the table stays free, so that looking for a text that is not there ends soon.
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)texts.Count * 2 + 1)];
        foreach (var text in texts)
        {
            ref var entry = ref FindEntry(text);
            if (entry != 0)
            {
                continue;
            }

            _texts.Add(text);
            entry = _texts.Count;
            _shortest = Math.Min(_shortest, text.Length);
            _longest = Math.Max(_longest, text.Length);
        }
    }

    /// <summary>The distinct texts in the order they were given.</summary>
    public IReadOnlyList<byte[]> Texts => _texts;

    public override bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length < _shortest || text.Length > _longest)
        {
            return false;
        }

        if (_texts.Count > MostCompared)
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

    /// <summary>The entry that holds the text, or the free one where it belongs.</summary>
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
