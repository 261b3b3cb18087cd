using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Selection;
using Pharos.Storage;

namespace Pharos.PromQL.Windows;

/// <summary>Loads a series, puts the windows of all steps over it, and calls a function on them: each sample is read once.</summary>
internal sealed class WindowEvaluator : SeriesEvaluator
{
    private readonly QueryRun _run;
    private readonly SampleColumns _columns;
    private readonly SeriesWindows _windows;
    private readonly RangeFunction _function;

    public WindowEvaluator(QueryRun run, SampleTimes ends, WindowShape shape, RangeFunction function, bool hasStarts)
    {
        _run = run;
        _columns = new SampleColumns(run, hasStarts);
        _windows = new SeriesWindows(run, ends, shape, _columns);
        _function = function;
    }

    public override void Evaluate(SampleCursor samples, Row row)
    {
        var shape = _windows.Shape;
        _columns.Load(samples, _windows.Ends.First - shape.RangeMs - shape.BeforeMs, _windows.Ends.Last + shape.AfterMs);
        Evaluate(row);
    }

    /// <summary>Takes the samples of a subquery's series instead of a stored one's.</summary>
    public void Evaluate(Row samples, TimeGrid grid, Row row)
    {
        _columns.Load(samples, grid);
        Evaluate(row);
    }

    private void Evaluate(Row row)
    {
        if (_columns.FloatCount + _columns.HistogramCount == 0)
        {
            return;
        }

        _windows.Place(row.Labels);
        _function.Evaluate(_windows, row);
        if (!_function.KeepsName)
        {
            row.DropName(_run.DelaysNames);
        }
    }
}
