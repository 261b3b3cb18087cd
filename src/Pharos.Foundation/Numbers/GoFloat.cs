using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pharos.Foundation.Numbers;

/// <summary>Numbers as Prometheus's formats write them: the decimal subset of what Go's strconv reads, and how it prints.</summary>
public static partial class GoFloat
{
    /// <summary>Powers of ten that a double holds exactly.</summary>
    private static ReadOnlySpan<double> ExactPowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>
    /// Reads the whole of <paramref name="text"/>, rounding correctly. False for what is not a number and for what is too large for a
    /// double; hexadecimal floats and digit separators are no numbers here.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        // Fast path: the whole text is a number of few digits.
        if (TryReadPrefix(text, out value, out var length) && length == text.Length)
        {
            return true;
        }

        return TryParseSlow(text, out value);
    }

    /// <summary>
    /// Reads the plain number that <paramref name="text"/> begins with, as far as it goes. False where more than a few digits or anything
    /// unusual is there: the caller then finds the end of the token and has it parsed by <see cref="TryParse"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadPrefix(ReadOnlySpan<byte> text, out double value, out int length)
    {
        var at = 0;
        var isNegative = false;
        if (text.Length > 0 && text[0] == (byte)'-')
        {
            isNegative = true;
            at = 1;
        }

        ulong mantissa = 0;
        var start = at;
        at = ReadDigits(text, at, ref mantissa);
        var digits = at - start;
        var exponent = 0;
        if ((uint)at < (uint)text.Length && text[at] == (byte)'.')
        {
            var fraction = at + 1;
            at = ReadDigits(text, fraction, ref mantissa);
            exponent = fraction - at;
            digits -= exponent;
        }

        if ((uint)at < (uint)text.Length && (text[at] | 0x20) == 'e' && !TryReadExponent(text, ref at, ref exponent))
        {
            digits = 0;
        }

        length = at;
        if ((uint)(digits - 1) >= MaxDigits && (digits <= 0 || digits - LeadingZeros(text[start..]) > MaxDigits))
        {
            value = 0;
            return false;
        }

        if (mantissa <= 1UL << 53 && (uint)(exponent + 22) <= 44)
        {
            // Both factors are exact, so one operation rounds once.
            var exact = (double)(long)mantissa;
            exact = exponent < 0 ? exact / ExactPowersOfTen[-exponent] : exact * ExactPowersOfTen[exponent];
            value = isNegative ? -exact : exact;
            return true;
        }

        var isExact = DecimalToDouble.TryConvert(mantissa, exponent, out value);
        value = isNegative ? -value : value;
        return isExact && double.IsFinite(value);
    }

    private static bool TryParseSlow(ReadOnlySpan<byte> text, out double value)
    {
        if (!IsDecimal(text))
        {
            return TryParseWord(text, out value);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static bool IsDecimal(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var digits = 0;
        for (var points = 0; at < text.Length; at++)
        {
            if (text[at] == (byte)'.')
            {
                if (++points > 1)
                {
                    return false;
                }
            }
            else if ((uint)(text[at] - '0') <= 9)
            {
                digits++;
            }
            else
            {
                break;
            }
        }

        var exponent = 0;
        return digits > 0 && (at == text.Length || (TryReadExponent(text, ref at, ref exponent) && at == text.Length));
    }

    /// <summary>Decimal digits that always fit in 64 bits.</summary>
    private const int MaxDigits = 19;

    private static int LeadingZeros(ReadOnlySpan<byte> text)
    {
        var zeros = 0;
        for (var i = 0; i < text.Length && (text[i] is (byte)'0' or (byte)'.'); i++)
        {
            zeros += text[i] == (byte)'0' ? 1 : 0;
        }

        return zeros;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadDigits(ReadOnlySpan<byte> text, int at, ref ulong mantissa)
    {
        // Eight digits at once while there are so many, as with durations and times; mostly there are few.
        while (text.Length - at >= 8 && EightDigits.TryRead(text.Slice(at, 8), out var eight))
        {
            mantissa = mantissa * 100_000_000 + eight;
            at += 8;
        }

        uint digit;
        while ((uint)at < (uint)text.Length && (digit = (uint)text[at] - '0') <= 9)
        {
            mantissa = mantissa * 10 + digit;
            at++;
        }

        return at;
    }

    /// <summary>Adds the exponent that begins at <paramref name="at"/> with its 'e' and moves behind it; false if there is none.</summary>
    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int at, ref int exponent)
    {
        if (at >= text.Length || (text[at] | 0x20) != 'e')
        {
            return false;
        }

        at++;
        var isNegative = false;
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
        {
            isNegative = text[at] == (byte)'-';
            at++;
        }

        var start = at;
        var value = 0;
        uint digit;
        for (; at < text.Length && (digit = (uint)text[at] - '0') <= 9; at++)
        {
            // Far beyond any double; it must only not overflow.
            if (value < 100_000)
            {
                value = value * 10 + (int)digit;
            }
        }

        exponent += isNegative ? -value : value;
        return at > start;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryParseWord(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (Ascii.EqualsIgnoreCase(text, "nan"u8))
        {
            return true;
        }

        var isNegative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            isNegative = text[0] == (byte)'-';
            text = text[1..];
        }

        value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8);
    }
}
