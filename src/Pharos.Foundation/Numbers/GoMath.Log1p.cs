namespace Pharos.Foundation.Numbers;

/// <summary>The logarithm near one, after FreeBSD's <c>s_log1p.c</c>.</summary>
public static partial class GoMath
{
    private const double Sqrt2Minus1 = 4.142135623730950488017e-01;

    private const double HalfSqrt2Minus1 = -2.928932188134524755992e-01;

    private const ulong MantissaMask = 0x000F_FFFF_FFFF_FFFF;

    private const ulong MantissaOfSqrt2 = 0x0006_A09E_667F_3BCD;

    /// <summary>The natural logarithm of one more than <paramref name="value"/>.</summary>
    public static double Log1p(double value)
    {
        if (value < -1 || double.IsNaN(value))
        {
            return NotANumber;
        }

        if (value == -1 || double.IsPositiveInfinity(value))
        {
            return value == -1 ? double.NegativeInfinity : value;
        }

        var size = Math.Abs(value);
        if (size < 1.0 / (1 << 29))
        {
            return size < 1.0 / (1L << 54) ? value : value - value * value * 0.5;
        }

        if (value > HalfSqrt2Minus1 && size < Sqrt2Minus1)
        {
            return Log1pNearZero(value);
        }

        // 1 + value = 2^exponent (1 + f), and the correction is what 1 + value lost by rounding.
        var one = size < 1L << 53 ? 1 + value : value;
        var bits = BitConverter.DoubleToUInt64Bits(one);
        var exponent = (int)(bits >> 52) - 1023;
        var correction = size < 1L << 53 ? (exponent > 0 ? 1 - (one - value) : value - (one - 1)) / one : 0;
        bits &= MantissaMask;
        var isUpper = bits >= MantissaOfSqrt2;
        exponent += isUpper ? 1 : 0;
        var f = BitConverter.UInt64BitsToDouble(bits | (isUpper ? 0x3FE0_0000_0000_0000UL : 0x3FF0_0000_0000_0000UL)) - 1;
        var isTiny = isUpper ? ((1UL << 52) - bits) >> 2 == 0 : bits == 0;
        return Log1pOf(f, exponent, correction, isTiny);
    }

    private static double Log1pNearZero(double f)
    {
        var halfSquare = 0.5 * f * f;
        var s = f / (2 + f);
        return f - (halfSquare - s * (halfSquare + Log1pRemainder(s * s)));
    }

    private static double Log1pOf(double f, int exponent, double correction, bool isTiny)
    {
        double k = exponent;
        var halfSquare = 0.5 * f * f;
        if (isTiny)
        {
            if (f == 0)
            {
                return exponent == 0 ? 0 : k * Ln2High + (correction + k * Ln2Low);
            }

            var remainder = halfSquare * (1 - 0.66666666666666666 * f);
            return exponent == 0 ? f - remainder : k * Ln2High - ((remainder - (k * Ln2Low + correction)) - f);
        }

        var s = f / (2 + f);
        var series = s * (halfSquare + Log1pRemainder(s * s));
        return exponent == 0 ? f - (halfSquare - series) : k * Ln2High - ((halfSquare - (series + (k * Ln2Low + correction))) - f);
    }

    private static double Log1pRemainder(double z) =>
        z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * (2.222219843214978396e-01
            + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
}
