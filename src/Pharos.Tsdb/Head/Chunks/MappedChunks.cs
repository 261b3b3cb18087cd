using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Chunks;

/// <summary>
/// A series' list of finished chunks, about a dozen bytes each, in a piece of slab memory whose address and length the series keeps. The empty
/// list is null and 0.
/// </summary>
/// <remarks>
/// Each chunk is four varints: location (difference to the one before, signed), first time (difference to the last time of the one before, signed),
/// duration, and number of samples × 8 + encoding.
/// </remarks>
internal static unsafe class MappedChunks
{
    private const int MostBytesPerChunk = 4 * VarInt.MaxBytes;

    /// <summary>Adds a chunk to the end.</summary>
    public static void Append(ref byte* list, ref int length, in HeadChunkMeta chunk, SlabAllocator memory)
    {
        HeadChunkMeta last = default;
        var reader = new Reader(list, length);
        while (reader.MoveNext())
        {
            last = reader.Current;
        }

        Span<byte> encoded = stackalloc byte[MostBytesPerChunk];
        encoded = encoded[..Write(encoded, chunk, last)];
        var grownBytes = length + encoded.Length;
        if (length == 0 || SizeClass.RoundUp(grownBytes) != SizeClass.RoundUp(length))
        {
            var grown = memory.Allocate(grownBytes);
            new ReadOnlySpan<byte>(list, length).CopyTo(new Span<byte>(grown, length));
            Free(ref list, length, memory);
            list = grown;
        }

        encoded.CopyTo(new Span<byte>(list + length, encoded.Length));
        length = grownBytes;
    }

    /// <summary>The first time of the oldest chunk of a list that is not empty.</summary>
    public static long FirstTimeMs(byte* list, int length)
    {
        var reader = new Reader(list, length);
        reader.MoveNext();
        return reader.Current.MinTimeMs;
    }

    /// <summary>The last time of the newest chunk of a list that is not empty.</summary>
    public static long LastTimeMs(byte* list, int length)
    {
        var reader = new Reader(list, length);
        while (reader.MoveNext())
        {
        }

        return reader.Current.MaxTimeMs;
    }

    /// <summary>Keeps only chunks whose last time is at or after the given one, and returns how many went.</summary>
    public static int DropBefore(ref byte* list, ref int length, long timestampMs, SlabAllocator memory) =>
        Drop(ref list, ref length, timestampMs, dropsBefore: true, memory);

    /// <summary>Keeps only chunks whose last time is before the given one, and returns how many went.</summary>
    public static int DropFrom(ref byte* list, ref int length, long timestampMs, SlabAllocator memory) =>
        Drop(ref list, ref length, timestampMs, dropsBefore: false, memory);

    public static void Free(ref byte* list, int length, SlabAllocator memory)
    {
        if (length > 0)
        {
            memory.Free(list, length);
        }

        list = null;
    }

    private static int Drop(ref byte* list, ref int length, long timestampMs, bool dropsBefore, SlabAllocator memory)
    {
        var kept = new List<HeadChunkMeta>();
        var dropped = 0;
        var reader = new Reader(list, length);
        while (reader.MoveNext())
        {
            if (reader.Current.MaxTimeMs < timestampMs == dropsBefore)
            {
                dropped++;
            }
            else
            {
                kept.Add(reader.Current);
            }
        }

        if (dropped == 0)
        {
            return 0;
        }

        Free(ref list, length, memory);
        length = 0;
        foreach (var chunk in kept)
        {
            Append(ref list, ref length, chunk, memory);
        }

        return dropped;
    }

    private static int Write(Span<byte> destination, in HeadChunkMeta chunk, in HeadChunkMeta before)
    {
        var length = VarInt.WriteSigned(destination, (long)(chunk.Location - before.Location));
        length += VarInt.WriteSigned(destination[length..], chunk.MinTimeMs - before.MaxTimeMs);
        length += VarInt.Write(destination[length..], (ulong)(chunk.MaxTimeMs - chunk.MinTimeMs));
        return length + VarInt.Write(destination[length..], ((ulong)chunk.Samples << 3) | (byte)chunk.Encoding);
    }

    /// <summary>Goes through a list from the oldest chunk to the newest.</summary>
    public ref struct Reader(byte* list, int length)
    {
        private ReadOnlySpan<byte> _rest = new(list, length);

        public HeadChunkMeta Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            var location = Current.Location + (ulong)TakeSigned();
            var minTime = Current.MaxTimeMs + TakeSigned();
            var duration = Take();
            var samples = Take();
            Current = new HeadChunkMeta(location, minTime, minTime + (long)duration, (ChunkEncoding)(samples & 7), (int)(samples >> 3));
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private ulong Take()
        {
            VarInt.TryRead(_rest, out var value, out var length);
            _rest = _rest[length..];
            return value;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private long TakeSigned()
        {
            VarInt.TryReadSigned(_rest, out var value, out var length);
            _rest = _rest[length..];
            return value;
        }
    }
}
