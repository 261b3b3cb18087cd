using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Compression;

/// <summary>
/// Writes the block format of Snappy. An instance keeps the table that finds repetitions and allocates nothing else. Not safe for
/// concurrent use.
/// </summary>
public sealed class SnappyEncoder
{
    /// <summary>Pieces of this length are compressed by themselves: all distances fit in 16 bits.</summary>
    private const int PieceLength = 1 << 16;

    private const int MaxTableBits = 14;
    private const int MinTableBits = 8;

    /// <summary>Repetitions are no longer looked for where this many bytes are left, so that loads stay inside.</summary>
    private const int Margin = 16;

    private readonly ushort[] _table = new ushort[1 << MaxTableBits];

    /// <summary>The most bytes that a block with so much content can take.</summary>
    public static int MaxEncodedLength(int contentLength) => checked(32 + contentLength + contentLength / 6);

    /// <summary>
    /// Writes the content to the start of <paramref name="destination"/>, which has at least <see cref="MaxEncodedLength"/> bytes, and
    /// returns the length of the block.
    /// </summary>
    public int Encode(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MaxEncodedLength(content.Length), nameof(destination));
        nint at = VarInt.Write(destination, (ulong)content.Length);
        ref var to = ref MemoryMarshal.GetReference(destination);
        while (content.Length > 0)
        {
            var piece = content[..Math.Min(content.Length, PieceLength)];
            at = EncodePiece(piece, ref to, at);
            content = content[piece.Length..];
        }

        return (int)at;
    }

    private nint EncodePiece(ReadOnlySpan<byte> piece, ref byte to, nint at)
    {
        ref var from = ref MemoryMarshal.GetReference(piece);
        nint pending = 0;
        if (piece.Length > Margin)
        {
            // A small piece gets a small table: clearing it would cost more than the search.
            var bits = Math.Clamp(BitOperations.Log2((uint)piece.Length) + 1, MinTableBits, MaxTableBits);
            _table.AsSpan(0, 1 << bits).Clear();
            var shift = 32 - bits;
            ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
            nint end = piece.Length - Margin;
            nint next = 1;
            var misses = 32;
            while (next < end)
            {
                var word = Load32(ref from, next);
                ref var slot = ref Unsafe.Add(ref table, (nint)Hash(word, shift));
                nint candidate = slot;
                slot = (ushort)next;
                if (Load32(ref from, candidate) != word)
                {
                    // The longer nothing repeats, the larger the steps: what cannot be compressed is passed over quickly.
                    next += misses++ >> 5;
                    continue;
                }

                if (next > pending)
                {
                    at = WriteLiteral(ref Unsafe.Add(ref from, pending), next - pending, hasRoom: true, ref to, at);
                }

                var length = 4 + CommonLength(ref from, candidate + 4, next + 4, piece.Length);
                at = WriteCopy(next - candidate, length, ref to, at);
                next += length;
                pending = next;
                misses = 32;
                if (next < end)
                {
                    Unsafe.Add(ref table, (nint)Hash(Load32(ref from, next - 1), shift)) = (ushort)(next - 1);
                }
            }
        }

        return pending == piece.Length
            ? at
            : WriteLiteral(ref Unsafe.Add(ref from, pending), piece.Length - pending, hasRoom: false, ref to, at);
    }

    /// <summary>How many bytes from the two positions on are the same, up to the end of the later one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint CommonLength(ref byte from, nint left, nint right, nint end)
    {
        var start = right;
        while (right <= end - sizeof(ulong))
        {
            var difference = Load64(ref from, left) ^ Load64(ref from, right);
            if (difference != 0)
            {
                var bits = BitConverter.IsLittleEndian ? BitOperations.TrailingZeroCount(difference) : BitOperations.LeadingZeroCount(difference);
                return right - start + bits / 8;
            }

            left += sizeof(ulong);
            right += sizeof(ulong);
        }

        while (right < end && Unsafe.Add(ref from, left) == Unsafe.Add(ref from, right))
        {
            left++;
            right++;
        }

        return right - start;
    }

    /// <param name="hasRoom">Whether 16 bytes can be read from the literal, however short it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint WriteLiteral(ref byte literal, nint length, bool hasRoom, ref byte to, nint at)
    {
        // Fast path: one load and one store. What is written too much is within the 32 bytes of room that every block has.
        if (hasRoom && length <= 16)
        {
            Unsafe.Add(ref to, at) = (byte)((length - 1) << 2);
            Vector128.LoadUnsafe(ref literal).StoreUnsafe(ref Unsafe.Add(ref to, at + 1));
            return at + 1 + length;
        }

        return WriteLongLiteral(ref literal, length, ref to, at);
    }

    private static nint WriteLongLiteral(ref byte literal, nint length, ref byte to, nint at)
    {
        var rest = length - 1;
        if (rest < 60)
        {
            Unsafe.Add(ref to, at++) = (byte)(rest << 2);
        }
        else
        {
            // A piece has no more than 2^16 bytes, so two bytes of length are enough.
            var isLong = rest >= 256;
            Unsafe.Add(ref to, at++) = (byte)((isLong ? 61 : 60) << 2);
            Unsafe.Add(ref to, at++) = (byte)rest;
            if (isLong)
            {
                Unsafe.Add(ref to, at++) = (byte)(rest >> 8);
            }
        }

        Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref to, at), ref literal, (uint)length);
        return at + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint WriteCopy(nint offset, nint length, ref byte to, nint at)
    {
        // An element copies at most 64 bytes, and the last one should be long enough for the short form.
        while (length >= 68)
        {
            at = WriteLongCopy(offset, 64, ref to, at);
            length -= 64;
        }

        if (length > 64)
        {
            at = WriteLongCopy(offset, 60, ref to, at);
            length -= 60;
        }

        if (length >= 12 || offset >= 2048)
        {
            return WriteLongCopy(offset, length, ref to, at);
        }

        Unsafe.Add(ref to, at) = (byte)(((offset >> 8) << 5) | ((length - 4) << 2) | 1);
        Unsafe.Add(ref to, at + 1) = (byte)offset;
        return at + 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint WriteLongCopy(nint offset, nint length, ref byte to, nint at)
    {
        Unsafe.Add(ref to, at) = (byte)(((length - 1) << 2) | 2);
        Unsafe.Add(ref to, at + 1) = (byte)offset;
        Unsafe.Add(ref to, at + 2) = (byte)(offset >> 8);
        return at + 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint word, int shift) => (word * 0x9E37_79B1) >> shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Load32(ref byte from, nint at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load64(ref byte from, nint at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, at));
}
