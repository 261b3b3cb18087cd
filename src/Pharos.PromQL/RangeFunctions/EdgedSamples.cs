using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// What a range with a modifier holds if it is asked for itself: the samples between its edges, and a value at either edge.
/// </summary>
internal static class EdgedSamples
{
    /// <param name="samples">Those of the window and what is looked at around it.</param>
    /// <exception cref="QueryException">There are histograms, of which edges are known to functions only.</exception>
    public static List<ResultPoint> Of(SampleColumns samples, long startMs, long endMs, SelectorModifier modifier)
    {
        var isSmoothed = modifier == SelectorModifier.Smoothed;
        if (samples.HistogramCount > 0)
        {
            throw new QueryException($"{(isSmoothed ? "smoothed" : "anchored")} modifier is not supported with histograms");
        }

        var points = new List<ResultPoint>();
        var times = samples.FloatTimes;
        var values = samples.Floats;
        if (times.IsEmpty)
        {
            return points;
        }

        var last = times.Length - 1;
        var first = Math.Max(0, IndexAfter(times[..last], startMs) - 1);
        last = isSmoothed ? IndexAfter(times[..last], endMs - 1) : last;
        if (times[last] <= startMs)
        {
            return points;
        }

        var left = isSmoothed && times[first] < startMs ? Between(times, values, first, startMs) : values[first];
        var right = isSmoothed && last > 0 && times[last] > endMs ? Between(times, values, last - 1, endMs) : values[last];
        points.Add(new ResultPoint(startMs, left, null));
        for (var i = first; i <= last; i++)
        {
            if (times[i] > startMs && times[i] < endMs)
            {
                points.Add(new ResultPoint(times[i], values[i], null));
            }
        }

        points.Add(new ResultPoint(endMs, right, null));
        return points;
    }

    private static int IndexAfter(ReadOnlySpan<long> times, long timeMs)
    {
        var edge = new WindowEdge(times);
        edge.PassUntil(timeMs);
        return edge.Index;
    }

    private static double Between(ReadOnlySpan<long> times, ReadOnlySpan<double> values, int index, long atMs) =>
        Interpolation.Between(values[index], times[index], values[index + 1], times[index + 1], atMs, isCounter: false);
}
