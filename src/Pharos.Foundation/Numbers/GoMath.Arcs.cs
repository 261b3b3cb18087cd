namespace Pharos.Foundation.Numbers;

/// <summary>Inverse trigonometric functions, after Cephes: all are made of the arc tangent.</summary>
public static partial class GoMath
{
    private const double TangentOf3PiBy8 = 2.41421356237309504880;

    /// <summary>What π/2 is more than the double nearest to it.</summary>
    private const double HalfPiRest = 6.123233995736765886130e-17;

    public static double Atan(double value)
    {
        if (value == 0)
        {
            return value;
        }

        return value > 0 ? AtanOfPositive(value) : -AtanOfPositive(-value);
    }

    public static double Asin(double value)
    {
        if (value == 0)
        {
            return value;
        }

        var size = Math.Abs(value);
        if (size > 1)
        {
            return NotANumber;
        }

        var other = Math.Sqrt(1 - size * size);
        var angle = size > 0.7 ? Math.PI / 2 - AtanOfPositive(other / size) : AtanOfPositive(size / other);
        return value < 0 ? -angle : angle;
    }

    public static double Acos(double value) => Math.PI / 2 - Asin(value);

    private static double AtanOfPositive(double value)
    {
        if (value <= 0.66)
        {
            return AtanSeries(value);
        }

        return value > TangentOf3PiBy8
            ? Math.PI / 2 - AtanSeries(1 / value) + HalfPiRest
            : Math.PI / 4 + AtanSeries((value - 1) / (value + 1)) + 0.5 * HalfPiRest;
    }

    private static double AtanSeries(double value)
    {
        var z = value * value;
        var above = (((-8.750608600031904122785e-01 * z - 1.615753718733365076637e+01) * z - 7.500855792314704667340e+01) * z
            - 1.228866684490136173410e+02) * z - 6.485021904942025371773e+01;
        var below = ((((z + 2.485846490142306297962e+01) * z + 1.650270098316988542046e+02) * z + 4.328810604912902668951e+02) * z
            + 4.853903996359136964868e+02) * z + 1.945506571482613964425e+02;
        return value * (z * above / below) + value;
    }
}
