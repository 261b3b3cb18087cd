using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Tests.Stores;

namespace Pharos.PromQL.Tests.Operators;

/// <summary>What operators need of a query, without one.</summary>
internal static class TestRun
{
    public static QueryRun New() => new(new MemoryStore(), new QuerySettings(), TimeProvider.System, CancellationToken.None);

    public static TimeGrid Grid(int steps) => new(0, 1000, steps);

    /// <summary>All rows of an operator, with series and steps in the order in which they come.</summary>
    public static List<Row> Read(VectorOperator planned)
    {
        var rows = new List<Row>();
        for (var row = new Row(planned.Grid.Count); planned.Next(row); row = new Row(planned.Grid.Count))
        {
            rows.Add(row);
        }

        return rows;
    }

    public static List<string> Annotations(QueryRun run)
    {
        var (warnings, infos) = run.Annotations.Format(default, 0);
        return [.. warnings, .. infos];
    }

    /// <summary>Whether two numbers have the same bits, any NaN being as good as another.</summary>
    public static bool AreSame(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right) ||
        (double.IsNaN(left) && double.IsNaN(right) && Slot.IsPresent(left) && Slot.IsPresent(right));
}
