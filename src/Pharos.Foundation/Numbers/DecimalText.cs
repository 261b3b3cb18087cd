using System.Buffers.Binary;
using System.Numerics;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Numbers;

/// <summary>Integers as decimal digits in UTF-8, made eight at a time.</summary>
public static class DecimalText
{
    /// <summary>The most bytes that a 64-bit integer takes, sign included.</summary>
    public const int MaxBytes = 20;

    private const uint EightDigits = 100_000_000;

    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
        10_000_000_000_000_000_000,
    ];

    public static void Append(ByteBuffer destination, ulong value) => destination.Advance(Write(destination.GetSpan(MaxBytes), value));

    public static void Append(ByteBuffer destination, long value) => destination.Advance(Write(destination.GetSpan(MaxBytes), value));

    /// <summary>Returns the length.</summary>
    public static int Write(Span<byte> destination, long value)
    {
        if (value >= 0)
        {
            return Write(destination, (ulong)value);
        }

        destination[0] = (byte)'-';
        return 1 + Write(destination[1..], 0 - (ulong)value);
    }

    /// <summary>Returns the length.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        var count = Count(value);
        Write(destination, value, count);
        return count;
    }

    /// <summary>How many digits it has: one for zero.</summary>
    public static int Count(ulong value)
    {
        // log10(2) in 12-bit fixed point gives the number of digits or one less.
        var guess = ((BitOperations.Log2(value | 1) + 1) * 1233) >> 12;
        return guess + (value >= PowersOfTen[guess] || value == 0 ? 1 : 0);
    }

    /// <summary>Writes it; <paramref name="count"/> is as <see cref="Count"/> says.</summary>
    public static void Write(Span<byte> destination, ulong value, int count)
    {
        while (count > 8)
        {
            var rest = value / EightDigits;
            count -= 8;
            BinaryPrimitives.WriteUInt64LittleEndian(destination[count..], Eight(value - rest * EightDigits));
            value = rest;
        }

        var digits = Eight(value) >> (8 * (8 - count));
        if (destination.Length >= 8 && count == 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, digits);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            destination[i] = (byte)digits;
            digits >>= 8;
        }
    }

    /// <summary>Eight digits with the zeros before them, the first one in the lowest byte: each step halves all groups of digits at once.</summary>
    private static ulong Eight(ulong value)
    {
        var fours = (value * 109_951_163) >> 40;
        var groups = fours | ((value - 10_000 * fours) << 32);
        var twos = ((groups * 10_486) >> 20) & 0x7F_0000_007F;
        groups = twos | ((groups - 100 * twos) << 16);
        var ones = ((groups * 103) >> 10) & 0xF_000F_000F_000F;
        groups = ones | ((groups - 10 * ones) << 8);
        return groups | 0x3030_3030_3030_3030;
    }
}
