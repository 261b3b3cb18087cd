using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>Drops the names at the end of a query that were to be dropped on the way.</summary>
internal sealed class NameRemoval(QueryRun run, VectorOperator input) : TransformOperator(run, input)
{
    public override bool IsWhole => false;

    protected override void Transform(Row row)
    {
        if (row.IsNameDropped)
        {
            row.StripName();
        }
    }
}
