using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Tests.Stores;

namespace Pharos.PromQL.Tests.VectorFunctions;

/// <summary>Gives rows of numbers that a test has made.</summary>
internal sealed class RowsOperator(QueryRun run, TimeGrid grid, params IReadOnlyList<(Model.Labels Labels, double[] Values)> rows)
    : VectorOperator(run, grid)
{
    private int _next;

    public override bool HasOneName => true;

    public override bool IsWhole => true;

    public static QueryRun NewRun(PromQLFeatures features = PromQLFeatures.None) =>
        new(new MemoryStore(), new QuerySettings { Features = features }, TimeProvider.System, CancellationToken.None);

    /// <summary>The numbers of the first series that an operator gives.</summary>
    public static double[] First(VectorOperator planned)
    {
        var row = new Row(planned.Grid.Count);
        return planned.Next(row) ? row.Values.ToArray() : Absent(row.Steps);
    }

    public static double[] Absent(int steps)
    {
        var values = new double[steps];
        Array.Fill(values, Slot.Absent);
        return values;
    }

    protected override bool Advance(Row row)
    {
        if (_next == rows.Count)
        {
            return false;
        }

        row.Clear();
        row.SetLabels(rows[_next].Labels.View);
        rows[_next++].Values.CopyTo(row.Values);
        return true;
    }
}
