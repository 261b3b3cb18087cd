using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Bit fields, most significant bit first, in memory whose bounds the caller has checked. Positions are in bits from
/// <c>start</c>. Writing touches at most nine bytes from the one that the position lies in; bits after the field, within those bytes,
/// become zero, and those before it stay.
/// </summary>
internal static class BitWords
{
    /// <summary>The eight bytes at an address as one number, the first byte on top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref byte at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref at);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref byte at, ulong word) =>
        Unsafe.WriteUnaligned(ref at, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word);

    /// <summary>The bits of the byte at an address that lie before a position within it, on top of a word. The others may be anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadPartial(byte at, int used) => (ulong)(at & (0xFF00u >> used)) << 56;

    /// <summary>The bits from a position on, on top of a word: at least 57 of them are there, the rest is zero. Reads eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Peek(ref byte start, uint position) => Load(ref Unsafe.Add(ref start, position >> 3)) << (int)(position & 7);

    /// <summary>A field of 1 to 64 bits. Reads nine bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get(ref byte start, uint position, int bits)
    {
        ref var at = ref Unsafe.Add(ref start, position >> 3);
        var skip = (int)(position & 7);
        var word = (Load(ref at) << skip) | ((ulong)Unsafe.Add(ref at, 8) >> (8 - skip));
        return word >> (64 - bits);
    }

    /// <summary>
    /// The number in a field whose range reaches one further up than down: the upper half, but for its first value, is negative.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Signed(ulong field, int bits) => ((long)((field - 1) << (64 - bits)) >> (64 - bits)) + 1;

    /// <summary>Writes the low bits of a value, 1 to 64 of them, and returns the position after them. The other bits must be zero.</summary>
    public static uint Put(ref byte start, uint position, ulong value, int bits)
    {
        ref var at = ref Unsafe.Add(ref start, position >> 3);
        var used = (int)(position & 7);
        var word = LoadPartial(at, used);
        var left = 64 - used;
        if (bits <= left)
        {
            Store(ref at, word | (value << (left - bits)));
        }
        else
        {
            var over = bits - left;
            Store(ref at, word | (value >> over));
            Unsafe.Add(ref at, 8) = (byte)(value << (8 - over));
        }

        return position + (uint)bits;
    }
}
