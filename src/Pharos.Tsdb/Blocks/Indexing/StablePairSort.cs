using System.Numerics;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Sorts pairs by their first number and leaves those that are equal in their order: by eleven bits at a time, from the lowest.
/// </summary>
internal static class StablePairSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Needs as much memory again while it sorts.</summary>
    public static void Sort(Span<uint> keys, Span<uint> values)
    {
        uint least = uint.MaxValue, most = 0;
        foreach (var key in keys)
        {
            least = Math.Min(least, key);
            most = Math.Max(most, key);
        }

        if (least >= most)
        {
            return;
        }

        using var otherKeys = new ScratchArray(keys.Length);
        using var otherValues = new ScratchArray(keys.Length);
        Span<uint> fromKeys = keys, fromValues = values, toKeys = otherKeys.Span, toValues = otherValues.Span;
        Span<int> positions = stackalloc int[Digits];
        var bits = 32 - BitOperations.LeadingZeroCount(most - least);
        for (var shift = 0; shift < bits; shift += DigitBits)
        {
            Pass(fromKeys, fromValues, toKeys, toValues, least, shift, positions);
            var swap = fromKeys;
            fromKeys = toKeys;
            toKeys = swap;
            swap = fromValues;
            fromValues = toValues;
            toValues = swap;
        }

        if (fromKeys != keys)
        {
            fromKeys.CopyTo(keys);
            fromValues.CopyTo(values);
        }
    }

    private static void Pass(
        ReadOnlySpan<uint> fromKeys,
        ReadOnlySpan<uint> fromValues,
        Span<uint> toKeys,
        Span<uint> toValues,
        uint least,
        int shift,
        Span<int> positions)
    {
        positions.Clear();
        foreach (var key in fromKeys)
        {
            positions[(int)((key - least) >> shift) & (Digits - 1)]++;
        }

        var sum = 0;
        foreach (ref var position in positions)
        {
            (position, sum) = (sum, sum + position);
        }

        for (var i = 0; i < fromKeys.Length; i++)
        {
            var at = positions[(int)((fromKeys[i] - least) >> shift) & (Digits - 1)]++;
            toKeys[at] = fromKeys[i];
            toValues[at] = fromValues[i];
        }
    }
}
