using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Compression;

/// <summary>
/// Reads the block format of Snappy: the length of the content as LEB128, then literals and copies of what came before. Any bytes may be
/// given: nothing is read or written outside of the two spans.
/// </summary>
public static class SnappyDecoder
{
    /// <summary>No element makes more than 64 bytes, and none that makes as many is shorter than three.</summary>
    private const int MaxExpansion = 22;

    private const int Chunk = 16;

    /// <summary>
    /// The length of the content. False if the block does not begin with a length, or with one that so short a block cannot have: memory
    /// of that length can be allocated without fear.
    /// </summary>
    public static bool TryReadLength(ReadOnlySpan<byte> block, out int length)
    {
        var isPossible = VarInt.TryRead(block, out var declared, out var prefix)
            && declared <= (ulong)Array.MaxLength
            && declared <= (ulong)(block.Length - prefix) * MaxExpansion;
        length = isPossible ? (int)declared : 0;
        return isPossible;
    }

    /// <summary>
    /// Writes the content to <paramref name="destination"/>, which is as long as <see cref="TryReadLength"/> says. False if the block is
    /// damaged: the destination then holds anything.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> block, Span<byte> destination) =>
        VarInt.TryRead(block, out var declared, out var prefix)
        && declared == (ulong)destination.Length
        && TryDecodeElements(block[prefix..], destination);

    private static bool TryDecodeElements(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        nint read = 0;
        nint sourceEnd = source.Length;
        nint written = 0;
        nint end = destination.Length;
        while (read < sourceEnd)
        {
            int tag = Unsafe.Add(ref from, read++);
            nint length = (tag >> 2) + 1;
            if ((tag & 3) == 0)
            {
                // Fast path: a short literal with room behind it on both sides is one load and one store.
                if (length <= Chunk && sourceEnd - read >= Chunk && end - written >= Chunk)
                {
                    CopyChunk(ref Unsafe.Add(ref from, read), ref Unsafe.Add(ref to, written));
                    read += length;
                    written += length;
                    continue;
                }

                if (length > 60 && !TryReadLiteralLength(source, ref read, ref length))
                {
                    return false;
                }

                if (length > sourceEnd - read || length > end - written)
                {
                    return false;
                }

                source.Slice((int)read, (int)length).CopyTo(destination[(int)written..]);
                read += length;
                written += length;
                continue;
            }

            nint offset;
            if ((tag & 3) == 1)
            {
                if (sourceEnd - read < 1)
                {
                    return false;
                }

                length = 4 + ((tag >> 2) & 7);
                offset = ((tag >> 5) << 8) | Unsafe.Add(ref from, read);
                read++;
            }
            else
            {
                var width = (tag & 3) == 2 ? 2 : 4;
                if (sourceEnd - read < width)
                {
                    return false;
                }

                offset = (nint)LittleEndian(source.Slice((int)read, width));
                read += width;
            }

            if (offset == 0 || offset > written || length > end - written)
            {
                return false;
            }

            Repeat(ref Unsafe.Add(ref to, written), offset, length, end - written);
            written += length;
        }

        return written == end;
    }

    /// <summary>Copies what stands <paramref name="offset"/> bytes before, which may overlap what is written: then it repeats.</summary>
    /// <param name="room">How many bytes may be written, garbage behind the copy included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Repeat(ref byte to, nint offset, nint length, nint room)
    {
        // Fast path: no overlap within a chunk, and room for whole ones.
        if (offset >= Chunk && room >= 64)
        {
            nint at = 0;
            do
            {
                CopyChunk(ref Unsafe.Add(ref to, at - offset), ref Unsafe.Add(ref to, at));
                at += Chunk;
            }
            while (at < length);
            return;
        }

        RepeatShort(ref to, offset, length, room);
    }

    private static void RepeatShort(ref byte to, nint offset, nint length, nint room)
    {
        nint at = 0;
        if (room >= 64 + 2 * sizeof(ulong))
        {
            // Each round doubles the repeated piece, until it is as long as the step.
            var distance = offset;
            while (distance < sizeof(ulong) && at < length)
            {
                CopyEight(ref Unsafe.Add(ref to, at - distance), ref Unsafe.Add(ref to, at));
                at += distance;
                distance += distance;
            }

            for (; at < length; at += sizeof(ulong))
            {
                CopyEight(ref Unsafe.Add(ref to, at - distance), ref Unsafe.Add(ref to, at));
            }

            return;
        }

        for (; at < length; at++)
        {
            Unsafe.Add(ref to, at) = Unsafe.Add(ref to, at - offset);
        }
    }

    private static bool TryReadLiteralLength(ReadOnlySpan<byte> source, ref nint read, ref nint length)
    {
        var width = (int)length - 60;
        if (source.Length - read < width)
        {
            return false;
        }

        length = (nint)LittleEndian(source.Slice((int)read, width)) + 1;
        read += width;
        return true;
    }

    private static long LittleEndian(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyChunk(ref byte from, ref byte to) => Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyEight(ref byte from, ref byte to) => Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<ulong>(ref from));
}
