using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>A function of a window's floats; histograms among them are left out, which is noted.</summary>
internal abstract class FloatRangeFunction : RangeFunction
{
    private readonly NoteReporter _notes;

    protected FloatRangeFunction(RangeCall call)
        : base(call)
    {
        _notes = new NoteReporter(call.Run, call.FirstArgument);
    }

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        if (windows.Samples.FloatCount == 0)
        {
            return;
        }

        EvaluateFloats(windows, row.Values);
        if (windows.HasHistograms && HasMixedWindow(windows))
        {
            _notes.Report(WindowNotes.HistogramsIgnored, windows.MetricName);
        }
    }

    /// <param name="results">All absent; steps whose windows have too few floats stay so.</param>
    protected abstract void EvaluateFloats(SeriesWindows windows, Span<double> results);

    private static bool HasMixedWindow(SeriesWindows windows)
    {
        for (var step = 0; step < windows.FloatFirst.Length; step++)
        {
            if (windows.FloatFirst[step] < windows.FloatEnd[step] && windows.HistogramFirst[step] < windows.HistogramEnd[step])
            {
                return true;
            }
        }

        return false;
    }
}
