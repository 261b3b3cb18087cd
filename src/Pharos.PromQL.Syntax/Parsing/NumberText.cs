using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;
using Pharos.Foundation.Time;
using Pharos.Model;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>
/// Numbers as the language has them: whole numbers as in Go's source, so that a leading zero makes them octal, and otherwise what Go
/// reads as floating-point numbers. <c>012</c> is ten, but <c>09</c> is nine.
/// </summary>
internal static class NumberText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (text is [(byte)'0', _, ..] && TryParseWithBase(text, out value))
        {
            return true;
        }

        if (GoFloatLiteral.TryParse(text, out value))
        {
            value = double.IsNaN(value) ? SpecialValues.NormalNaN : value;
            return true;
        }

        var reason = double.IsInfinity(value) ? "value out of range" : "invalid syntax";
        error = $"error parsing number: strconv.ParseFloat: parsing {GoQuote.Quote(text)}: {reason}";
        return false;
    }

    /// <summary>Durations with units, in seconds.</summary>
    public static bool TryParseDuration(ReadOnlySpan<byte> text, out double seconds, out string error)
    {
        var isValid = PrometheusDuration.TryParse(text, out var milliseconds, out error);
        seconds = ToSeconds(milliseconds);
        return isValid;
    }

    /// <summary>As Go's <c>Duration.Seconds</c> rounds.</summary>
    public static double ToSeconds(long milliseconds) => (milliseconds / 1000) + (milliseconds % 1000 * 1e6 / 1e9);

    /// <summary>Hexadecimal and octal numbers of up to 63 bits, with single underscores before digits.</summary>
    private static bool TryParseWithBase(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var isHex = (text[1] | 0x20) == 'x';
        var radix = isHex ? 16ul : 8ul;
        var number = 0ul;
        var mayBeUnderscore = true;
        var digits = 0;
        foreach (var current in text[(isHex ? 2 : 1)..])
        {
            if (current == '_' && mayBeUnderscore)
            {
                mayBeUnderscore = false;
                continue;
            }

            var digit = Bytes.IsHexDigit(current) ? (ulong)Bytes.HexValue(current) : radix;
            if (digit >= radix || number > (long.MaxValue - digit) / radix)
            {
                return false;
            }

            number = number * radix + digit;
            mayBeUnderscore = true;
            digits++;
        }

        value = number;
        return mayBeUnderscore && digits > 0;
    }
}
