using System.Globalization;
using System.Numerics;
using System.Text;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// Numbers with as many digits as asked for, in Go's formats 'e', 'f' and 'g', for texts that people read. The digits are those of the
/// double's exact value, rounded half to even.
/// </summary>
public static class GoFloatPrecision
{
    /// <summary>No double has more digits behind the point; those beyond are zeros.</summary>
    private const int MaxDigits = 1100;

    /// <summary>For a number that is neither infinite nor NaN.</summary>
    /// <param name="precision">Digits behind the point, or of all if the format is 'g'; below zero for as many as it takes to read it back.</param>
    public static string Format(double value, char format, int precision)
    {
        if (precision < 0)
        {
            return Shortest(value, format);
        }

        var sign = double.IsNegative(value) ? "-" : "";
        var magnitude = Math.Abs(value);
        switch (format)
        {
            case 'f':
                var (decimals, _) = Rounded(magnitude, Math.Min(precision, MaxDigits), isSignificant: false);
                return sign + Plain(decimals, Math.Min(precision, MaxDigits)) + Zeros(precision);
            case 'e':
                var (digits, exponent) = Rounded(magnitude, Math.Min(precision, MaxDigits) + 1, isSignificant: true);
                return sign + Scientific(digits.PadRight(Math.Min(precision, MaxDigits) + 1, '0') + Zeros(precision), exponent);
            default:
                return sign + General(magnitude, Math.Max(precision, 1));
        }
    }

    /// <summary>Those that are asked for beyond what any double has.</summary>
    private static string Zeros(int precision) => new('0', Math.Max(precision - MaxDigits, 0));

    private static string General(double magnitude, int precision)
    {
        var (padded, exponent) = Rounded(magnitude, Math.Min(precision, MaxDigits), isSignificant: true);
        var digits = padded.TrimEnd('0');
        digits = digits.Length == 0 ? "0" : digits;
        var limit = precision > digits.Length && digits.Length > exponent ? digits.Length : precision;
        if (exponent < -4 || exponent >= limit)
        {
            return Scientific(digits, exponent);
        }

        return exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
            : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0')
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string Shortest(double value, char format)
    {
        Span<byte> room = stackalloc byte[GoFloat.MaxPlainLength];
        if (format != 'e')
        {
            return Encoding.UTF8.GetString(room[..(format == 'f' ? GoFloat.FormatPlain(room, value) : GoFloat.Format(room, value))]);
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0e+00" : "0e+00";
        }

        var (digits, power) = ShortestDecimal.Of(Math.Abs(value));
        var text = digits.ToString(CultureInfo.InvariantCulture);
        return (value < 0 ? "-" : "") + Scientific(text, text.Length - 1 + power);
    }

    private static string Plain(string digits, int decimals)
    {
        digits = digits.PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : digits[..^decimals] + "." + digits[^decimals..];
    }

    private static string Scientific(string digits, int exponent) =>
        digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The digits, and the power of ten of the first one.</summary>
    /// <param name="count">How many digits: of all, or behind the point.</param>
    private static (string Digits, int Exponent) Rounded(double magnitude, int count, bool isSignificant)
    {
        if (magnitude == 0)
        {
            return (isSignificant ? new string('0', count) : "0", 0);
        }

        // An estimate that may be one too small: there is then one digit too many.
        var exponent = (int)Math.Floor(Math.Log10(magnitude));
        while (true)
        {
            var decimals = isSignificant ? count - 1 - exponent : count;
            var digits = Scaled(magnitude, decimals).ToString(CultureInfo.InvariantCulture);
            if (!isSignificant || digits.Length == count)
            {
                return (digits, exponent);
            }

            exponent += digits.Length > count ? 1 : -1;
        }
    }

    /// <summary>The value times ten to a power, rounded half to even.</summary>
    private static BigInteger Scaled(double magnitude, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(magnitude);
        var exponent = (int)(bits >> 52);
        var numerator = new BigInteger((bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52));
        exponent = Math.Max(exponent, 1) - 1075;
        var denominator = BigInteger.One;
        if (power >= 0)
        {
            numerator *= BigInteger.Pow(10, power);
        }
        else
        {
            denominator = BigInteger.Pow(10, -power);
        }

        if (exponent >= 0)
        {
            numerator <<= exponent;
        }
        else
        {
            denominator <<= -exponent;
        }

        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }
}
