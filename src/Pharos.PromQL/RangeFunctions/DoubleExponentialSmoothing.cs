using System.Globalization;
using System.Runtime.Intrinsics;
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
        for (var step = 0; step < results.Length; step += WindowLanes.Count)
        {
            Call.Run.ThrowIfStopped();
            SmoothEach(windows, step, Call.Scalars[0].Numbers[step..], Call.Scalars[1].Numbers[step..], results);
        }
    }

    /// <summary>The windows of four steps at once, each in its own lane: in one window, each sample waits for the one before.</summary>
    private static void SmoothEach(
        SeriesWindows windows, int step, ReadOnlySpan<double> levelWeights, ReadOnlySpan<double> trendWeights, Span<double> results)
    {
        var lanes = new WindowLanes(windows.Samples.Floats, windows.FloatFirst, windows.FloatEnd, step);
        var previous = Vector256<double>.Zero;
        var levels = Vector256<double>.Zero;
        var trends = Vector256<double>.Zero;
        var common = lanes.CommonLength;
        if (common >= 2)
        {
            var levelWeight = Vector256.Create(levelWeights);
            var trendWeight = Vector256.Create(trendWeights);
            levels = lanes.At(0);
            trends = lanes.At(1) - levels;
            for (var i = 1; i < common; i++)
            {
                if (i > 1)
                {
                    trends = (trendWeight * (levels - previous)) + ((Vector256<double>.One - trendWeight) * trends);
                }

                var smoothed = (levelWeight * lanes.At(i)) + ((Vector256<double>.One - levelWeight) * (levels + trends));
                previous = levels;
                levels = smoothed;
            }
        }

        for (var lane = 0; lane < lanes.Used; lane++)
        {
            var window = lanes.Window(lane);
            if (window.Length >= 2)
            {
                results[step + lane] = common >= 2
                    ? Smooth(window[common..], levelWeights[lane], trendWeights[lane], previous[lane], levels[lane], trends[lane])
                    : Smooth(window, levelWeights[lane], trendWeights[lane]);
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
        var trend = values[1] - values[0];
        var level = (levelWeight * values[1]) + ((1 - levelWeight) * (values[0] + trend));
        return Smooth(values[2..], levelWeight, trendWeight, values[0], level, trend);
    }

    /// <summary>Goes on with the values behind the second one.</summary>
    private static double Smooth(
        ReadOnlySpan<double> values, double levelWeight, double trendWeight, double previous, double level, double trend)
    {
        foreach (var value in values)
        {
            trend = (trendWeight * (level - previous)) + ((1 - trendWeight) * trend);
            var smoothed = (levelWeight * value) + ((1 - levelWeight) * (level + trend));
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
