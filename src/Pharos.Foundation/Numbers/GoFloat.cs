using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Numbers;

/// <summary>Numbers as Prometheus's formats write them: the decimal subset of what Go's strconv reads, and how it prints.</summary>
public static class GoFloat
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

    /// <summary>
    /// Writes the shortest text that reads back as the same number, with an exponent below 1e-04 and from 1e+06 on: Go's format 'g'
    /// with precision -1, which all exposition formats use.
    /// </summary>
    public static void Append(ByteBuffer destination, double value)
    {
        destination.Advance(Format(destination.GetSpan(MaxLength), value));
    }

    /// <summary>As <see cref="Append"/>, with <c>.0</c> behind a number that has neither point nor exponent.</summary>
    public static void AppendOpenMetrics(ByteBuffer destination, double value)
    {
        destination.Advance(FormatOpenMetrics(destination.GetSpan(MaxLength), value));
    }

    /// <summary>The powers of ten between which Go's 'g' writes no exponent.</summary>
    private const int MinExponent = -4;
    private const int MaxExponent = 5;

    /// <summary>The room that any number needs.</summary>
    public const int MaxLength = 32;

    /// <summary>Writes into <paramref name="destination"/>, which has <see cref="MaxLength"/> bytes, and returns the length.</summary>
    public static int Format(Span<byte> destination, double value)
    {
        // Fast path: small whole numbers, the most frequent values there are. Minus zero keeps its sign below.
        if (Math.Abs(value) < 1e6 && value == (int)value && (value != 0 || !double.IsNegative(value)))
        {
            ((int)value).TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
            return length;
        }

        return FormatSlow(destination, value, MinExponent, MaxExponent);
    }

    /// <summary>As <see cref="Format"/>, with an exponent only below 1e-06 and from 1e+21 on: numbers in answers of the HTTP API.</summary>
    public static int FormatJson(Span<byte> destination, double value)
    {
        if (Math.Abs(value) < 1e9 && value == (int)value && (value != 0 || !double.IsNegative(value)))
        {
            ((int)value).TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
            return length;
        }

        return FormatSlow(destination, value, minExponent: -6, maxExponent: 20);
    }

    public static int FormatOpenMetrics(Span<byte> destination, double value)
    {
        // Minus zero is written like zero: as a bound it is the same one.
        var length = Format(destination, value == 0 ? 0 : value);
        if (double.IsFinite(value) && destination[..length].IndexOfAny((byte)'.', (byte)'e') < 0)
        {
            ".0"u8.CopyTo(destination[length..]);
            length += 2;
        }

        return length;
    }

    /// <summary>The room that any number needs without an exponent: 324 places behind the point, and what stands before.</summary>
    public const int MaxPlainLength = 344;

    /// <summary>As <see cref="Format"/>, never with an exponent, however long that makes it: Go's format 'f' with precision -1.</summary>
    /// <param name="destination">Has <see cref="MaxPlainLength"/> bytes.</param>
    public static int FormatPlain(Span<byte> destination, double value) =>
        FormatSlow(destination, value, minExponent: int.MinValue, maxExponent: int.MaxValue);

    public static void AppendPlain(ByteBuffer destination, double value) =>
        destination.Advance(FormatPlain(destination.GetSpan(MaxPlainLength), value));

    private static int FormatSlow(Span<byte> destination, double value, int minExponent, int maxExponent)
    {
        if (!double.IsFinite(value))
        {
            var word = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
            word.CopyTo(destination);
            return word.Length;
        }

        // .NET gives the same shortest digits, in a layout of its own: take them apart and lay them out anew.
        Span<byte> shortest = stackalloc byte[MaxLength];
        value.TryFormat(shortest, out var shortestLength, default, CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[MaxLength];
        var decimalPoint = TakeApart(shortest[..shortestLength], digits, out var count);
        return LayOut(destination, digits[..count], decimalPoint, double.IsNegative(value), minExponent, maxExponent);
    }

    /// <summary>Takes the significant digits out of a formatted number; the result is how many stand before the point.</summary>
    private static int TakeApart(ReadOnlySpan<byte> text, Span<byte> digits, out int count)
    {
        count = 0;
        var beforePoint = 0;
        var hasPoint = false;
        var exponent = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var current = text[i];
            if (current == (byte)'E')
            {
                TryReadExponent(text, ref i, ref exponent);
                break;
            }

            if (current == (byte)'.')
            {
                hasPoint = true;
            }
            else if (current != (byte)'-')
            {
                if (count > 0 || current != (byte)'0')
                {
                    digits[count++] = current;
                    beforePoint += hasPoint ? 0 : 1;
                }
                else if (hasPoint)
                {
                    beforePoint--;
                }
            }
        }

        while (count > 1 && digits[count - 1] == (byte)'0')
        {
            count--;
        }

        if (count == 0)
        {
            digits[count++] = (byte)'0';
            return 1;
        }

        return beforePoint + exponent;
    }

    private static int LayOut(
        Span<byte> destination, ReadOnlySpan<byte> digits, int decimalPoint, bool isNegative, int minExponent, int maxExponent)
    {
        var at = 0;
        if (isNegative)
        {
            destination[at++] = (byte)'-';
        }

        var exponent = decimalPoint - 1;
        if (exponent < minExponent || exponent > maxExponent)
        {
            destination[at++] = digits[0];
            if (digits.Length > 1)
            {
                destination[at++] = (byte)'.';
                digits[1..].CopyTo(destination[at..]);
                at += digits.Length - 1;
            }

            destination[at++] = (byte)'e';
            destination[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
            Math.Abs(exponent).TryFormat(destination[at..], out var length, "00", CultureInfo.InvariantCulture);
            return at + length;
        }

        if (decimalPoint <= 0)
        {
            "0."u8.CopyTo(destination[at..]);
            at += 2;
            destination.Slice(at, -decimalPoint).Fill((byte)'0');
            at -= decimalPoint;
            digits.CopyTo(destination[at..]);
            return at + digits.Length;
        }

        var whole = Math.Min(decimalPoint, digits.Length);
        digits[..whole].CopyTo(destination[at..]);
        at += whole;
        destination.Slice(at, decimalPoint - whole).Fill((byte)'0');
        at += decimalPoint - whole;
        if (whole < digits.Length)
        {
            destination[at++] = (byte)'.';
            digits[whole..].CopyTo(destination[at..]);
            at += digits.Length - whole;
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
