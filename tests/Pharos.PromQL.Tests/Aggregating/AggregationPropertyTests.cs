using FsCheck.Fluent;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.Aggregating;

public sealed class AggregationPropertyTests
{
    [Theory]
    [InlineData("sum", "")]
    [InlineData("avg", "")]
    [InlineData("count", "")]
    [InlineData("group", "")]
    [InlineData("min", "")]
    [InlineData("max", "")]
    [InlineData("stddev", "")]
    [InlineData("stdvar", "")]
    [InlineData("quantile", "0.5, ")]
    [InlineData("quantile", "0.9, ")]
    [InlineData("quantile", "1, ")]
    [InlineData("quantile", "-1, ")]
    [InlineData("quantile", "NaN, ")]
    public void Aggregation_OfAnyRows_EqualsTheObviousOneBitByBit(string name, string parameter)
    {
        var number = parameter.Length == 0 ? 0 : double.Parse(parameter.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);

        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var steps = random.OneOf(0, 1, 1, 3, 17, random.Next(20) == 0 ? 1000 : 8);
                var rows = random.Rows("x", random.Next(random.OneOf(3, 60)), steps);

                var result = Aggregate.Rows($"{name} by (a) ({parameter}x)", rows, steps);

                var groups = SlowAggregation.Groups([.. rows.Where(row => !row.IsEmpty)], "a");
                Assert.Equal(groups.Select(group => group.Key), result.Select(row => SlowAggregation.Key(row, "a")));
                for (var group = 0; group < groups.Count; group++)
                {
                    for (var step = 0; step < steps; step++)
                    {
                        var values = SlowAggregation.Present(groups[group].Rows, step);
                        var expected = values.Count == 0 ? Slot.Absent : SlowAggregation.Of(name, number, values);
                        Assert.True(
                            TestRun.AreSame(expected, result[group].Values[step]),
                            $"step {step}: {result[group].Values[step]:R} instead of {expected:R} of {string.Join(' ', values)}");
                    }
                }

                return true;
            },
            cases: 150);
    }

    [Fact]
    public void Quantile_WithAParameterPerStep_TakesEachStepsOwn()
    {
        var rows = new RandomRows(1).Rows("x", 1, 5);
        rows[0].Values.Fill(7);

        var result = Aggregate.Rows("quantile(time() - 1, x)", rows, 5);

        Assert.Equal([double.NegativeInfinity, 7, 7, double.PositiveInfinity, double.PositiveInfinity], result[0].Values.ToArray());
    }

    [Fact]
    public void Quantile_WithParametersOutOfBounds_SaysSoOnceForEachEnd()
    {
        using var run = TestRun.New();
        var rows = new RandomRows(1).Rows("x", 1, 3);

        Aggregate.Rows(run, "quantile((time() - 1) * 3, x)", rows, 3);

        Assert.Equal(
            [
                "PromQL warning: quantile value should be between 0 and 1, got 3 (1:10)",
                "PromQL warning: quantile value should be between 0 and 1, got -3 (1:10)",
            ],
            TestRun.Annotations(run));
    }

    [Fact]
    public void Aggregation_WithoutLabels_DropsTheNameToo()
    {
        var rows = new RandomRows(2).Rows("x", 4, 1);

        var result = Aggregate.Rows("count without (id, b) (x)", rows, 1);

        Assert.All(result, row => Assert.Equal(1, row.Labels.Count));
        Assert.All(result, row => Assert.True(row.Labels.Contains("a"u8)));
    }
}
