using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pharos.PromQL.Columns;

/// <summary>Some steps of a grid, a bit each, in memory of the caller's.</summary>
internal static class StepBits
{
    private const int StepsPerWord = 64;

    /// <summary>How many words a grid's steps take.</summary>
    public static int Words(int steps) => (steps + StepsPerWord - 1) / StepsPerWord;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(ReadOnlySpan<ulong> bits, int step) => (bits[step >> 6] & (1UL << (step & 63))) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Span<ulong> bits, int step) => bits[step >> 6] |= 1UL << (step & 63);

    /// <summary>Writes the steps at which two columns both have a number; false if there is none.</summary>
    public static bool WritePresent(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<ulong> bits)
    {
        var any = 0UL;
        for (var word = 0; word < bits.Length; word++)
        {
            var start = word * StepsPerWord;
            var length = Math.Min(StepsPerWord, left.Length - start);
            bits[word] = Present(left.Slice(start, length), right.Slice(start, length));
            any |= bits[word];
        }

        return any != 0;
    }

    /// <summary>Adds the steps of another set; false, and nothing is added any more, if one of them was there before.</summary>
    public static bool TryAddAll(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        for (var word = 0; word < bits.Length; word++)
        {
            if ((bits[word] & others[word]) != 0)
            {
                return false;
            }

            bits[word] |= others[word];
        }

        return true;
    }

    private static ulong Present(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var leftBits = MemoryMarshal.Cast<double, long>(left);
        var rightBits = MemoryMarshal.Cast<double, long>(right);
        var absent = Vector256.Create(Slot.AbsentBits);
        var missing = 0UL;
        var step = 0;
        for (; step <= leftBits.Length - Vector256<long>.Count; step += Vector256<long>.Count)
        {
            var isAbsent = Vector256.Equals(Vector256.Create(leftBits[step..]), absent)
                | Vector256.Equals(Vector256.Create(rightBits[step..]), absent);
            missing |= (ulong)isAbsent.ExtractMostSignificantBits() << step;
        }

        for (; step < leftBits.Length; step++)
        {
            missing |= leftBits[step] == Slot.AbsentBits || rightBits[step] == Slot.AbsentBits ? 1UL << step : 0;
        }

        return ~missing & (leftBits.Length == StepsPerWord ? ulong.MaxValue : (1UL << leftBits.Length) - 1);
    }
}
