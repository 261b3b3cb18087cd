namespace Pharos.Foundation.Numbers;

/// <summary>Powers, and the angle of a point.</summary>
public static partial class GoMath
{
    /// <summary>Every number from here on is an even integer, and a power with it as exponent is at one of the ends of the range.</summary>
    private const double HugeExponent = 1L << 62;

    /// <summary>A power of two beyond which the result is at one of the ends of the range, whatever is still multiplied with it.</summary>
    private const int LargestScale = 1 << 12;

    public static double Pow(double value, double exponent)
    {
        if (exponent == 0 || value == 1)
        {
            return 1;
        }

        if (exponent == 1)
        {
            return value;
        }

        if (double.IsNaN(value) || double.IsNaN(exponent))
        {
            return NotANumber;
        }

        if (value == 0 || !double.IsFinite(value) || !double.IsFinite(exponent))
        {
            // No rounding is involved.
            return value == -1 ? 1 : Math.Pow(value, exponent);
        }

        return exponent switch
        {
            0.5 => Math.Sqrt(value),
            -0.5 => 1 / Math.Sqrt(value),
            _ => PowOfFinite(value, exponent),
        };
    }

    /// <summary>The angle of the point (<paramref name="x"/>, <paramref name="y"/>), made of the arc tangent of their quotient.</summary>
    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(y) || double.IsNaN(x))
        {
            return NotANumber;
        }

        if (y == 0 || x == 0 || double.IsInfinity(y) || double.IsInfinity(x))
        {
            // Multiples of a quarter of π.
            return Math.Atan2(y, x);
        }

        var angle = Atan(y / x);
        if (x > 0)
        {
            return angle;
        }

        return angle <= 0 ? angle + Math.PI : angle - Math.PI;
    }

    /// <summary>The fraction of the exponent by logarithm, the whole part by squaring, powers of two apart so that nothing overflows.</summary>
    private static double PowOfFinite(double value, double exponent)
    {
        var size = Math.Abs(exponent);
        var whole = Math.Truncate(size);
        var rest = size - whole;
        if (rest != 0 && value < 0)
        {
            return NotANumber;
        }

        if (whole >= 2 * HugeExponent)
        {
            return value == -1 ? 1 : Math.Abs(value) < 1 == exponent > 0 ? 0 : double.PositiveInfinity;
        }

        var result = 1.0;
        var scale = 0;
        if (rest != 0)
        {
            if (rest > 0.5)
            {
                rest--;
                whole++;
            }

            result = Exp(rest * Log(value));
        }

        var square = Split(Math.Abs(value), out var squareScale);
        square = value < 0 ? -square : square;
        for (var bits = (long)whole; bits != 0; bits >>= 1)
        {
            if (squareScale is < -LargestScale or > LargestScale)
            {
                scale += squareScale;
                break;
            }

            if ((bits & 1) != 0)
            {
                result *= square;
                scale += squareScale;
            }

            square *= square;
            squareScale <<= 1;
            if (square < 0.5)
            {
                square += square;
                squareScale--;
            }
        }

        if (exponent < 0)
        {
            result = 1 / result;
            scale = -scale;
        }

        return Math.ScaleB(result, scale);
    }
}
