using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary><c>deriv</c>: how fast the value changes, by linear regression over each window with two floats at the least.</summary>
internal sealed class Deriv : FloatRangeFunction
{
    public Deriv(RangeCall call)
        : base(call)
    {
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var times = windows.Samples.FloatTimes;
        for (var step = 0; step < results.Length; step++)
        {
            var first = windows.FloatFirst[step];
            var end = windows.FloatEnd[step];
            if (end - first >= 2)
            {
                Call.Run.ThrowIfStopped();

                // Times near those of the samples lose the fewest digits.
                results[step] = LinearRegression.Of(values[first..end], times[first..end], times[first]).Slope;
            }
        }
    }
}
