using System.Numerics;

namespace Pharos.PromQL.Aggregating;

/// <summary>Quantiles of numbers that are in no order.</summary>
internal static class OrderStatistic
{
    /// <summary>Fewer numbers than this are sorted sooner than parted.</summary>
    private const int SortLimit = 32;

    /// <summary>
    /// The number at rank <paramref name="quantile"/>·(n−1), between two numbers in proportion. NaN is less than any number. Below 0 and
    /// above 1 the result is an infinity, and NaN for NaN.
    /// </summary>
    /// <param name="values">At least one; their order is lost.</param>
    public static double Quantile(double quantile, Span<double> values)
    {
        if (double.IsNaN(quantile))
        {
            return quantile;
        }

        if (quantile is < 0 or > 1)
        {
            return quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var rank = quantile * (values.Length - 1);
        var lower = (int)Math.Floor(rank);
        var upper = Math.Min(values.Length - 1, lower + 1);
        var weight = rank - lower;
        var lowerValue = Select(values, lower);
        var upperValue = upper == lower ? lowerValue : Least(values[upper..]);
        return (lowerValue * (1 - weight)) + (upperValue * weight);
    }

    /// <summary>Puts the number of a rank in its place, with none that is greater before and none that is less behind, and returns it.</summary>
    public static double Select(Span<double> values, int rank)
    {
        var nans = MoveNaNsToFront(values);
        if (rank >= nans)
        {
            SelectNumber(values[nans..], rank - nans);
        }

        return values[rank];
    }

    private static void SelectNumber(Span<double> values, int rank)
    {
        // Parting halves the numbers mostly; where it does not, some input is hostile to it, and sorting has a bound.
        for (var parts = 2 * BitOperations.Log2((uint)values.Length | 1); values.Length > SortLimit && parts > 0; parts--)
        {
            var split = Part(values);
            if (rank < split)
            {
                values = values[..split];
            }
            else
            {
                values = values[split..];
                rank -= split;
            }
        }

        values.Sort();
    }

    /// <summary>Parts numbers so that those before the split are not greater than those from it on; both parts have one at least.</summary>
    private static int Part(Span<double> values)
    {
        var pivot = Median(values[0], values[values.Length / 2], values[^1]);
        var left = 0;
        var right = values.Length - 1;
        while (true)
        {
            while (values[left] < pivot)
            {
                left++;
            }

            while (values[right] > pivot)
            {
                right--;
            }

            if (left >= right)
            {
                // The pivot is not the greatest of three or more, so it cannot be that all are before it.
                return Math.Clamp(left, 1, values.Length - 1);
            }

            (values[left], values[right]) = (values[right], values[left]);
            left++;
            right--;
        }
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static int MoveNaNsToFront(Span<double> values)
    {
        var nans = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                (values[nans], values[i]) = (values[i], values[nans]);
                nans++;
            }
        }

        return nans;
    }

    /// <summary>NaN if there is one: what is behind the lower of two ranks has none unless all before are NaN as well.</summary>
    private static double Least(ReadOnlySpan<double> values)
    {
        var least = values[0];
        for (var i = 1; i < values.Length && !double.IsNaN(least); i++)
        {
            least = values[i] < least || double.IsNaN(values[i]) ? values[i] : least;
        }

        return least;
    }
}
