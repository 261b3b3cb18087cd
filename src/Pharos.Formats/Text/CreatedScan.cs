using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pharos.Formats.Text;

/// <summary>Passes over lines that cannot give a start time, without looking at each.</summary>
internal static class CreatedScan
{
    private const int SuffixLength = 8;

    /// <summary>
    /// The next line, from the one that begins at <paramref name="line"/> on, that has <c>_created</c> in it or begins with anything but a
    /// metric name: a comment, an empty line, a name in braces. Near the end of the input simply the line itself.
    /// </summary>
    public static int NextLine(ReadOnlySpan<byte> input, int line)
    {
        if (line >= input.Length || ByteScan.MetricNameEnd(input[..(line + 1)], line) == line)
        {
            return line;
        }

        var at = line;
        while (Vector256.IsHardwareAccelerated && at <= input.Length - Vector256<byte>.Count - SuffixLength)
        {
            ref var bytes = ref Unsafe.Add(ref MemoryMarshal.GetReference(input), at);
            var block = Vector256.LoadUnsafe(ref bytes);
            var atLineEnd = Vector256.Equals(block, Vector256.Create((byte)'\n'))
                & ~ByteScan.NameBytes(Vector256.LoadUnsafe(ref bytes, 1), digitsUpTo: 10);
            var inSuffix = Vector256.Equals(block, Vector256.Create((byte)'_'))
                & Vector256.Equals(Vector256.LoadUnsafe(ref bytes, 1), Vector256.Create((byte)'c'))
                & Vector256.Equals(Vector256.LoadUnsafe(ref bytes, SuffixLength - 1), Vector256.Create((byte)'d'));
            var found = (atLineEnd | inSuffix).ExtractMostSignificantBits();
            if (found == 0)
            {
                at += Vector256<byte>.Count;
                continue;
            }

            at += BitOperations.TrailingZeroCount(found);
            return input[at] == (byte)'\n' ? at + 1 : StartOfLine(input, line, at);
        }

        return StartOfLine(input, line, at);
    }

    /// <summary>Where the line with the byte at <paramref name="at"/> begins, which is not before <paramref name="from"/>.</summary>
    private static int StartOfLine(ReadOnlySpan<byte> input, int from, int at) => from + input[from..at].LastIndexOf((byte)'\n') + 1;
}
