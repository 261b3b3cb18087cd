using System.Runtime.CompilerServices;
using Pharos.Foundation.Numbers;

namespace Pharos.Formats.Text;

/// <summary>What lines have in common in both text formats.</summary>
internal static class TextLine
{
    /// <summary>Reads the usual end of a line, a number of few digits and nothing more; false, and nothing read, where it is not that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadPlainEnd(ReadOnlySpan<byte> input, ref int at, out double value)
    {
        if ((uint)at < (uint)input.Length && input[at] == (byte)' ' && GoFloat.TryReadPrefix(input[(at + 1)..], out value, out var length))
        {
            var end = at + 1 + length;
            if ((uint)end < (uint)input.Length && input[end] == (byte)'\n')
            {
                at = end + 1;
                return true;
            }
        }

        value = 0;
        return false;
    }
}
