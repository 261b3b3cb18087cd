using Pharos.PromQL.Annotating;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>A quantile of each window's floats, between two of them by their distance from its rank.</summary>
internal sealed class QuantileOverTime : FloatRangeFunction
{
    private readonly SortedWindow _window = new();

    /// <summary>The wrong quantile that was noted last.</summary>
    private double _noted;

    public QuantileOverTime(RangeCall call)
        : base(call)
    {
    }

    /// <summary>The value at a rank that need not be whole.</summary>
    public static double At(SortedWindow window, double quantile)
    {
        if (double.IsNaN(quantile))
        {
            return double.NaN;
        }

        if (quantile is < 0 or > 1)
        {
            return quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var rank = quantile * (window.Count - 1);
        var lower = (int)Math.Floor(rank);
        var upper = Math.Min(window.Count - 1, lower + 1);
        var weight = rank - Math.Floor(rank);
        return (window[lower] * (1 - weight)) + (window[upper] * weight);
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var quantiles = Call.Scalars[0].Numbers;
        _window.Reset();
        for (var step = 0; step < results.Length; step++)
        {
            var first = windows.FloatFirst[step];
            var end = windows.FloatEnd[step];
            if (first == end)
            {
                continue;
            }

            if (quantiles[step] is not (>= 0 and <= 1) && !quantiles[step].Equals(_noted))
            {
                _noted = quantiles[step];
                Annotate(Annotations.InvalidQuantile(quantiles[step], Call.FirstArgument));
            }

            _window.MoveTo(values, first, end);
            results[step] = At(_window, quantiles[step]);
        }
    }
}
