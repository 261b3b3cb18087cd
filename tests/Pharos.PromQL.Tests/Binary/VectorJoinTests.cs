using FsCheck.Fluent;
using Pharos.PromQL.Binary;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Tests.Operators;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.Binary;

public sealed class VectorJoinTests
{
    [Theory]
    [InlineData("x {0} ignoring(a, b) y")]
    [InlineData("x {0} on(a, b) y")]
    [InlineData("x {0} ignoring(b) y")]
    [InlineData("x {0} on(id) y")]
    [InlineData("x {0} on(a) group_left y")]
    [InlineData("x {0} on(a) group_left(b) y")]
    [InlineData("x {0} on(a, b) group_left(id) y")]
    [InlineData("x {0} on(a) group_right(b, id) y")]
    public void Join_ByColumns_EqualsTheOneStepByStep(string pattern)
    {
        var results = 0;
        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var steps = random.OneOf(0, 1, 3, 65, 130);
                var @operator = random.OneOf("+", "-", "*", "/", "%", "==", "!=", "> bool", "<", "<=", ">= bool");
                var most = random.OneOf(2, 4, 12);
                var (left, right) = (Sparse(random, "x", random.Next(most), steps), Sparse(random, "y", random.Next(most), steps));
                var query = string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, @operator);

                var expected = Join(query, left, right, steps, allowsColumns: false);
                var actual = Join(query, left, right, steps, allowsColumns: true);

                Assert.Equal(expected, actual);
                results += expected.Count;
                return true;
            },
            cases: 400);
        Assert.True(results > 100, "hardly a join had a result");
    }

    [Fact]
    public void Join_OfSeriesThatTakeTurns_MatchesEachStepOnce()
    {
        var (first, second, one) = (new Row(2), new Row(2), new Row(2));
        first.SetLabels(RandomRows.Labels(("__name__", "x"), ("a", "1"), ("b", "1")).View);
        second.SetLabels(RandomRows.Labels(("__name__", "x"), ("a", "1"), ("b", "2")).View);
        one.SetLabels(RandomRows.Labels(("__name__", "y"), ("a", "1")).View);
        first.Values[0] = 1;
        second.Values[1] = 2;
        one.Values.Fill(10);

        Assert.Equal(["{a=\"1\"} 11 -", "{a=\"1\"} - 12"], Join("x + on(a) y", [first, second], [one], 2, allowsColumns: true));

        first.Values[1] = 1;
        Assert.Equal(
            ["multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"],
            Join("x + on(a) y", [first, second], [one], 2, allowsColumns: true));
    }

    [Fact]
    public void Join_WithSeveralSeriesOnBothSides_TellsOfTheOneSide()
    {
        var (left, right) = (new RandomRows(1).Rows("x", 2, 1), new RandomRows(2).Rows("y", 2, 1));
        left.ForEach(row => row.Values.Fill(1));
        right.ForEach(row => row.Values.Fill(1));
        right.ForEach(row => row.SetLabels(RandomRows.Labels(("__name__", "y"), ("id", $"{right.IndexOf(row)}")).View));

        Assert.Equal(
            [
                "found duplicate series for the match group {} on the right hand-side of the operation: " +
                "[{__name__=\"y\", id=\"0\"}, {__name__=\"y\", id=\"1\"}];many-to-many matching not allowed: matching labels must be unique on one side",
            ],
            Join("x + on() y", left, right, 1, allowsColumns: true));
    }

    [Fact]
    public void Join_OfManySeries_AllocatesNothingPerSeriesThatPasses()
    {
        var one = new RandomRows(1).Rows("y", 1, 100);
        var few = Allocated(new RandomRows(2).Rows("x", 50, 100), one);
        var many = Allocated(new RandomRows(2).Rows("x", 1000, 100), one);

        Assert.InRange(many - few, 0, 200);
    }

    private static long Allocated(List<Row> left, List<Row> right)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            using var run = TestRun.New();
            var grid = TestRun.Grid(100);
            var expression = (BinaryExpression)PromQLParser.Parse("x * on() group_left y", ParserOptions.Everything);
            var join = new VectorJoin(
                run, new RowSource(run, grid, left, hasOneName: true), new RowSource(run, grid, right, hasOneName: true), expression);
            var row = new Row(100);
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (join.Next(row))
            {
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Rows of which many are only there at some steps, so that not every join fails.</summary>
    private static List<Row> Sparse(RandomRows random, string name, int count, int steps)
    {
        var rows = random.Rows(name, count, steps);
        foreach (var row in rows)
        {
            var period = random.OneOf(1, 4, 7);
            for (var step = 0; step < steps; step++)
            {
                if (step % period != random.Next(2) * (period - 1))
                {
                    row.ClearAt(step);
                }
            }
        }

        return rows;
    }

    private static List<string> Join(string query, List<Row> left, List<Row> right, int steps, bool allowsColumns)
    {
        using var run = TestRun.New();
        var grid = TestRun.Grid(steps);
        var expression = (BinaryExpression)PromQLParser.Parse(query, ParserOptions.Everything);
        var join = new VectorJoin(
            run, new RowSource(run, grid, left, hasOneName: true), new RowSource(run, grid, right, hasOneName: true), expression, allowsColumns);
        try
        {
            return TestRun.Read(join).ConvertAll(row => $"{row.Labels.ToString()} {string.Join(' ', row.Values.ToArray().Select(Text))}");
        }
        catch (QueryException exception)
        {
            return [exception.Message];
        }
    }

    private static string Text(double value) => Slot.IsAbsent(value) ? "-" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
