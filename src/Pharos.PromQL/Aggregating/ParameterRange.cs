using Pharos.PromQL.Annotating;

namespace Pharos.PromQL.Aggregating;

/// <summary>The extremes of a parameter over all steps, which decide about errors and annotations before any step is evaluated.</summary>
/// <param name="Least">NaN if a number is, and none is minus infinity.</param>
/// <param name="Greatest">NaN if a number is, and none is infinity.</param>
internal readonly record struct ParameterRange(double Least, double Greatest, bool HasNaN)
{
    /// <param name="numbers">One per step; of none both extremes are zero.</param>
    public static ParameterRange Of(ReadOnlySpan<double> numbers)
    {
        var (least, greatest) = numbers.IsEmpty ? (0, 0) : (numbers[0], numbers[0]);
        var hasNaN = false;
        foreach (var number in numbers)
        {
            // A NaN wins over numbers, and an infinity over both.
            least = double.IsNegativeInfinity(least) || double.IsNegativeInfinity(number) ? double.NegativeInfinity : Math.Min(least, number);
            greatest = double.IsPositiveInfinity(greatest) || double.IsPositiveInfinity(number) ? double.PositiveInfinity : Math.Max(greatest, number);
            hasNaN |= double.IsNaN(number);
        }

        return new ParameterRange(least, greatest, hasNaN);
    }

    /// <summary>How many series to keep at each step, 0 where there is nothing to keep.</summary>
    /// <exception cref="QueryException">A number cannot be a count.</exception>
    public static int[] Counts(AggregationCall call)
    {
        var numbers = call.Parameter!.Numbers;
        var range = Of(numbers);
        var counts = new int[numbers.Length];
        if (range.Greatest < 1)
        {
            return counts;
        }

        if (range.HasNaN)
        {
            throw new QueryException("Parameter value is NaN");
        }

        if (range.Least <= long.MinValue)
        {
            throw new QueryException($"Scalar value {NumberText.Shortest(range.Least)} underflows int64");
        }

        if (range.Greatest >= long.MaxValue)
        {
            throw new QueryException($"Scalar value {NumberText.Shortest(range.Greatest)} overflows int64");
        }

        for (var step = 0; step < counts.Length; step++)
        {
            counts[step] = (int)Math.Clamp(numbers[step], 0, int.MaxValue);
        }

        return counts;
    }
}
