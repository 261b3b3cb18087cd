using Pharos.PromQL.Aggregating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Planning;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Tests.Operators;

namespace Pharos.PromQL.Tests.Aggregating;

/// <summary>Aggregates rows as a query says, without a store.</summary>
internal static class Aggregate
{
    public static List<Row> Rows(string query, IReadOnlyList<Row> rows, int steps)
    {
        using var run = TestRun.New();
        return Rows(run, query, rows, steps);
    }

    public static List<Row> Rows(QueryRun run, string query, IReadOnlyList<Row> rows, int steps)
    {
        var grid = TestRun.Grid(steps);
        var planned = AggregationTable.Create(Call(run, query, grid), new RowSource(run, grid, rows));
        return TestRun.Read(planned);
    }

    public static AggregationCall Call(QueryRun run, string query, TimeGrid grid)
    {
        var aggregation = (Aggregation)PromQLParser.Parse(query, ParserOptions.Everything);
        var planner = new Planner(run, new QueryTimes(grid.StartMs, grid.EndMs, grid.StepMs));
        ScalarColumn? parameter = aggregation.Parameter is { Type: ExpressionType.Scalar } scalar ? planner.Column(scalar, grid) : null;
        return new AggregationCall(run, grid, aggregation, parameter);
    }
}
