using System.Globalization;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// The level that each window ends at if newer samples count for more than older ones, and so do newer trends. Both weights are between 0
/// and 1.
/// </summary>
internal sealed class DoubleExponentialSmoothing : FloatRangeFunction
{
    public DoubleExponentialSmoothing(RangeCall call)
        : base(call)
    {
    }

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        CheckWeights(windows);
        base.Evaluate(windows, row);
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var levelWeights = Call.Scalars[0].Numbers;
        var trendWeights = Call.Scalars[1].Numbers;
        for (var step = 0; step < results.Length; step++)
        {
            var first = windows.FloatFirst[step];
            var end = windows.FloatEnd[step];
            if (end - first >= 2)
            {
                Call.Run.ThrowIfStopped();
                results[step] = Smooth(values[first..end], levelWeights[step], trendWeights[step]);
            }
        }
    }

    /// <summary>Weights matter only where there is something to weigh.</summary>
    private void CheckWeights(SeriesWindows windows)
    {
        for (var step = 0; step < windows.FloatFirst.Length; step++)
        {
            if (windows.FloatFirst[step] < windows.FloatEnd[step] ||
                (windows.HasHistograms && windows.HistogramFirst[step] < windows.HistogramEnd[step]))
            {
                Check(Call.Scalars[0][step], "invalid smoothing factor. Expected: 0 < sf < 1, got: ");
                Check(Call.Scalars[1][step], "invalid trend factor. Expected: 0 < tf < 1, got: ");
            }
        }
    }

    private static double Smooth(ReadOnlySpan<double> values, double levelWeight, double trendWeight)
    {
        var previous = 0.0;
        var level = values[0];
        var trend = values[1] - values[0];
        for (var i = 1; i < values.Length; i++)
        {
            if (i > 1)
            {
                trend = (trendWeight * (level - previous)) + ((1 - trendWeight) * trend);
            }

            var smoothed = (levelWeight * values[i]) + ((1 - levelWeight) * (level + trend));
            previous = level;
            level = smoothed;
        }

        return level;
    }

    private static void Check(double weight, string message)
    {
        if (weight <= 0 || weight >= 1)
        {
            throw new QueryException(message + Text(weight));
        }
    }

    private static string Text(double weight) => double.IsInfinity(weight)
        ? weight > 0 ? "+Inf" : "-Inf"
        : weight.ToString("F6", CultureInfo.InvariantCulture);
}
