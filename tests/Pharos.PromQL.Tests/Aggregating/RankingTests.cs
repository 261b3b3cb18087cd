using FsCheck.Fluent;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.Aggregating;

public sealed class RankingTests
{
    [Theory]
    [InlineData("topk", 1)]
    [InlineData("topk", 3)]
    [InlineData("bottomk", 1)]
    [InlineData("bottomk", 5)]
    [InlineData("topk", 1000)]
    public void Ranking_OfAnyRows_KeepsTheBestOfEachStep(string name, int k)
    {
        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var steps = random.OneOf(0, 1, 3, 17, random.Next(20) == 0 ? 1000 : 8);
                var rows = random.Rows("x", random.Next(random.OneOf(3, 60)), steps);

                var result = Aggregate.Rows($"{name} by (a) ({k}, x)", rows, steps);

                foreach (var (key, members) in SlowAggregation.Groups(rows, "a"))
                {
                    for (var step = 0; step < steps; step++)
                    {
                        var kept = SlowAggregation.Present(result.Where(row => SlowAggregation.Key(row, "a") == key), step);
                        var expected = Ranked(SlowAggregation.Present(members, step), name == "topk").Take(k);
                        Assert.Equal(expected, Ranked(kept, name == "topk"));
                    }
                }

                foreach (var row in result)
                {
                    var source = rows.Single(other => other.Labels.Equals(row.Labels));
                    for (var step = 0; step < steps; step++)
                    {
                        Assert.True(Slot.IsAbsent(row.Values[step]) || TestRun.AreSame(row.Values[step], source.Values[step]));
                    }
                }

                return true;
            },
            cases: 100);
    }

    [Theory]
    [InlineData("topk", 5)]
    [InlineData("bottomk", 40)]
    public void Ranking_OfOneStep_GivesGroupsInTheirOrderWithTheBestFirst(string name, int k)
    {
        var rows = new RandomRows(7).Rows("x", 100, 1);

        var result = Aggregate.Rows($"{name} by (a) ({k}, x)", rows, 1);

        var groups = SlowAggregation.Groups([.. rows.Where(row => !row.IsEmpty)], "a");
        Assert.Equal(groups.Select(group => group.Key), result.Select(row => SlowAggregation.Key(row, "a")).Distinct());
        foreach (var (_, members) in SlowAggregation.Groups(result, "a"))
        {
            var values = SlowAggregation.Present(members, 0);
            Assert.Equal(Ranked(values, name == "topk"), values);
        }
    }

    [Fact]
    public void TopK_OfEqualSeries_KeepsTheFirst()
    {
        var rows = new RandomRows(3).Rows("x", 10, 4);
        rows.ForEach(row => row.Values.Fill(5));

        var result = Aggregate.Rows("topk(2, x)", rows, 4);

        Assert.Equal(["id=000", "id=001"], result.Select(row => SlowAggregation.Key(row, "id")));
    }

    [Fact]
    public void TopK_WithANumberPerStep_KeepsEachStepsOwn()
    {
        var rows = new RandomRows(3).Rows("x", 10, 5);
        rows.ForEach(row => row.Values.Fill(5));

        var result = Aggregate.Rows("topk(time(), x)", rows, 5);

        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(step => SlowAggregation.Present(result, step).Count));
    }

    [Theory]
    [InlineData("topk(NaN, x)", "Parameter value is NaN")]
    [InlineData("limitk(time() * NaN, x)", "Parameter value is NaN")]
    [InlineData("bottomk(1e30, x)", "Scalar value 1e+30 overflows int64")]
    [InlineData("limitk((time() - 0.5) * 1e30, x)", "Scalar value -5e+29 underflows int64")]
    [InlineData("limit_ratio(NaN, x)", "Ratio value is NaN")]
    [InlineData("count_values(\"\", x)", "invalid label name \"\"")]
    public void Parameter_OutOfBounds_EndsTheQuery(string query, string message)
    {
        var rows = new RandomRows(3).Rows("x", 1, 3);

        var exception = Assert.Throws<QueryException>(() => Aggregate.Rows(query, rows, 3));

        Assert.Equal(message, exception.Message);
    }

    [Theory]
    [InlineData("topk(0.9, x)")]
    [InlineData("topk(-Inf, x)")]
    [InlineData("limitk(0, x)")]
    [InlineData("limit_ratio(0, x)")]
    public void Parameter_ThatKeepsNothing_GivesNothing(string query)
    {
        Assert.Empty(Aggregate.Rows(query, new RandomRows(3).Rows("x", 10, 3), 3));
    }

    private static IEnumerable<double> Ranked(IEnumerable<double> values, bool isDescending) =>
        isDescending
            ? values.OrderBy(double.IsNaN).ThenByDescending(static value => value)
            : values.OrderBy(double.IsNaN).ThenBy(static value => value);
}
