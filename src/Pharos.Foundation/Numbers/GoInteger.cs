using System.Globalization;

namespace Pharos.Foundation.Numbers;

/// <summary>Whole numbers as Go writes them in its source: decimal, with 0x, 0o, 0b or 0 before other digits, underscores between digits.</summary>
public static class GoInteger
{
    public static bool TryParse(string text, out long value)
    {
        value = 0;
        var isNegative = text.StartsWith('-');
        var digits = text.AsSpan(isNegative || text.StartsWith('+') ? 1 : 0);
        var radix = 10;
        var hasPrefix = false;
        if (digits.Length > 1 && digits[0] == '0')
        {
            (radix, var length) = char.ToLowerInvariant(digits[1]) switch { 'x' => (16, 2), 'o' => (8, 2), 'b' => (2, 2), _ => (8, 1) };
            digits = digits[length..];
            hasPrefix = true;
        }

        return TryDigits(digits, radix, hasPrefix, out var magnitude) && TrySign(magnitude, isNegative, out value);
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, int radix, bool hasPrefix, out ulong magnitude)
    {
        magnitude = 0;
        var isAfterDigit = hasPrefix;
        foreach (var digit in digits)
        {
            if (digit == '_')
            {
                // Only between digits, or behind what says how to read them.
                if (!isAfterDigit)
                {
                    return false;
                }

                isAfterDigit = false;
                continue;
            }

            if (!byte.TryParse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one) || one >= radix)
            {
                return false;
            }

            var next = (UInt128)magnitude * (uint)radix + one;
            if (next > ulong.MaxValue)
            {
                return false;
            }

            magnitude = (ulong)next;
            isAfterDigit = true;
        }

        return isAfterDigit && digits.Length > 0;
    }

    private static bool TrySign(ulong magnitude, bool isNegative, out long value)
    {
        value = isNegative ? (long)(0 - magnitude) : (long)magnitude;
        return magnitude <= (isNegative ? 1UL << 63 : long.MaxValue);
    }
}
