using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pharos.Formats.Text;

/// <summary>
/// Finds the ends of the tokens that text expositions are made of, a vector at a time. Names and values are short, so one load nearly
/// always covers the token: what counts is the latency of that one step.
/// </summary>
/// <remarks>
/// Every method returns an index from <c>at</c> to <c>input.Length</c>; the latter when the input ends first. The loads stay inside the
/// input: near its end the scalar loops take over.
/// </remarks>
internal static class ByteScan
{
    /// <summary>The first byte that is not an ASCII letter, digit, underscore or colon.</summary>
    /// <remarks>The colon follows the digit nine, so both are one range.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MetricNameEnd(ReadOnlySpan<byte> input, int at) => NameEnd(input, at, digitsUpTo: 10);

    /// <summary>The first byte that is not an ASCII letter, digit or underscore.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LabelNameEnd(ReadOnlySpan<byte> input, int at) => NameEnd(input, at, digitsUpTo: 9);

    /// <summary>
    /// The first double quote, backslash, control character or byte that is not ASCII: where plain quoted text ends, or where it needs a
    /// closer look.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlainTextEnd(ReadOnlySpan<byte> input, int at)
    {
        while (Vector256.IsHardwareAccelerated && input.Length - at >= Vector256<byte>.Count)
        {
            var mask = SpecialInText(Load(input, at)).ExtractMostSignificantBits();
            if (mask != 0)
            {
                return at + BitOperations.TrailingZeroCount(mask);
            }

            at += Vector256<byte>.Count;
        }

        while (at < input.Length && input[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ' or >= 0x80))
        {
            at++;
        }

        return at;
    }

    /// <summary>The next line feed.</summary>
    public static int LineEnd(ReadOnlySpan<byte> input, int at)
    {
        // Most lines end within the first few vectors, before a call for anything better would have begun.
        var near = Math.Min(input.Length - Vector256<byte>.Count, at + 3 * Vector256<byte>.Count);
        for (; Vector256.IsHardwareAccelerated && at <= near; at += Vector256<byte>.Count)
        {
            var mask = Vector256.Equals(Load(input, at), Vector256.Create((byte)'\n')).ExtractMostSignificantBits();
            if (mask != 0)
            {
                return at + BitOperations.TrailingZeroCount(mask);
            }
        }

        var length = input[at..].IndexOf((byte)'\n');
        return length < 0 ? input.Length : at + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(ReadOnlySpan<byte> input, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(input), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NameEnd(ReadOnlySpan<byte> input, int at, byte digitsUpTo)
    {
        while (Vector256.IsHardwareAccelerated && input.Length - at >= Vector256<byte>.Count)
        {
            var end = ~NameBytes(Load(input, at), digitsUpTo).ExtractMostSignificantBits();
            if (end != 0)
            {
                return at + BitOperations.TrailingZeroCount(end);
            }

            at += Vector256<byte>.Count;
        }

        return NameEndSlow(input, at, digitsUpTo);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<byte> NameBytes(Vector256<byte> bytes, byte digitsUpTo)
    {
        var letters = (bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a');
        var digits = bytes - Vector256.Create((byte)'0');
        return Vector256.LessThanOrEqual(letters, Vector256.Create((byte)25))
            | Vector256.LessThanOrEqual(digits, Vector256.Create(digitsUpTo))
            | Vector256.Equals(bytes, Vector256.Create((byte)'_'));
    }

    /// <summary>Where <see cref="PlainTextEnd"/> stops.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<byte> SpecialInText(Vector256<byte> bytes)
    {
        // As signed numbers, bytes that are not ASCII are negative, thus below the space as well.
        return Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)' ')).AsByte();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int NameEndSlow(ReadOnlySpan<byte> input, int at, byte digitsUpTo)
    {
        while (at < input.Length
            && (char.IsAsciiLetter((char)input[at]) || input[at] == (byte)'_' || (uint)(input[at] - '0') <= digitsUpTo))
        {
            at++;
        }

        return at;
    }
}
