using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pharos.Formats.Text;

/// <summary>
/// Sixty-four bytes of a label block, classed all at once: a bit for each byte in each class. Finding one token after the other then
/// takes shifts instead of loads that wait for each other.
/// </summary>
internal readonly ref struct LabelWindow
{
    public const int Length = 64;

    private readonly ulong _quotes;
    private readonly ulong _nameBytes;
    private readonly ulong _special;

    private LabelWindow(ulong quotes, ulong nameBytes, ulong special)
    {
        _quotes = quotes;
        _nameBytes = nameBytes;
        _special = special;
    }

    /// <summary>Whether a window from <paramref name="at"/> on is inside the input, and the machine fit for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(ReadOnlySpan<byte> input, int at) => Vector256.IsHardwareAccelerated && input.Length - at >= Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LabelWindow At(ReadOnlySpan<byte> input, int at)
    {
        ref var start = ref MemoryMarshal.GetReference(input);
        var low = Vector256.LoadUnsafe(ref start, (nuint)at);
        var high = Vector256.LoadUnsafe(ref start, (nuint)at + 32);
        return new LabelWindow(
            Bits(Vector256.Equals(low, Vector256.Create((byte)'"')), Vector256.Equals(high, Vector256.Create((byte)'"'))),
            Bits(ByteScan.NameBytes(low, digitsUpTo: 9), ByteScan.NameBytes(high, digitsUpTo: 9)),
            Bits(ByteScan.SpecialInText(low), ByteScan.SpecialInText(high)));
    }

    /// <summary>
    /// Finds <c>name="value"</c> at <paramref name="at"/>, all within the window, the value in plain ASCII without escapes. The positions
    /// count from the window's start; false if it is anything else, or goes beyond the window.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindLabel(int at, out int nameEnd, out int valueEnd)
    {
        // The name runs up to its first byte of another class; a quote comes two further on.
        nameEnd = BitOperations.TrailingZeroCount(~_nameBytes >> at) + at;
        var ends = nameEnd + 2 < Length ? _special >> (nameEnd + 2) : 0;
        valueEnd = BitOperations.TrailingZeroCount(ends) + nameEnd + 2;
        return ends != 0 && ((_quotes >> (nameEnd + 1)) & 1) != 0 && ((_quotes >> valueEnd) & 1) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
