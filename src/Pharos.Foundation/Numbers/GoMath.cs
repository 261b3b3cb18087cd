namespace Pharos.Foundation.Numbers;

/// <summary>
/// Functions of Go's <c>math</c> package whose last bits differ from those of the platform's C library. Results of PromQL carry them.
/// </summary>
/// <remarks>
/// The polynomials are the published ones of FreeBSD's msun, of Cephes, of SLEEF (the exponential function) and of Hart and Cheney
/// (hyperbolic sine); operations are in Go's order and, but for the exponential function, never fused.
/// </remarks>
public static partial class GoMath
{
    /// <summary>The part of ln 2 that has 32 trailing zero bits: its product with an exponent is exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;

    private const double Ln2Low = 1.90821492927058770002e-10;

    private const double Ln2 = 0.693147180559945309417232121458176568;

    /// <summary>Rounded once: the inverse of the rounded logarithm is another number.</summary>
    private const double InverseLn10 = 0.434294481903251827651128918916605082;

    private const double InverseLn2 = 1 / Ln2;

    private const double HalfSqrt2 = 1.41421356237309504880168872420969807856967187537694 / 2;

    /// <summary>The bits that Go gives NaN.</summary>
    private static double NotANumber => BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0001);

    /// <summary>The natural logarithm.</summary>
    public static double Log(double value)
    {
        if (double.IsNaN(value) || double.IsPositiveInfinity(value))
        {
            return value;
        }

        if (value <= 0)
        {
            return value < 0 ? NotANumber : double.NegativeInfinity;
        }

        var fraction = Split(value, out var exponent);
        return LogOfFraction(fraction, exponent);
    }

    /// <summary>The binary logarithm, exact for powers of two.</summary>
    public static double Log2(double value)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            return Log(value);
        }

        var fraction = Split(value, out var exponent);
        return fraction == 0.5 ? exponent - 1 : LogOfFraction(fraction, 0) * InverseLn2 + exponent;
    }

    public static double Log10(double value) => Log(value) * InverseLn10;

    /// <summary>Two to the power of <paramref name="value"/>.</summary>
    public static double Exp2(double value)
    {
        if (double.IsNaN(value))
        {
            return value;
        }

        if (value > 1.0239999999999999e+03)
        {
            return double.PositiveInfinity;
        }

        if (value < -1.0740e+03)
        {
            return 0;
        }

        var power = value > 0 ? (int)(value + 0.5) : value < 0 ? (int)(value - 0.5) : 0;
        var rest = value - power;
        var high = rest * Ln2High;
        var low = -rest * Ln2Low;

        var r = high - low;
        var square = r * r;
        var polynomial = 6.61375632143793436117e-05 + square * (-1.65339022054652515390e-06 + square * 4.13813679705723846039e-08);
        polynomial = 1.66666666666666657415e-01 + square * (-2.77777777770155933842e-03 + square * polynomial);
        var c = r - square * polynomial;
        return Math.ScaleB(1 - ((low - r * c / (2 - c)) - high), power);
    }

    /// <summary>Takes a positive finite number apart: a fraction of at least 0.5 and less than 1, and a power of two.</summary>
    private static double Split(double value, out int exponent)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var shift = 0;
        if (bits >> 52 == 0)
        {
            bits = BitConverter.DoubleToUInt64Bits(value * (1UL << 52));
            shift = -52;
        }

        exponent = (int)(bits >> 52) - 1022 + shift;
        return BitConverter.UInt64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
    }

    private static double LogOfFraction(double fraction, int exponent)
    {
        if (fraction < HalfSqrt2)
        {
            fraction *= 2;
            exponent--;
        }

        var f = fraction - 1;
        double k = exponent;
        var s = f / (2 + f);
        var s2 = s * s;
        var s4 = s2 * s2;
        var odd = 6.666666666666735130e-01
            + s4 * (2.857142874366239149e-01 + s4 * (1.818357216161805012e-01 + s4 * 1.479819860511658591e-01));
        var even = 3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01);
        var remainder = s2 * odd + s4 * even;
        var halfSquare = 0.5 * f * f;
        return k * Ln2High - ((halfSquare - (s * (halfSquare + remainder) + k * Ln2Low)) - f);
    }
}
