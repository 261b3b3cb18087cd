using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.RangeFunctions;
using Pharos.PromQL.Scalars;
using Pharos.PromQL.Selection;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Tests.Stores;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.Tests.RangeFunctions;

/// <summary>Calls one function over the windows of one series after the other.</summary>
internal sealed class RangeEvaluation : IDisposable
{
    private static readonly Labels Name = new LabelsBuilder().Set("__name__"u8, "requests_total"u8).ToLabels();

    private readonly WindowEvaluator _evaluator;
    private readonly Row _row;

    public RangeEvaluation(FunctionId function, TimeGrid grid, long rangeMs, params double[] scalars)
    {
        Run = new QueryRun(new MemoryStore(), new QuerySettings(), TimeProvider.System, CancellationToken.None);
        var columns = Array.ConvertAll(scalars, scalar => new ScalarColumn(new ConstantScalar(scalar), grid));
        var call = new RangeCall(Run, grid, default, default, columns);
        _row = new Row(grid.Count);
        _evaluator = new WindowEvaluator(
            Run,
            new SampleTimes(grid, 0, null),
            new WindowShape(rangeMs, 0, 0),
            RangeFunctionTable.Create(function, call, SelectorModifier.None),
            hasStarts: false);
    }

    public QueryRun Run { get; }

    /// <summary>A number per step, valid until the next call.</summary>
    public ReadOnlySpan<double> Evaluate(FloatCursor samples)
    {
        samples.Rewind();
        _row.Clear();
        _row.SetLabels(Name.View);
        _evaluator.Evaluate(samples, _row);
        return _row.Values;
    }

    public void Dispose() => Run.Dispose();
}
