using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Tests.Operators;

/// <summary>Gives the rows that a test made.</summary>
internal sealed class RowSource(QueryRun run, TimeGrid grid, IReadOnlyList<Row> rows, bool hasOneName = false) : VectorOperator(run, grid)
{
    private int _next;

    public override bool HasOneName => hasOneName;

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        if (_next == rows.Count)
        {
            return false;
        }

        row.CopyFrom(rows[_next++]);
        return true;
    }
}
