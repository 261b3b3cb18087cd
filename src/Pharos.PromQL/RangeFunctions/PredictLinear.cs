using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// <c>predict_linear</c>: the value some seconds after the time of the step, by linear regression over each window with two floats at the
/// least.
/// </summary>
internal sealed class PredictLinear : FloatRangeFunction
{
    public PredictLinear(RangeCall call)
        : base(call)
    {
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var times = windows.Samples.FloatTimes;
        var ahead = Call.Scalars[0].Numbers;
        for (var step = 0; step < results.Length; step++)
        {
            var first = windows.FloatFirst[step];
            var end = windows.FloatEnd[step];
            if (end - first >= 2)
            {
                Call.Run.ThrowIfStopped();

                // The time is the query's, also if an offset made the window an earlier one.
                var line = LinearRegression.Of(values[first..end], times[first..end], Call.Grid[step]);
                results[step] = (line.Slope * ahead[step]) + line.Intercept;
            }
        }
    }
}
