using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary><c>irate</c> and <c>idelta</c>: how the last two samples of each window, of either kind, differ.</summary>
internal sealed class InstantChange : RangeFunction
{
    private readonly bool _isRate;
    private readonly NoteReporter _notes;

    public InstantChange(RangeCall call, bool isRate)
        : base(call)
    {
        _isRate = isRate;
        _notes = new NoteReporter(call.Run, call.FirstArgument);
    }

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        EvaluateFloats(windows, row.Values);
        if (windows.HasHistograms)
        {
            EvaluateHistograms(windows, row);
        }
    }

    private void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var samples = windows.Samples;
        var values = samples.Floats;
        var times = samples.FloatTimes;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        for (var step = 0; step < results.Length; step++)
        {
            var last = ends[step] - 1;
            if (last <= firsts[step])
            {
                continue;
            }

            var isReset = _isRate && (values[last] < values[last - 1] || IsStart(samples.FloatStarts, times, last));
            var change = isReset ? values[last] : values[last] - values[last - 1];
            results[step] = _isRate ? change / Seconds(times, last) : change;
        }
    }

    private static double Seconds(ReadOnlySpan<long> times, int index) => (times[index] - times[index - 1]) / 1000.0;

    private static bool IsStart(ReadOnlySpan<long> starts, ReadOnlySpan<long> times, int index) =>
        !starts.IsEmpty && StartTimes.IsReset(starts[index - 1], times[index - 1], starts[index], times[index]);

    /// <summary>Where a histogram is among the last two samples, takes away what the floats alone gave.</summary>
    private void EvaluateHistograms(SeriesWindows windows, Row row)
    {
        var notes = WindowNotes.None;
        var times = windows.Samples.HistogramTimes;
        var floatTimes = windows.Samples.FloatTimes;
        for (var step = 0; step < row.Steps; step++)
        {
            var last = windows.HistogramEnd[step] - 1;
            var count = last - windows.HistogramFirst[step] + 1;
            var floats = windows.FloatEnd[step] - windows.FloatFirst[step];
            if (count == 0 || count + floats < 2)
            {
                continue;
            }

            var lastFloat = windows.FloatEnd[step] - 1;
            var floatsAfter = floats > 0 && floatTimes[lastFloat] > times[last] ? 1 : 0;
            if (floatsAfter > 0 && floats > 1 && floatTimes[lastFloat - 1] > times[last])
            {
                // Both of the last two are floats.
                continue;
            }

            row.ClearAt(step);
            var isMixed = floatsAfter > 0 || count == 1 || (floats > 0 && floatTimes[lastFloat] > times[last - 1]);
            if (isMixed)
            {
                notes |= WindowNotes.MixedKinds;
            }
            else if (Change(windows.Samples, last, ref notes) is { } histogram)
            {
                row.SetHistogram(step, histogram);
            }
        }

        _notes.Report(notes, windows.MetricName);
    }

    private FloatHistogram? Change(SampleColumns samples, int last, ref WindowNotes notes)
    {
        var histogram = samples.Histograms[last];
        var before = samples.Histograms[last - 1];
        var areGauges = histogram.CounterResetHint == CounterResetHint.Gauge && before.CounterResetHint == CounterResetHint.Gauge;
        var areCounters = histogram.CounterResetHint != CounterResetHint.Gauge && before.CounterResetHint != CounterResetHint.Gauge;
        if (_isRate && !areCounters)
        {
            notes |= WindowNotes.NotCounter;
        }
        else if (!_isRate && !areGauges)
        {
            notes |= WindowNotes.NotGauge;
        }

        var change = histogram.Copy();
        var isReset = _isRate &&
            (IsStart(samples.HistogramStarts, samples.HistogramTimes, last) || histogram.DetectReset(before));
        if (!isReset && !HistogramChange.TrySubtract(change, before, ref notes))
        {
            return null;
        }

        change.CounterResetHint = CounterResetHint.Gauge;
        change.Compact(0);
        return _isRate ? change.Divide(Seconds(samples.HistogramTimes, last)) : change;
    }
}
