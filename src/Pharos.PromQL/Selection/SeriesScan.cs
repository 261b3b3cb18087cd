using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>Reads the series of a selector and makes a row of each.</summary>
internal sealed class SeriesScan : VectorOperator
{
    private readonly Selector _selector;
    private readonly SeriesEvaluator _evaluator;
    private SeriesSet? _series;
    private SampleCursor? _cursor;

    public SeriesScan(QueryRun run, TimeGrid grid, Selector selector, SeriesEvaluator evaluator)
        : base(run, grid)
    {
        _selector = selector;
        _evaluator = evaluator;
    }

    public override bool HasOneName => !_selector.MetricName.IsEmpty;

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        _series ??= _selector.Open();
        if (!_series.MoveNext())
        {
            foreach (var warning in _series.Warnings)
            {
                Run.AddStoreWarning(warning);
            }

            return false;
        }

        row.Clear();
        row.SetLabels(_series.Labels);
        _cursor = _series.Samples(_cursor);
        _evaluator.Evaluate(_cursor, row);
        return true;
    }
}
