using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>One series without labels: a function of each step's time in whole seconds.</summary>
internal sealed class StepTimeVector<TKernel>(QueryRun run, TimeGrid grid) : VectorOperator(run, grid)
    where TKernel : IFloatKernel
{
    private bool _isGiven;

    public override bool HasOneName => true;

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        if (_isGiven)
        {
            return false;
        }

        _isGiven = true;
        row.Clear();
        for (var step = 0; step < row.Steps; step++)
        {
            row.Values[step] = TKernel.Of(Grid[step] / 1000);
        }

        return true;
    }
}
