using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Integers whose length is told by ones before them: no one is zero, one to seven ones and a zero stand before 3, 6, 9, 12, 18, 25 or
/// 56 bits, eight ones before 64. Of signed ones, each length reaches one further up than down.
/// </summary>
internal static class VarBits
{
    /// <summary>The most bits that a number takes.</summary>
    public const int MaxBits = 8 + 64;

    private const int Longest = 8;

    /// <summary>The bits of a number by the count of ones before it.</summary>
    private static ReadOnlySpan<byte> Widths => [0, 3, 6, 9, 12, 18, 25, 56, 64];

    /// <summary>The ones before a number by the count of bits that it needs.</summary>
    private static ReadOnlySpan<byte> Ones =>
    [
        1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        8, 8, 8, 8, 8, 8, 8, 8, 8,
    ];

    /// <summary>Writes as <see cref="BitWords.Put"/> does and returns the position after the number.</summary>
    public static uint Put(ref byte start, uint position, long value)
    {
        if (value == 0)
        {
            return BitWords.Put(ref start, position, 0, 1);
        }

        // So many bits hold the numbers from -(2^(n-1) - 1) to 2^(n-1).
        var needed = 65 - BitOperations.LeadingZeroCount((ulong)(value > 0 ? value - 1 : -value));
        return Put(ref start, position, (ulong)value, Ones[needed]);
    }

    /// <inheritdoc cref="Put(ref byte, uint, long)"/>
    public static uint PutUnsigned(ref byte start, uint position, ulong value) =>
        value == 0
            ? BitWords.Put(ref start, position, 0, 1)
            : Put(ref start, position, value, Ones[64 - BitOperations.LeadingZeroCount(value)]);

    /// <summary>Reads a number and moves the position behind it. Reads at most ten bytes from the one that the position lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Get(ref byte start, ref uint position)
    {
        var word = BitWords.Peek(ref start, position);
        if ((long)word >= 0)
        {
            position++;
            return 0;
        }

        if ((word & (1ul << 62)) == 0)
        {
            position += 5;
            return BitWords.Signed(word << 2 >> 61, 3);
        }

        var ones = BitOperations.LeadingZeroCount(~word);
        return ones >= Longest ? (long)GetLong(ref start, ref position) : BitWords.Signed(GetField(ref start, ref position, word, ones), Widths[ones]);
    }

    /// <inheritdoc cref="Get"/>
    public static ulong GetUnsigned(ref byte start, ref uint position)
    {
        var word = BitWords.Peek(ref start, position);
        if ((long)word >= 0)
        {
            position++;
            return 0;
        }

        var ones = BitOperations.LeadingZeroCount(~word);
        return ones >= Longest ? GetLong(ref start, ref position) : GetField(ref start, ref position, word, ones);
    }

    private static uint Put(ref byte start, uint position, ulong value, int ones)
    {
        if (ones == Longest)
        {
            return BitWords.Put(ref start, BitWords.Put(ref start, position, 0xFF, Longest), value, 64);
        }

        int width = Widths[ones];
        var prefix = (2ul << ones) - 2;
        return BitWords.Put(ref start, position, (prefix << width) | (value & ((1ul << width) - 1)), ones + 1 + width);
    }

    private static ulong GetField(ref byte start, ref uint position, ulong word, int ones)
    {
        int width = Widths[ones];
        var length = ones + 1 + width;
        var field = length <= 57 ? word << (ones + 1) >> (64 - width) : BitWords.Get(ref start, position + (uint)ones + 1, width);
        position += (uint)length;
        return field;
    }

    private static ulong GetLong(ref byte start, ref uint position)
    {
        var field = BitWords.Get(ref start, position + Longest, 64);
        position += Longest + 64;
        return field;
    }
}
