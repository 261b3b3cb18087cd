using System.Text;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// Sizes in configuration and flags: <c>512MB</c>, <c>1.5GiB</c>, <c>1GB512MB</c>. Units are powers of 1024 with or without the
/// <c>i</c>, but one text does not mix both forms. A unit is required, except for zero.
/// </summary>
public static class ByteSize
{
    private const string Scales = "KMGTPE";
    private const string Overflow = "units: overflow parsing unit";
    private const double Limit = 9223372036854775808.0;

    /// <summary>The size in bytes. Throws <see cref="FormatException"/> when the text is not a size.</summary>
    public static long Parse(string text) => TryParse(text, out var bytes, out var error) ? bytes : throw new FormatException(error);

    /// <summary>On failure <paramref name="error"/> says why, in the reference's words.</summary>
    public static bool TryParse(string text, out long bytes, out string error)
    {
        // When neither form fits, the complaint is about the one without the i, unless the text has the other form and is only too large.
        return TryParse(text, "iB", out bytes, out error) || (error != Overflow && TryParse(text, "B", out bytes, out error));
    }

    /// <summary>From the largest unit to the smallest, leaving out what is zero: <c>1GiB512MiB</c>, <c>0B</c>.</summary>
    public static string Format(long bytes)
    {
        if (bytes == 0)
        {
            return "0B";
        }

        // Each part carries the sign of the whole.
        Span<long> parts = stackalloc long[Scales.Length + 1];
        for (var scale = 0; scale < parts.Length; scale++)
        {
            (bytes, parts[scale]) = Math.DivRem(bytes, 1024);
        }

        var text = new StringBuilder();
        for (var scale = parts.Length - 1; scale >= 0; scale--)
        {
            if (parts[scale] != 0)
            {
                text.Append(parts[scale]).Append(scale == 0 ? "B" : $"{Scales[scale - 1]}iB");
            }
        }

        return text.ToString();
    }

    private static bool TryParse(string text, string suffix, out long bytes, out string error)
    {
        bytes = 0;
        error = "units: invalid " + text;
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        var sum = 0.0;
        while (!rest.IsEmpty)
        {
            if (!TryTakeNumber(ref rest, out var number))
            {
                return false;
            }

            var end = rest.IndexOfAnyInRange('0', '9');
            var point = rest.IndexOf('.');
            end = end < 0 ? rest.Length : end;
            end = point < 0 ? end : Math.Min(end, point);
            var unit = rest[..end];
            rest = rest[end..];
            if (!TryGetFactor(unit, suffix, out var factor))
            {
                error = $"units: unknown unit {unit} in {text}";
                return false;
            }

            sum += number * factor;
        }

        sum = isNegative ? -sum : sum;
        if (sum is < -Limit or >= Limit)
        {
            error = Overflow;
            return false;
        }

        bytes = (long)sum;
        return true;
    }

    /// <summary>Digits with a fraction or without: <c>1</c>, <c>1.5</c>, <c>.5</c>, <c>1.</c>.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out double number)
    {
        number = 0;
        if (!TryTakeDigits(ref rest, out var whole, out var wholeDigits))
        {
            return false;
        }

        number = whole;
        var fractionDigits = 0;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            if (!TryTakeDigits(ref rest, out var fraction, out fractionDigits))
            {
                return false;
            }

            number += fraction / Math.Pow(10, fractionDigits);
        }

        return wholeDigits + fractionDigits > 0;
    }

    /// <summary>False only when there are more digits than 63 bits hold.</summary>
    private static bool TryTakeDigits(ref ReadOnlySpan<char> rest, out long value, out int count)
    {
        value = 0;
        for (count = 0; count < rest.Length && char.IsAsciiDigit(rest[count]); count++)
        {
            if (value >= (long.MaxValue - 9) / 10)
            {
                return false;
            }

            value = value * 10 + (rest[count] - '0');
        }

        rest = rest[count..];
        return true;
    }

    private static bool TryGetFactor(ReadOnlySpan<char> unit, string suffix, out double factor)
    {
        factor = 1;
        if (unit is "B")
        {
            return true;
        }

        var scale = unit.IsEmpty ? -1 : Scales.IndexOf(unit[0], StringComparison.Ordinal);
        factor = Math.ScaleB(1, (scale + 1) * 10);
        return scale >= 0 && unit[1..].SequenceEqual(suffix);
    }
}
