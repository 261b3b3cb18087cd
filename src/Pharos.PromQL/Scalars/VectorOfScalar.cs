using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

/// <summary>One series without labels that has a number at every step.</summary>
internal sealed class VectorOfScalar(QueryRun run, TimeGrid grid, ScalarOperator scalar) : VectorOperator(run, grid)
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
        scalar.Evaluate(row.Values);
        return true;
    }
}
