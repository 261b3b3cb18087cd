using Pharos.Model.Histograms;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// <c>rate</c>, <c>increase</c> and <c>delta</c> between the very edges of the window. The value at an edge is that of the newest sample
/// there (<c>anchored</c>) or on the line between the samples around it (<c>smoothed</c>). Windows hold what is looked at ahead of and
/// behind them.
/// </summary>
internal sealed class EdgedChange : ChangeFunction
{
    private readonly bool _isSmoothed;
    private readonly EdgedHistogramChange _histograms;
    private readonly FloatResets _resets = new();
    private EdgeSearch _histogramEdges;

    public EdgedChange(RangeCall call, ChangeKind kind, bool isSmoothed)
        : base(call, kind)
    {
        _isSmoothed = isSmoothed;
        _histograms = new EdgedHistogramChange(IsCounter, isSmoothed);
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var seconds = Seconds(windows.Shape.RangeMs);
        var values = windows.Samples.Floats;
        var times = windows.Samples.FloatTimes;
        var edges = default(EdgeSearch);
        if (IsCounter)
        {
            // What starts say is not looked at between edges.
            _resets.FindFalls(values);
        }

        var resets = _resets.Places;
        for (var step = 0; step < results.Length; step++)
        {
            var start = windows.StartOf(step);
            var end = windows.Ends[step];
            if (!edges.TryFind(
                times, windows.FloatFirst[step], windows.FloatEnd[step], start, end, _isSmoothed, out var first, out var last))
            {
                continue;
            }

            var left = LeftEdge(values, times, first, start);
            var right = RightEdge(values, times, windows.FloatFirst[step], last, end);
            var change = right - left;
            if (IsCounter)
            {
                first += times[first] <= start ? 1 : 0;
                last -= times[last] >= end ? 1 : 0;
                change += Lost(values, first, last, left, right, ref resets);
            }

            results[step] = IsRate ? change / seconds : change;
        }
    }

    protected override void Prepare(SeriesWindows windows)
    {
        _histogramEdges = default;
        _histograms.Prepare(windows.Samples);
    }

    protected override FloatHistogram? EvaluateHistograms(SeriesWindows windows, int step, int first, int end, ref WindowNotes notes)
    {
        var startMs = windows.StartOf(step);
        var endMs = windows.Ends[step];
        var begin = first;
        if (!_histogramEdges.TryFind(
            windows.Samples.HistogramTimes, first, end, startMs, endMs, _isSmoothed, out first, out var last))
        {
            return null;
        }

        var change = _histograms.Between(begin, first, last, startMs, endMs, ref notes);
        if (change is not null && IsRate)
        {
            change.Divide(Seconds(windows.Shape.RangeMs));
        }

        return change?.Compact(0);
    }

    /// <summary>
    /// What the counter lost at resets between the edges. Pairs within the samples were looked at before; those with an edge are left.
    /// </summary>
    private static double Lost(
        ReadOnlySpan<double> values, int first, int last, double left, double right, ref ReadOnlySpan<int> resets)
    {
        var lost = 0.0;
        if (first > last)
        {
            return right < left ? left : lost;
        }

        if (values[first] < left)
        {
            lost += left;
        }

        while (!resets.IsEmpty && resets[0] <= first)
        {
            resets = resets[1..];
        }

        for (var i = 0; i < resets.Length && resets[i] <= last; i++)
        {
            lost += values[resets[i] - 1];
        }

        return right < values[last] ? lost + values[last] : lost;
    }

    private double LeftEdge(ReadOnlySpan<double> values, ReadOnlySpan<long> times, int first, long start) =>
        _isSmoothed && times[first] < start
            ? Interpolation.Between(values[first], times[first], values[first + 1], times[first + 1], start, IsCounter)
            : values[first];

    private double RightEdge(ReadOnlySpan<double> values, ReadOnlySpan<long> times, int begin, int last, long end) =>
        _isSmoothed && last > begin && times[last] > end
            ? Interpolation.Between(values[last - 1], times[last - 1], values[last], times[last], end, IsCounter)
            : values[last];
}
