using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Tests.Scripts;
using Pharos.PromQL.Tests.Stores;

namespace Pharos.PromQL.Tests.VectorFunctions;

/// <summary>Without delayed removal, each function drops names itself, and does not know them any longer when it has something to say.</summary>
public class NamesDroppedAtOnceTests
{
    private const string Data = """
        load 1m
          a{k="1"} 1 2
          b{k="1"} 3 4
          c{k="1"} 5 stale
          d{k="1"} _ 6
          lat_bucket{le="1"}    5 5
          lat_bucket{le="x"}    5 5
          lat_bucket{le="+Inf"} 3 3
          nat{__type__="histogram",__unit__="s",k="1"} {{schema:0 count:12 sum:NaN buckets:[2 4 4]}}
          nat{k="1",le="1"} 4
        """;

    [Theory]
    [InlineData("abs(a)", "{k=\"1\"}")]
    [InlineData("sort(a)", "{__name__=\"a\", k=\"1\"}")]
    [InlineData("timestamp(a + 0)", "{k=\"1\"}")]
    [InlineData("label_replace(a, \"__name__\", \"x\", \"\", \"\")", "{__name__=\"x\", k=\"1\"}")]
    [InlineData("abs(label_replace(a, \"__name__\", \"x\", \"\", \"\"))", "{k=\"1\"}")]
    [InlineData("histogram_quantile(0.5, lat_bucket)", "{}")]
    [InlineData("histogram_count(nat)", "{__type__=\"histogram\", __unit__=\"s\", k=\"1\"}")]
    [InlineData("histogram_quantile(0.5, nat{le=\"\"})", "{k=\"1\"}")]
    [InlineData("histogram_quantiles(nat{le=\"\"}, \"q\", 0.5)", "{k=\"1\", q=\"0.5\"}")]
    public void Function_OfOneSeries_HasItsLabels(string query, string expected)
    {
        var result = Evaluate(query, 0);

        Assert.Equal(expected, Assert.Single(result.Series).Labels.ToString());
    }

    [Theory]
    [InlineData("abs({__name__=~\"a|b\"})")]
    [InlineData("timestamp({__name__=~\"a|b\"} * 1)")]
    [InlineData("clamp_min({__name__=~\"a|b\"}, 1)")]
    [InlineData("histogram_quantile(0.5, label_replace({__name__=~\"a|b\"}, \"le\", \"+Inf\", \"\", \"\"))")]
    public void Function_OfSeriesThatBecomeOne_Fails(string query)
    {
        var exception = Assert.Throws<QueryException>(() => Evaluate(query, 0));

        Assert.Equal("vector cannot contain metrics with the same labelset", exception.Message);
    }

    [Fact]
    public void Function_OfSeriesThatShareNoStep_MakesOneOfThem()
    {
        var result = Evaluate("abs({__name__=~\"c|d\"})", 0, 60_000, 60_000);

        var series = Assert.Single(result.Series);
        Assert.Equal([(0L, 5.0), (60_000L, 6.0)], series.Select(static point => (point.TimestampMs, point.Value)));
    }

    [Theory]
    [InlineData(
        "histogram_quantile(0.5, lat_bucket)",
        "PromQL warning: bucket label \"le\" is missing or has a malformed value of \"x\" (1:25)",
        "PromQL info: input to histogram_quantile needed to be fixed for monotonicity " +
        "(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets +Inf to +Inf, " +
        "with a max diff of 2, over 1 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z (1:25)")]
    [InlineData(
        "histogram_quantile(0.5, nat{le=\"\"})",
        null,
        "PromQL info: input to histogram_quantile has NaN observations, result is skewed higher (1:25)")]
    [InlineData(
        "histogram_quantile(2, a)",
        "PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)",
        null)]
    public void Annotations_OfHistograms_DoNotNameTheMetric(string query, string? warning, string? info)
    {
        var result = Evaluate(query, 0);

        if (warning is not null)
        {
            Assert.Contains(warning, result.Warnings);
        }

        if (info is not null)
        {
            Assert.Equal([info], result.Infos);
        }
    }

    [Fact]
    public void ForcedMonotonicity_OverSeveralSteps_IsCountedOncePerHistogramAndStep()
    {
        var result = Evaluate("histogram_quantile(0.5, lat_bucket)", 0, 60_000, 60_000);

        Assert.Contains("over 2 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z", Assert.Single(result.Infos), StringComparison.Ordinal);
    }

    [Fact]
    public void HistogramQuantile_OfMoreSeriesThanTheBudgetHas_Fails()
    {
        var settings = new QuerySettings { Limits = new QueryLimits { MaxSamples = 3 } };

        var exception = Assert.Throws<QueryException>(() => new QueryEngine(settings).Evaluate(
            Store(),
            QueryRequest.Range("histogram_quantile(0.5, lat_bucket)", 0, 60_000, 60_000, ParserOptions.Everything),
            TestContext.Current.CancellationToken));

        Assert.StartsWith("query processing would load too many samples into memory", exception.Message, StringComparison.Ordinal);
    }

    private static Results.QueryResult Evaluate(string query, long startMs, long endMs = 0, long stepMs = 0) =>
        new QueryEngine(new QuerySettings()).Evaluate(
            Store(),
            stepMs == 0
                ? QueryRequest.Instant(query, startMs, ParserOptions.Everything)
                : QueryRequest.Range(query, startMs, endMs, stepMs, ParserOptions.Everything),
            TestContext.Current.CancellationToken);

    private static MemoryStore Store()
    {
        var store = new MemoryStore();
        foreach (var command in Script.Parse(Data))
        {
            ScriptLoader.Load(store, (LoadCommand)command);
        }

        return store;
    }
}
