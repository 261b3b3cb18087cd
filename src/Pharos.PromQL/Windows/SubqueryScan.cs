using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Windows;

/// <summary>Calls a function on windows over the results of an inner query.</summary>
internal sealed class SubqueryScan : VectorOperator
{
    private readonly VectorOperator _inner;
    private readonly WindowEvaluator _evaluator;
    private readonly Row _samples;

    /// <param name="inner">Gives each series whole, over its own, denser or sparser grid.</param>
    public SubqueryScan(QueryRun run, TimeGrid grid, VectorOperator inner, WindowEvaluator evaluator)
        : base(run, grid)
    {
        _inner = inner;
        _evaluator = evaluator;
        _samples = new Row(inner.Grid.Count);
    }

    public override bool HasOneName => _inner.HasOneName;

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        if (!_inner.Next(_samples))
        {
            return false;
        }

        row.Clear();
        row.SetLabels(_samples.Labels);
        if (_samples.IsNameDropped)
        {
            row.DropName(isDelayed: true);
        }

        _evaluator.Evaluate(_samples, _inner.Grid, row);
        return true;
    }
}
