using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;

namespace Pharos.PromQL.Tests.Aggregating;

public sealed class HistogramAggregationTests
{
    private const string Mix = "PromQL warning: encountered a mix of histograms and floats for aggregation (1:5)";

    [Fact]
    public void Sum_OfHistograms_AddsThemAndLeavesThemAsTheyAre()
    {
        var (first, second) = (Exponential(3, 1, 2), Exponential(7, 3, 4));

        var result = Sum("sum(x)", out var annotations, Of(first), Of(second));

        Assert.Empty(annotations);
        Assert.Equal([4.0, 6.0], result!.HistogramAt(0)!.PositiveBuckets);
        Assert.Equal(10, result.HistogramAt(0)!.Count);
        Assert.Equal([1.0, 2.0], first.PositiveBuckets);
    }

    [Fact]
    public void Avg_OfHistograms_DividesTheirSum()
    {
        var result = Sum("avg(x)", out _, Of(Exponential(3, 1, 2)), Of(Exponential(7, 3, 4)));

        Assert.Equal([2.0, 3.0], result!.HistogramAt(0)!.PositiveBuckets);
        Assert.Equal(5, result.HistogramAt(0)!.Count);
    }

    [Fact]
    public void Avg_WhoseSumOverflows_IsFiniteAllTheSame()
    {
        var result = Sum("avg(x)", out _, Of(Exponential(1.5e308, 1e308, 0.5e308)), Of(Exponential(1.5e308, 1e308, 0.5e308)));

        Assert.Equal([1e308, 0.5e308], result!.HistogramAt(0)!.PositiveBuckets);
    }

    [Theory]
    [InlineData("sum(x)")]
    [InlineData("avg(x)")]
    public void Aggregation_OfHistogramsAndNumbers_IsVoidWithAWarning(string query)
    {
        foreach (var rows in (Row[][])[[Of(1), Of(Exponential(3, 1, 2))], [Of(Exponential(3, 1, 2)), Of(1), Of(Exponential(3, 1, 2))]])
        {
            var result = Sum(query, out var annotations, rows);

            Assert.Null(result);
            Assert.Equal([Mix], annotations);
        }
    }

    [Fact]
    public void Sum_OfCustomAndExponentialBuckets_IsVoidWithAWarning()
    {
        // The number behind is not looked at any more.
        var result = Sum("sum(x)", out var annotations, Of(Exponential(3, 1, 2)), Of(Custom(1, 2)), Of(1));

        Assert.Null(result);
        Assert.Equal(
            ["PromQL warning: vector contains a mix of histograms with exponential and custom buckets schemas for metric name \"x\" (1:5)"],
            annotations);
    }

    [Fact]
    public void Sum_OfDifferentCustomBounds_HasTheCommonOnes()
    {
        var result = Sum("sum(x)", out var annotations, Of(Custom(1, 2, 3)), Of(Custom(1, 3)));

        Assert.Equal([1.0, 3.0], result!.HistogramAt(0)!.CustomValues);
        Assert.Equal(["PromQL info: mismatched custom buckets were reconciled during aggregation (1:5)"], annotations);
    }

    [Fact]
    public void Sum_OfConflictingCounterResets_SaysSo()
    {
        var (reset, noReset) = (Exponential(3, 1, 2), Exponential(3, 1, 2));
        reset.CounterResetHint = CounterResetHint.CounterReset;
        noReset.CounterResetHint = CounterResetHint.NotCounterReset;

        var result = Sum("sum(x)", out var annotations, Of(reset), Of(noReset));

        Assert.NotNull(result);
        Assert.Equal(["PromQL warning: conflicting counter resets during histogram aggregation (1:5)"], annotations);
    }

    [Theory]
    [InlineData("min(x)", "PromQL info: ignored histogram in min aggregation (1:5)")]
    [InlineData("max(x)", "PromQL info: ignored histogram in max aggregation (1:5)")]
    [InlineData("stddev(x)", "PromQL info: ignored histogram in stddev aggregation (1:8)")]
    [InlineData("stdvar(x)", "PromQL info: ignored histogram in stdvar aggregation (1:8)")]
    [InlineData("quantile(0.5, x)", "PromQL info: ignored histogram in quantile aggregation (1:15)")]
    [InlineData("topk(1, x)", "PromQL info: ignored histogram in topk aggregation (1:1)")]
    [InlineData("bottomk(1, x)", "PromQL info: ignored histogram in bottomk aggregation (1:1)")]
    [InlineData("topk(0, x)", null)]
    public void Aggregation_ThatKnowsNoHistograms_LeavesThemOut(string query, string? annotation)
    {
        Assert.Null(Sum(query, out var alone, Of(Exponential(3, 1, 2))));
        var result = Sum(query, out var annotations, Of(Exponential(3, 1, 2)), Of(4));

        Assert.Equal(annotation is null ? [] : [annotation], annotations);
        Assert.Equal(annotations, alone);
        Assert.True(annotation is null ? result is null : result!.Values[0] is 4 or 0);
    }

    [Theory]
    [InlineData("count(x)", 2)]
    [InlineData("group(x)", 1)]
    public void Aggregation_ThatLooksAtNoValues_TakesHistogramsAsWell(string query, double expected)
    {
        var result = Sum(query, out var annotations, Of(Exponential(3, 1, 2)), Of(4));

        Assert.Equal(expected, result!.Values[0]);
        Assert.Empty(annotations);
    }

    [Theory]
    [InlineData("limitk(1, x)")]
    [InlineData("limit_ratio(1, x)")]
    public void Limit_OfHistograms_KeepsThem(string query)
    {
        var result = Sum(query, out _, Of(Exponential(3, 1, 2)));

        Assert.NotNull(result!.HistogramAt(0));
    }

    [Fact]
    public void CountValues_OfHistograms_NamesThemByTheirText()
    {
        var result = Sum("count_values(\"v\", x)", out _, Of(Exponential(3, 1, 2)), Of(Exponential(3, 1, 2)));

        Assert.Equal(2, result!.Values[0]);
        Assert.Equal("{v=\"{count:3, sum:1, (0.5,1]:1, (1,2]:2}\"}", result.Labels.ToString());
    }

    private static Row? Sum(string query, out List<string> annotations, params Row[] rows)
    {
        using var run = TestRun.New();
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].SetLabels(RandomRows.Labels(("__name__", "x"), ("id", $"{i}")).View);
        }

        var result = Aggregate.Rows(run, query, rows, 1);
        annotations = TestRun.Annotations(run);
        return result.SingleOrDefault();
    }

    private static Row Of(double value)
    {
        var row = new Row(1);
        row.Values[0] = value;
        return row;
    }

    private static Row Of(FloatHistogram histogram)
    {
        var row = new Row(1);
        row.SetHistogram(0, histogram);
        return row;
    }

    private static FloatHistogram Exponential(double count, params double[] buckets) => new()
    {
        Count = count,
        Sum = 1,
        PositiveSpans = [new BucketSpan(0, (uint)buckets.Length)],
        PositiveBuckets = buckets,
    };

    private static FloatHistogram Custom(params double[] bounds) => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        Count = bounds.Length,
        CustomValues = bounds,
        PositiveSpans = [new BucketSpan(0, (uint)bounds.Length)],
        PositiveBuckets = [.. bounds.Select(static _ => 1.0)],
    };
}
