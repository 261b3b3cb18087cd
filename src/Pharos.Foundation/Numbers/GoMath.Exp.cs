namespace Pharos.Foundation.Numbers;

/// <summary>The exponential function as Go's assembly for amd64 has it, on processors that fuse multiplication and addition.</summary>
public static partial class GoMath
{
    private const double ExpOverflow = 7.09782712893384e+02;

    /// <summary>Below, the result is less than half of the smallest number.</summary>
    private const double ExpUnderflow = -7.46e+02;

    private const double Log2E = 1.4426950408889634073599246810018920;

    /// <summary>The upper half of ln 2, and what is left of it.</summary>
    private const double ExpLn2High = 0.69314718055966295651160180568695068359375;

    private const double ExpLn2Low = 0.28235290563031577122588448175013436025525412068e-12;

    /// <summary>e to the power of <paramref name="value"/>.</summary>
    /// <remarks>After N. Shibata, Efficient evaluation methods of elementary functions suitable for SIMD computation (2010).</remarks>
    public static double Exp(double value)
    {
        if (double.IsNaN(value))
        {
            return value;
        }

        if (value > ExpOverflow)
        {
            return double.PositiveInfinity;
        }

        if (value < ExpUnderflow)
        {
            return 0;
        }

        var power = Math.Round(Log2E * value);
        var rest = Math.FusedMultiplyAdd(-ExpLn2High, power, value);
        rest = Math.FusedMultiplyAdd(-ExpLn2Low, power, rest) * 0.0625;

        // The series of e^x - 1 for the sixteenth of the rest, which is then squared four times: (1 + y)² - 1 = y (y + 2).
        var sum = Math.FusedMultiplyAdd(2.4801587301587301587e-5, rest, 1.9841269841269841270e-4);
        sum = Math.FusedMultiplyAdd(sum, rest, 1.3888888888888888889e-3);
        sum = Math.FusedMultiplyAdd(sum, rest, 8.3333333333333333333e-3);
        sum = Math.FusedMultiplyAdd(sum, rest, 4.1666666666666666667e-2);
        sum = Math.FusedMultiplyAdd(sum, rest, 1.6666666666666666667e-1);
        sum = Math.FusedMultiplyAdd(sum, rest, 0.5);
        sum = Math.FusedMultiplyAdd(sum, rest, 1);
        var grown = rest * sum;
        grown *= grown + 2;
        grown *= grown + 2;
        grown *= grown + 2;
        return Math.ScaleB(Math.FusedMultiplyAdd(grown + 2, grown, 1), (int)power);
    }
}
