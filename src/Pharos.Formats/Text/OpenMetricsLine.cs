using Pharos.Foundation.Numbers;
using Pharos.Model;

namespace Pharos.Formats.Text;

/// <summary>What follows the labels in a line of OpenMetrics: tokens each led by exactly one space, and the line's end.</summary>
internal static class OpenMetricsLine
{
    public static ReadOnlySpan<byte> ExemplarStart => " # {"u8;

    public static double ReadValue(ReadOnlySpan<byte> input, ref int at, string what)
    {
        if (TryReadPlainNumber(input, ref at, out var plain))
        {
            return plain;
        }

        var token = ReadToken(input, ref at, what);
        if (!GoFloat.TryParse(token, out var value))
        {
            ExpositionErrors.ThrowExpected(input, at - token.Length, $"{what} that is a number");
        }

        return double.IsNaN(value) ? SpecialValues.NormalNaN : value;
    }

    public static bool IsTimestampNext(ReadOnlySpan<byte> input, int at) =>
        at + 1 < input.Length && input[at] == (byte)' ' && input[at + 1] is not ((byte)' ' or (byte)'\n') && !IsExemplarNext(input, at);

    public static bool IsExemplarNext(ReadOnlySpan<byte> input, int at) => at < input.Length && input[at..].StartsWith(ExemplarStart);

    /// <summary>Reads seconds, which may have a fraction.</summary>
    public static long ReadTimestampMs(ReadOnlySpan<byte> input, ref int at, string what)
    {
        if (TryReadPlainNumber(input, ref at, out var plain))
        {
            return ToMilliseconds(plain);
        }

        var token = ReadToken(input, ref at, what);
        if (!GoFloat.TryParse(token, out var seconds) || !double.IsFinite(seconds))
        {
            ExpositionErrors.ThrowExpected(input, at - token.Length, $"{what} in seconds");
        }

        return ToMilliseconds(seconds);
    }

    /// <summary>Cuts off below milliseconds. What is out of range becomes the smallest number, as the reference's conversion has it.</summary>
    public static long ToMilliseconds(double seconds)
    {
        var milliseconds = seconds * 1000;
        return milliseconds is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)milliseconds : long.MinValue;
    }

    public static int ReadLineEnd(ReadOnlySpan<byte> input, int at)
    {
        if (at >= input.Length)
        {
            ExpositionErrors.Throw(input, at, "data does not end with # EOF");
        }

        if (input[at] != (byte)'\n')
        {
            ExpositionErrors.ThrowExpected(input, at, "timestamp, exemplar or end of line");
        }

        return at + 1;
    }

    /// <summary>Reads a space and a finite number of usual form up to the next token or the line's end; where it is not that, nothing.</summary>
    private static bool TryReadPlainNumber(ReadOnlySpan<byte> input, ref int at, out double value)
    {
        if ((uint)at < (uint)input.Length && input[at] == (byte)' ' && GoFloat.TryReadPrefix(input[(at + 1)..], out value, out var length))
        {
            var end = at + 1 + length;
            if ((uint)end < (uint)input.Length && input[end] is (byte)' ' or (byte)'\n')
            {
                at = end;
                return true;
            }
        }

        value = 0;
        return false;
    }

    private static ReadOnlySpan<byte> ReadToken(ReadOnlySpan<byte> input, ref int at, string what)
    {
        if (at >= input.Length || input[at] != (byte)' ')
        {
            ExpositionErrors.ThrowExpected(input, at, $"space and {what}");
        }

        var rest = input[(at + 1)..];
        var length = rest.IndexOfAny((byte)' ', (byte)'\n');
        length = length < 0 ? rest.Length : length;
        if (length == 0)
        {
            ExpositionErrors.ThrowExpected(input, at + 1, what);
        }

        at += 1 + length;
        return rest[..length];
    }
}
