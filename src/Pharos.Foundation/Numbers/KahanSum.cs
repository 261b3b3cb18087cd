using System.Runtime.CompilerServices;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// Summation that keeps the rounding error of each step in a second number, with Neumaier's refinement. Sum and compensation are the
/// caller's; the result of a run is the sum plus its compensation.
/// </summary>
/// <remarks>The steps and their order are those of PromQL, whose results depend on them down to the last bit.</remarks>
public static class KahanSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(double value, ref double sum, ref double compensation)
    {
        var next = sum + value;
        if (double.IsInfinity(next))
        {
            // An error term beside an infinity would be NaN.
            compensation = 0;
        }
        else if (Math.Abs(sum) >= Math.Abs(value))
        {
            compensation += (sum - next) + value;
        }
        else
        {
            compensation += (value - next) + sum;
        }

        sum = next;
    }
}
