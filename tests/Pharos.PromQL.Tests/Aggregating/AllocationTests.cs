using Pharos.PromQL.Aggregating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;

namespace Pharos.PromQL.Tests.Aggregating;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("sum(x)")]
    [InlineData("avg(x)")]
    [InlineData("count(x)")]
    [InlineData("group(x)")]
    [InlineData("min(x)")]
    [InlineData("max(x)")]
    [InlineData("stddev(x)")]
    public void Add_ToAGroupThatIsThere_AllocatesNothing(string query)
    {
        foreach (var steps in (int[])[1, 1000])
        {
            using var run = TestRun.New();
            var accumulator = AggregationTable.NewAccumulator(Aggregate.Call(run, query, TestRun.Grid(steps)));
            var row = new RandomRows(1).Rows("x", 1, steps)[0];
            accumulator.Add(0, row);

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                accumulator.Add(0, row);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [InlineData("topk by (a) (5, x)")]
    [InlineData("limitk by (a) (5, x)")]
    [InlineData("limit_ratio(0.5, x)")]
    [InlineData("sum by (a) (x)")]
    [InlineData("sum without (id) (x)")]
    public void Aggregation_OfTwiceAsManySeries_AllocatesTheSame(string query)
    {
        // The series after the first ones are none of the candidates, and their groups are there.
        var first = new RandomRows(1).Rows("x", 100, 50);
        first.ForEach(row => row.Values.Fill(100));
        var rest = new RandomRows(2).Rows("x", 400, 50);
        rest.ForEach(row => row.Values.Fill(1));

        var few = Allocated(query, first);
        var many = Allocated(query, [.. first, .. rest]);

        Assert.InRange(many - few, 0, 200);
    }

    private static long Allocated(string query, List<Row> rows)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            using var run = TestRun.New();
            var grid = TestRun.Grid(rows[0].Steps);
            var planned = AggregationTable.Create(Aggregate.Call(run, query, grid), new RowSource(run, grid, rows));
            var row = new Row(grid.Count);
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (planned.Next(row))
            {
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
