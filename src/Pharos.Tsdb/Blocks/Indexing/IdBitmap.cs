using System.Buffers;
using System.Numerics;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>A set of ids, one bit for each that there can be.</summary>
internal readonly ref struct IdBitmap
{
    private readonly ulong[] _words;
    private readonly int _length;

    /// <param name="limit">All ids are below.</param>
    public IdBitmap(long limit)
    {
        _length = (int)((limit + 63) / 64);
        _words = ArrayPool<ulong>.Shared.Rent(_length);
        _words.AsSpan(0, _length).Clear();
    }

    public static IdBitmap Of(ReadOnlySpan<uint> ids, long limit)
    {
        var bitmap = new IdBitmap(limit);
        foreach (var id in ids)
        {
            bitmap.Add(id);
        }

        return bitmap;
    }

    public static long Words(long limit) => (limit + 63) / 64;

    public bool Contains(uint id) => id / 64 < (uint)_length && (_words[id / 64] >> (int)(id % 64) & 1) != 0;

    public void Add(uint id)
    {
        if (id / 64 >= (uint)_length)
        {
            throw new Storage.CorruptionException($"postings name series {id}, which is behind the end");
        }

        _words[id / 64] |= 1UL << (int)(id % 64);
    }

    public void Add(BigEndianIds ids)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            Add(ids[i]);
        }
    }

    /// <summary>The ids in their order.</summary>
    public SeriesIds ToIds()
    {
        var count = 0;
        foreach (var word in _words.AsSpan(0, _length))
        {
            count += BitOperations.PopCount(word);
        }

        var ids = SeriesIds.Rent(count);
        var destination = ids.Mutable;
        var at = 0;
        for (var i = 0; i < _length; i++)
        {
            for (var word = _words[i]; word != 0; word &= word - 1)
            {
                destination[at++] = (uint)i * 64 + (uint)BitOperations.TrailingZeroCount(word);
            }
        }

        return ids;
    }

    public void Dispose() => ArrayPool<ulong>.Shared.Return(_words);
}
