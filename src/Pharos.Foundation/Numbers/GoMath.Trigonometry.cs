namespace Pharos.Foundation.Numbers;

/// <summary>Sine, cosine and tangent, after Cephes.</summary>
public static partial class GoMath
{
    public static double Sin(double value)
    {
        if (value == 0 || double.IsNaN(value))
        {
            return value;
        }

        if (double.IsInfinity(value))
        {
            return NotANumber;
        }

        var octant = TrigonometricReduction.Reduce(Math.Abs(value), out var rest) & 7;
        var isNegative = value < 0 ^ octant > 3;
        octant &= 3;
        var sine = octant is 1 or 2 ? CosineSeries(rest) : SineSeries(rest);
        return isNegative ? -sine : sine;
    }

    public static double Cos(double value)
    {
        if (!double.IsFinite(value))
        {
            return NotANumber;
        }

        var octant = TrigonometricReduction.Reduce(Math.Abs(value), out var rest) & 7;
        var isNegative = octant > 3;
        octant &= 3;
        isNegative ^= octant > 1;
        var cosine = octant is 1 or 2 ? SineSeries(rest) : CosineSeries(rest);
        return isNegative ? -cosine : cosine;
    }

    public static double Tan(double value)
    {
        if (value == 0 || double.IsNaN(value))
        {
            return value;
        }

        if (double.IsInfinity(value))
        {
            return NotANumber;
        }

        var octant = TrigonometricReduction.Reduce(Math.Abs(value), out var rest);
        var square = rest * rest;
        var tangent = rest;
        if (square > 1e-14)
        {
            var above = (-1.30936939181383777646e4 * square + 1.15351664838587416140e6) * square - 1.79565251976484877988e7;
            var below = (((square + 1.36812963470692954678e4) * square - 1.32089234440210967447e6) * square + 2.50083801823357915839e7) * square
                - 5.38695755929454629881e7;
            tangent = rest + rest * (square * above / below);
        }

        if ((octant & 2) != 0)
        {
            tangent = -1 / tangent;
        }

        return value < 0 ? -tangent : tangent;
    }

    private static double SineSeries(double rest)
    {
        var square = rest * rest;
        var series = 1.58962301576546568060e-10 * square - 2.50507477628578072866e-8;
        series = series * square + 2.75573136213857245213e-6;
        series = series * square - 1.98412698295895385996e-4;
        series = series * square + 8.33333333332211858878e-3;
        series = series * square - 1.66666666666666307295e-1;
        return rest + rest * square * series;
    }

    private static double CosineSeries(double rest)
    {
        var square = rest * rest;
        var series = -1.13585365213876817300e-11 * square + 2.08757008419747316778e-9;
        series = series * square - 2.75573141792967388112e-7;
        series = series * square + 2.48015872888517045348e-5;
        series = series * square - 1.38888888888730564116e-3;
        series = series * square + 4.16666666666665929218e-2;
        return 1 - 0.5 * square + square * square * series;
    }
}
