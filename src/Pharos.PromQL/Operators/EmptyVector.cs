using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>No series.</summary>
internal sealed class EmptyVector(QueryRun run, TimeGrid grid) : VectorOperator(run, grid)
{
    public override bool HasOneName => true;

    public override bool IsWhole => true;

    protected override bool Advance(Row row) => false;
}
