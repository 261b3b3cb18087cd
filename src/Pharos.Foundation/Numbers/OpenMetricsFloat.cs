namespace Pharos.Foundation.Numbers;

/// <summary>
/// Numbers as OpenMetrics wants them in the labels <c>le</c> and <c>quantile</c>: <see cref="GoFloat.FormatOpenMetrics"/> of what was
/// written, so that <c>1</c>, <c>1.0</c> and <c>1e0</c> are one bucket.
/// </summary>
public static class OpenMetricsFloat
{
    /// <summary>So many significant digits always survive the way to a double and back.</summary>
    private const int SafeDigits = 15;

    /// <summary>From so many digits before the point on, a number is written with an exponent.</summary>
    private const int MaxWholeDigits = 6;

    /// <summary>
    /// The text in that form: itself if it has it already or is no number, else what is written into <paramref name="buffer"/>, of at
    /// least <see cref="GoFloat.MaxLength"/> bytes.
    /// </summary>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        // Fast paths: nearly all bounds are short decimals, whole numbers, powers of ten or infinity.
        if (IsCanonical(text))
        {
            return text;
        }

        if (IsPlainWhole(text))
        {
            text.CopyTo(buffer);
            ".0"u8.CopyTo(buffer[text.Length..]);
            return buffer[..(text.Length + 2)];
        }

        return GoFloatLiteral.TryParse(text, out var value) ? buffer[..GoFloat.FormatOpenMetrics(buffer, value)] : text;
    }

    /// <summary>
    /// Whether the text has the form already, found out without conversion. False for some that have: they are only converted
    /// needlessly.
    /// </summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        var digits = text.StartsWith((byte)'-') ? text[1..] : text;
        var at = DigitsAt(digits, 0);
        var whole = at;
        if (whole == 0 || whole == digits.Length)
        {
            return text.SequenceEqual("+Inf"u8);
        }

        var fraction = 0;
        if (digits[at] == (byte)'.')
        {
            fraction = DigitsAt(digits, at + 1);
            at += 1 + fraction;
            if (fraction == 0)
            {
                return false;
            }
        }

        if (whole + fraction > SafeDigits)
        {
            return false;
        }

        var endsInZero = fraction > 0 && digits[at - 1] == (byte)'0';
        if (at == digits.Length)
        {
            // No needless zeros, neither so large nor so small that it would have an exponent, and no minus before a zero.
            return !text.SequenceEqual("-0.0"u8) && whole <= MaxWholeDigits && (digits[0] != (byte)'0' || (whole == 1 && !digits[2..].StartsWith("0000"u8)))
                && (!endsInZero || fraction == 1);
        }

        return whole == 1 && digits[0] != (byte)'0' && !endsInZero && IsCanonicalExponent(digits[at..]);
    }

    /// <summary>At least two digits with a sign, and so large or small that the number is not written without one.</summary>
    private static bool IsCanonicalExponent(ReadOnlySpan<byte> text)
    {
        if (text.Length != 4 || text[0] != (byte)'e' || DigitsAt(text, 2) != 2)
        {
            return false;
        }

        var exponent = (text[2] - '0') * 10 + (text[3] - '0');
        return text[1] == (byte)'+' ? exponent >= MaxWholeDigits : text[1] == (byte)'-' && exponent > 4;
    }

    private static bool IsPlainWhole(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= MaxWholeDigits && (text[0] != (byte)'0' || text.Length == 1) && DigitsAt(text, 0) == text.Length;

    private static int DigitsAt(ReadOnlySpan<byte> text, int start)
    {
        var at = start;
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9)
        {
            at++;
        }

        return at - start;
    }
}
