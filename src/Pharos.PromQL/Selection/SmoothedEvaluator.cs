using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.RangeFunctions;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Windows;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>
/// Gives each step the value on the line between the samples ahead of and behind its time, neither farther away than the lookback; behind
/// the last one that is the last value.
/// </summary>
internal sealed class SmoothedEvaluator : SeriesEvaluator
{
    private readonly SampleTimes _times;
    private readonly SampleColumns _samples;
    private readonly SeriesWindows _windows;
    private readonly NoteReporter _notes;

    public SmoothedEvaluator(QueryRun run, SampleTimes times, TextSpan position)
    {
        var lookback = run.Settings.LookbackMs;
        _times = times;
        _samples = new SampleColumns(run, hasStarts: false);
        _windows = new SeriesWindows(run, times, new WindowShape(0, lookback, lookback), _samples);
        _notes = new NoteReporter(run, position);
    }

    public override void Evaluate(SampleCursor samples, Row row)
    {
        _samples.Load(samples, _times.First - _windows.Shape.BeforeMs, _times.Last + _windows.Shape.AfterMs);
        _windows.Place(row.Labels);
        TakeFloats(row.Values);
        if (_windows.HasHistograms)
        {
            _notes.Report(TakeHistograms(row), _windows.MetricName);
        }
    }

    private void TakeFloats(Span<double> results)
    {
        var times = _samples.FloatTimes;
        var values = _samples.Floats;
        var next = 0;
        for (var step = 0; step < results.Length; step++)
        {
            var at = _times[step];
            while (next < times.Length && times[next] < at)
            {
                next++;
            }

            if (next < _windows.FloatEnd[step])
            {
                if (times[next] == at)
                {
                    results[step] = values[next];
                }
                else if (next > _windows.FloatFirst[step])
                {
                    results[step] = Interpolation.Between(
                        values[next - 1], times[next - 1], values[next], times[next], at, isCounter: false);
                }
            }
            else if (next > _windows.FloatFirst[step])
            {
                results[step] = values[next - 1];
            }
        }
    }

    private WindowNotes TakeHistograms(Row row)
    {
        var times = _samples.HistogramTimes;
        var notes = WindowNotes.None;
        var next = 0;
        for (var step = 0; step < row.Steps; step++)
        {
            var at = _times[step];
            while (next < times.Length && times[next] < at)
            {
                next++;
            }

            if (_windows.HistogramFirst[step] == _windows.HistogramEnd[step])
            {
                continue;
            }

            if (_windows.FloatFirst[step] < _windows.FloatEnd[step])
            {
                row.ClearAt(step);
                notes |= WindowNotes.MixedKinds;
            }
            else if (HistogramAt(at, next, _windows.HistogramFirst[step], _windows.HistogramEnd[step], ref notes) is { } histogram)
            {
                row.SetHistogram(step, histogram);
            }
        }

        return notes;
    }

    /// <param name="next">The first histogram at or behind the time.</param>
    private FloatHistogram? HistogramAt(long at, int next, int first, int end, ref WindowNotes notes)
    {
        var histograms = _samples.Histograms;
        var times = _samples.HistogramTimes;
        if (next < end && times[next] == at)
        {
            return histograms[next].Copy();
        }

        if (next == first)
        {
            return null;
        }

        var before = histograms[next - 1];
        if (next == end)
        {
            // The hint is about the sample ahead of it, and steps may repeat the same one.
            var copy = before.Copy();
            copy.CounterResetHint = CounterResetHint.Unknown;
            return copy;
        }

        if (before.UsesCustomBuckets != histograms[next].UsesCustomBuckets)
        {
            notes |= WindowNotes.MixedSchemas;
            return null;
        }

        var isCounter = before.CounterResetHint != CounterResetHint.Gauge || histograms[next].CounterResetHint != CounterResetHint.Gauge;
        return Interpolation.Between(before, times[next - 1], histograms[next], times[next], at, isCounter, ref notes);
    }
}
