using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Head.Postings;

/// <summary>
/// A bit for each slot of the head, for the algebra of one query. Rents its memory: dispose it. Not safe for concurrent use.
/// </summary>
internal sealed class SlotBitmap : IDisposable
{
    private const int WordsPerContainer = (1 << 16) / 64;

    private readonly int _length;
    private ulong[] _words;

    /// <summary>An empty set of slots below the limit.</summary>
    public SlotBitmap(uint limit)
    {
        // Whole containers, so that theirs are added without looking at the end.
        _length = (int)((limit + 65535UL) >> 16) * WordsPerContainer;
        _words = ArrayPool<ulong>.Shared.Rent(_length);
        _words.AsSpan(0, _length).Clear();
    }

    public Span<ulong> Words(int start, int count) => _words.AsSpan(0, _length).Slice(start, count);

    public void Set(uint slot) => _words[slot >> 6] |= 1UL << (int)(slot & 63);

    public void Clear(uint slot) => _words[slot >> 6] &= ~(1UL << (int)(slot & 63));

    /// <summary>Keeps what is in both; they were made for the same limit.</summary>
    public void IntersectWith(SlotBitmap other)
    {
        // The length is a multiple of a container's words, hence of any vector's.
        var mine = MemoryMarshal.Cast<ulong, Vector<ulong>>(_words.AsSpan(0, _length));
        var others = MemoryMarshal.Cast<ulong, Vector<ulong>>(other._words.AsSpan(0, _length));
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] &= others[i];
        }
    }

    public void Reset() => _words.AsSpan(0, _length).Clear();

    public int Count()
    {
        var count = 0;
        foreach (var word in _words.AsSpan(0, _length))
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Writes the slots in ascending order; the destination has room for <see cref="Count"/>.</summary>
    public void CopyTo(Span<uint> destination)
    {
        var written = 0;
        for (var i = 0; i < _length; i++)
        {
            for (var word = _words[i]; word != 0; word &= word - 1)
            {
                destination[written++] = (uint)(i << 6) | (uint)BitOperations.TrailingZeroCount(word);
            }
        }
    }

    public void Dispose()
    {
        if (_words.Length > 0)
        {
            ArrayPool<ulong>.Shared.Return(_words);
            _words = [];
        }
    }
}
