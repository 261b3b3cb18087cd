using System.Diagnostics.CodeAnalysis;

namespace Pharos.Foundation.Bytes;

/// <summary>Unsigned and zig-zag LEB128 integers, as Go's encoding/binary and protobuf write them.</summary>
public static class VarInt
{
    /// <summary>The most bytes that a 64-bit value takes.</summary>
    public const int MaxBytes = 10;

    public static int Size(ulong value)
    {
        // Seven bits a byte; the | 1 gives zero its one byte.
        return (63 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7 + 1;
    }

    /// <summary>Writes to the start of <paramref name="destination"/>, which must have room, and returns the length.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        var i = 0;
        while (value >= 0x80)
        {
            destination[i++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[i++] = (byte)value;
        return i;
    }

    public static int WriteSigned(Span<byte> destination, long value) => Write(destination, ZigZag(value));

    /// <summary>
    /// Reads from the start of <paramref name="source"/>. False when it ends within the number or the number has more than 64
    /// bits; <paramref name="length"/> is then 0.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ulong value, out int length)
    {
        // Fast path: one byte.
        if (source.Length > 0 && source[0] < 0x80)
        {
            value = source[0];
            length = 1;
            return true;
        }

        return TryReadLong(source, out value, out length);
    }

    public static bool TryReadSigned(ReadOnlySpan<byte> source, out long value, out int length)
    {
        var ok = TryRead(source, out var raw, out length);
        value = UnZigZag(raw);
        return ok;
    }

    [SuppressMessage("Design", "MA0003", Justification = "Bit arithmetic.")]
    private static bool TryReadLong(ReadOnlySpan<byte> source, out ulong value, out int length)
    {
        value = 0;
        for (var i = 0; i < source.Length && i < MaxBytes; i++)
        {
            var current = source[i];
            if (i == MaxBytes - 1 && current > 1)
            {
                break;
            }

            value |= (ulong)(current & 0x7F) << (7 * i);
            if (current < 0x80)
            {
                length = i + 1;
                return true;
            }
        }

        value = 0;
        length = 0;
        return false;
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
