using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>A function of a window's floats or of its histograms. There is no result where both are in a window, which is noted.</summary>
internal abstract class SingleKindFunction : RangeFunction
{
    private readonly NoteReporter _notes;

    protected SingleKindFunction(RangeCall call)
        : base(call)
    {
        _notes = new NoteReporter(call.Run, call.FirstArgument);
    }

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        if (windows.Samples.FloatCount > 0)
        {
            EvaluateFloats(windows, row.Values);
        }

        if (windows.HasHistograms)
        {
            EvaluateHistograms(windows, row);
        }
    }

    /// <param name="results">All absent. What a step with histograms gets is taken away again.</param>
    protected abstract void EvaluateFloats(SeriesWindows windows, Span<double> results);

    /// <summary>Called once per series, ahead of its windows.</summary>
    protected virtual void Prepare(SeriesWindows windows)
    {
    }

    /// <summary>The histogram of a window that has histograms only, or null if there is none. It is the row's from then on.</summary>
    /// <param name="first">The first histogram of the window.</param>
    /// <param name="end">The one behind the last.</param>
    protected abstract FloatHistogram? EvaluateHistograms(SeriesWindows windows, int step, int first, int end, ref WindowNotes notes);

    private void EvaluateHistograms(SeriesWindows windows, Row row)
    {
        var notes = WindowNotes.None;
        Prepare(windows);
        for (var step = 0; step < row.Steps; step++)
        {
            var first = windows.HistogramFirst[step];
            var end = windows.HistogramEnd[step];
            if (first == end)
            {
                continue;
            }

            Call.Run.ThrowIfStopped();
            if (windows.FloatFirst[step] < windows.FloatEnd[step])
            {
                row.ClearAt(step);
                notes |= WindowNotes.MixedKinds;
            }
            else if (EvaluateHistograms(windows, step, first, end, ref notes) is { } histogram)
            {
                row.SetHistogram(step, histogram);
            }
        }

        _notes.Report(notes, windows.MetricName);
    }
}
