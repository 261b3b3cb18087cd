namespace Pharos.Foundation.Numbers;

/// <summary>Hyperbolic functions and their inverses.</summary>
public static partial class GoMath
{
    /// <summary>Beyond, one of the two exponentials vanishes beside the other.</summary>
    private const double OneExponentialFrom = 21;

    /// <summary>Beyond, the hyperbolic tangent is one.</summary>
    private const double TanhIsOneFrom = 0.5 * 8.8029691931113054295988e+01;

    private const double InverseNearZero = 1.0 / (1 << 28);

    private const double InverseLarge = 1 << 28;

    public static double Sinh(double value)
    {
        var size = Math.Abs(value);
        double sine;
        if (size > OneExponentialFrom)
        {
            sine = Exp(size) * 0.5;
        }
        else if (size > 0.5)
        {
            var power = Exp(size);
            sine = (power - 1 / power) * 0.5;
        }
        else
        {
            var square = size * size;
            var above = ((-0.2630563213397497062819489e+2 * square - 0.2894211355989563807284660366e+4) * square
                - 0.8991272022039509355398013511e+5) * square - 0.6307673640497716991184787251e+6;
            var below = ((square - 0.173678953558233699533450911e+3) * square + 0.1521517378790019070696485176e+5) * square
                - 0.6307673640497716991212077277e+6;
            sine = above * size / below;
        }

        return value < 0 ? -sine : double.IsNegative(value) && value == 0 ? value : sine;
    }

    public static double Cosh(double value)
    {
        var power = Exp(Math.Abs(value));
        return Math.Abs(value) > OneExponentialFrom ? power * 0.5 : (power + 1 / power) * 0.5;
    }

    public static double Tanh(double value)
    {
        var size = Math.Abs(value);
        if (size > TanhIsOneFrom)
        {
            return value < 0 ? -1 : 1;
        }

        if (size >= 0.625)
        {
            var tangent = 1 - 2 / (Exp(2 * size) + 1);
            return value < 0 ? -tangent : tangent;
        }

        if (value == 0)
        {
            return value;
        }

        var s = value * value;
        var above = (-9.64399179425052238628e-1 * s - 9.92877231001918586564e1) * s - 1.61468768441708447952e3;
        var below = ((s + 1.12811678491632931402e2) * s + 2.23548839060100448583e3) * s + 4.84406305325125486048e3;
        return value + value * s * above / below;
    }

    public static double Asinh(double value)
    {
        if (!double.IsFinite(value))
        {
            return value;
        }

        var size = Math.Abs(value);
        var area = size switch
        {
            > InverseLarge => Log(size) + Ln2,
            > 2 => Log(2 * size + 1 / (Math.Sqrt(size * size + 1) + size)),
            < InverseNearZero => size,
            _ => Log1p(size + size * size / (1 + Math.Sqrt(1 + size * size))),
        };
        return double.IsNegative(value) ? -area : area;
    }

    public static double Acosh(double value)
    {
        if (value < 1 || double.IsNaN(value))
        {
            return NotANumber;
        }

        if (value >= InverseLarge)
        {
            return Log(value) + Ln2;
        }

        if (value > 2)
        {
            return Log(2 * value - 1 / (value + Math.Sqrt(value * value - 1)));
        }

        var above = value - 1;
        return above == 0 ? 0 : Log1p(above + Math.Sqrt(2 * above + above * above));
    }

    public static double Atanh(double value)
    {
        if (value is < -1 or > 1 || double.IsNaN(value))
        {
            return NotANumber;
        }

        var size = Math.Abs(value);
        if (size == 1)
        {
            return value > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }

        var twice = size + size;
        var area = size switch
        {
            < InverseNearZero => size,
            < 0.5 => 0.5 * Log1p(twice + twice * size / (1 - size)),
            _ => 0.5 * Log1p(twice / (1 - size)),
        };
        return double.IsNegative(value) ? -area : area;
    }
}
