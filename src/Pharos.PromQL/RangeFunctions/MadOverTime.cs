using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// The median of how far each window's floats are from their median. The distances ascend to both sides of the median, so their own median
/// is found by halving and needs no second sort.
/// </summary>
internal sealed class MadOverTime : FloatRangeFunction
{
    private readonly SortedWindow _window = new();

    public MadOverTime(RangeCall call)
        : base(call)
    {
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        _window.Reset();
        for (var step = 0; step < results.Length; step++)
        {
            var first = windows.FloatFirst[step];
            var end = windows.FloatEnd[step];
            if (first == end)
            {
                continue;
            }

            _window.MoveTo(values, first, end);
            results[step] = _window.HasNaN ? double.NaN : Deviation(_window);
        }
    }

    private static double Deviation(SortedWindow window)
    {
        var median = QuantileOverTime.At(window, 0.5);
        if (!double.IsFinite(median))
        {
            // At least half of the values are that infinity, from which they have no distance.
            return double.NaN;
        }

        var below = CountBelow(window, median);
        var middle = 0.5 * (window.Count - 1);
        var lower = (int)Math.Floor(middle);
        var weight = middle - lower;
        var upper = Math.Min(window.Count - 1, lower + 1);
        return (Distance(window, median, below, lower) * (1 - weight)) + (Distance(window, median, below, upper) * weight);
    }

    private static int CountBelow(SortedWindow window, double median)
    {
        var low = 0;
        var high = window.Count;
        while (low < high)
        {
            var at = (low + high) / 2;
            if (window[at] < median)
            {
                low = at + 1;
            }
            else
            {
                high = at;
            }
        }

        return low;
    }

    /// <summary>The distance of a rank among those of the values below the median and of the others, both of which ascend.</summary>
    private static double Distance(SortedWindow window, double median, int below, int rank)
    {
        // The smallest distances up to the rank are so many of those below, and the rest of the others.
        var low = Math.Max(0, rank + 1 - (window.Count - below));
        var high = Math.Min(below, rank + 1);
        while (low < high)
        {
            var taken = (low + high) / 2;
            if (Below(taken) < Above(rank - taken))
            {
                low = taken + 1;
            }
            else
            {
                high = taken;
            }
        }

        var fromBelow = low > 0 ? Below(low - 1) : double.NegativeInfinity;
        var fromAbove = rank + 1 - low > 0 ? Above(rank - low) : double.NegativeInfinity;
        return Math.Max(fromBelow, fromAbove);

        double Below(int index) => Math.Abs(window[below - 1 - index] - median);

        double Above(int index) => Math.Abs(window[below + index] - median);
    }
}
