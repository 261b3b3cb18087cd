using Pharos.Model.Histograms;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// <c>rate</c>, <c>increase</c> and <c>delta</c> over what lies in the window: from its first to its last sample, and from there to its
/// edges. Per window, only these two samples and those ahead of resets are read.
/// </summary>
internal sealed class ExtrapolatedChange : ChangeFunction
{
    private readonly HistogramChange _histograms;
    private readonly FloatResets _resets = new();

    public ExtrapolatedChange(RangeCall call, ChangeKind kind)
        : base(call, kind)
    {
        _histograms = new HistogramChange(IsCounter);
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        if (IsCounter)
        {
            _resets.Find(windows.Samples);
        }

        if (windows.Samples.FloatStarts.IsEmpty)
        {
            Evaluate(windows, results);
        }
        else
        {
            EvaluateWithStarts(windows, results);
        }
    }

    protected override void Prepare(SeriesWindows windows) => _histograms.Prepare(windows.Samples);

    protected override FloatHistogram? EvaluateHistograms(SeriesWindows windows, int step, int first, int end, ref WindowNotes notes)
    {
        var samples = windows.Samples;
        var last = end - 1;
        var zeroMs = ZeroWithin(windows.StartOf(step), samples.HistogramStarts, samples.HistogramTimes, first);
        if (first == last && zeroMs == 0)
        {
            return null;
        }

        FloatHistogram? change = null;
        if (first < last)
        {
            change = _histograms.Between(first, last, ref notes);
            if (change is null)
            {
                return null;
            }

            if (_histograms.HasOverlap(first, last))
            {
                Annotate(Annotations.StartTimeOverlap(windows.MetricName, Call.FirstArgument));
            }
        }

        var extrapolation = NewExtrapolation(windows);
        var firstMs = samples.HistogramTimes[first];
        var lastMs = samples.HistogramTimes[last];
        var firstHistogram = samples.Histograms[first];
        if (zeroMs == 0)
        {
            return change!.Multiply(extrapolation.Factor(
                windows.StartOf(step), windows.Ends[step], firstMs, lastMs, last - first, firstHistogram.Count, change.Count));
        }

        if (change is null)
        {
            change = firstHistogram.Copy();
        }
        else if (!HistogramChange.TryAdd(change, firstHistogram, ref notes))
        {
            return null;
        }

        return change.Multiply(extrapolation.FactorFromZero(zeroMs, windows.Ends[step], firstMs, lastMs, last - first));
    }

    /// <summary>When the counter of the first sample began, if that is within the window and ahead of the sample; otherwise 0.</summary>
    private static long ZeroWithin(long windowStart, ReadOnlySpan<long> starts, ReadOnlySpan<long> times, int first)
    {
        if (starts.IsEmpty)
        {
            return 0;
        }

        var start = starts[first];
        return start > windowStart && start < times[first] ? start : 0;
    }

    private Extrapolation NewExtrapolation(SeriesWindows windows) => new(IsCounter, IsRate ? Seconds(windows.Shape.RangeMs) : 0);

    private void Evaluate(SeriesWindows windows, Span<double> results)
    {
        var extrapolation = NewExtrapolation(windows);
        var values = windows.Samples.Floats;
        var times = windows.Samples.FloatTimes;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        var resets = _resets.Places;
        var windowEnds = windows.Ends;
        var range = windows.Shape.RangeMs;
        for (var step = 0; step < results.Length; step++)
        {
            var first = firsts[step];
            var last = ends[step] - 1;
            if (last <= first)
            {
                continue;
            }

            var change = values[last] - values[first];
            if (!resets.IsEmpty)
            {
                resets = AddLost(values, first, last, resets, ref change);
            }

            var end = windowEnds[step];
            results[step] = change * extrapolation.Factor(
                end - range, end, times[first], times[last], last - first, values[first], change);
        }
    }

    /// <summary>As the other, where a window may say itself that its counter was zero.</summary>
    private void EvaluateWithStarts(SeriesWindows windows, Span<double> results)
    {
        var extrapolation = NewExtrapolation(windows);
        var values = windows.Samples.Floats;
        var times = windows.Samples.FloatTimes;
        var starts = windows.Samples.FloatStarts;
        var resets = _resets.Places;
        var overlap = new OverlapSearch(starts, times);
        for (var step = 0; step < results.Length; step++)
        {
            var first = windows.FloatFirst[step];
            var last = windows.FloatEnd[step] - 1;
            var isMixed = windows.HasHistograms && windows.HistogramFirst[step] < windows.HistogramEnd[step];
            if (last < first || isMixed)
            {
                continue;
            }

            if (overlap.IsWithin(first, last))
            {
                // Each window counts as an occurrence.
                Annotate(Annotations.StartTimeOverlap(windows.MetricName, Call.FirstArgument));
            }

            var zeroMs = ZeroWithin(windows.StartOf(step), starts, times, first);
            if (first == last && zeroMs == 0)
            {
                continue;
            }

            var change = values[last] - values[first];
            resets = AddLost(values, first, last, resets, ref change);
            if (zeroMs == 0)
            {
                results[step] = change * extrapolation.Factor(
                    windows.StartOf(step), windows.Ends[step], times[first], times[last], last - first, values[first], change);
            }
            else
            {
                change += values[first];
                results[step] = change * extrapolation.FactorFromZero(zeroMs, windows.Ends[step], times[first], times[last], last - first);
            }
        }
    }

    /// <summary>Adds what the counter had reached at each reset in the window, and returns the resets without those ahead of it.</summary>
    private static ReadOnlySpan<int> AddLost(
        ReadOnlySpan<double> values, int first, int last, ReadOnlySpan<int> resets, scoped ref double change)
    {
        while (!resets.IsEmpty && resets[0] <= first)
        {
            resets = resets[1..];
        }

        foreach (var place in resets)
        {
            if (place > last)
            {
                break;
            }

            change += values[place - 1];
        }

        return resets;
    }
}
