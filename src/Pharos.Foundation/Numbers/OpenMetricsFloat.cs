namespace Pharos.Foundation.Numbers;

/// <summary>
/// Numbers as OpenMetrics wants them in the labels <c>le</c> and <c>quantile</c>: <see cref="GoFloat.FormatOpenMetrics"/> of what was
/// written, so that <c>1</c>, <c>1.0</c> and <c>1e0</c> are one bucket.
/// </summary>
public static class OpenMetricsFloat
{
    /// <summary>So many significant digits always survive the way to a double and back.</summary>
    private const int SafeDigits = 15;

    /// <summary>
    /// Whether the text is in that form already, found out without conversion. False for some that are: they are only converted
    /// needlessly.
    /// </summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        if (point < 0)
        {
            return text.SequenceEqual("+Inf"u8);
        }

        var whole = text[..point];
        var fraction = text[(point + 1)..];
        if (whole.IsEmpty || fraction.IsEmpty || whole.Length + fraction.Length > SafeDigits || !AreDigits(whole) || !AreDigits(fraction))
        {
            return false;
        }

        // No needless zeros, and neither so large nor so small that it would have an exponent.
        return whole.Length <= 6 && (whole[0] != (byte)'0' || (whole.Length == 1 && !fraction.StartsWith("0000"u8)))
            && (fraction[^1] != (byte)'0' || fraction.Length == 1);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
