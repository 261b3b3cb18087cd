using System.Text;
using Pharos.Compatibility.Tests.Queries.Answers;
using Pharos.Compatibility.Tests.Queries.Generation;
using Pharos.PromQL.Syntax;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>A behaviour of Prometheus 3.14, which ours is, that 3.5 does not have yet.</summary>
/// <param name="Reason">What changed, and in which version.</param>
/// <param name="Fits">Whether a query is one that it changed the answer of.</param>
internal sealed record ToleratedDifference(string Name, string Reason, Func<Expression, bool> Fits)
{
    private static readonly string[] NativeMetrics = ["rpc_seconds", "load_sizes", "page_seconds", "floating_sizes", "mixed_kinds", "either_kind"];

    private static readonly (string Message, ToleratedDifference Rule)[] Errors =
    [
        (
            "overflows int64",
            new("infinite k", "Since 3.6 a parameter of topk and bottomk that is no integer fails also where there are no series.", static _ => true)),
        (
            "Parameter value is NaN",
            new("k that is no number", "Since 3.6 NaN as the parameter of topk, bottomk and limitk fails; before, there was no result.", static _ => true)),
        (
            "multiple matches for labels: many-to-one",
            new("matches that a filter takes away", "Since 3.9 a comparison that does not hold counts as a match too.", static _ => true)),
    ];

    private static readonly ToleratedDifference[] All =
    [
        new(
            "bounds of custom buckets",
            "Since 3.8 histograms with custom buckets of different bounds are brought to their common bounds; before, there was no result.",
            static query => Selects(query, "page_seconds")),
        new(
            "extrapolation of native histograms",
            "Since 3.6 rates of native histograms are not extrapolated to before their count was zero.",
            static query => Calls(query, FunctionId.Rate, FunctionId.Increase) && Selects(query, NativeMetrics)),
        new(
            "statistics of mixed histograms",
            "Since 3.12 exponential and custom buckets are told apart too where only the count or the sum is taken.",
            static query => Calls(query, FunctionId.HistogramCount, FunctionId.HistogramSum, FunctionId.HistogramAvg) && Selects(query, "mixed_kinds", "either_kind")),
        new(
            "native histograms in subqueries",
            "Since 3.6 each step of a subquery has a native histogram of its own; before, some were shared and changed.",
            static query => query.SelfAndDescendants().Any(static part => part is Subquery) && Selects(query, NativeMetrics)),
        new(
            "statistics of gauge histograms",
            "Since a version after 3.5, where only the count or the sum of a gauge histogram is taken, its count alone tells a reset.",
            static query => Calls(query, FunctionId.HistogramCount, FunctionId.HistogramSum, FunctionId.HistogramAvg) && Calls(query, FunctionId.Irate) && Selects(query, "load_sizes")),
        new(
            "compensated sums of native histograms",
            "Sums and means of native histograms are compensated for rounding since a version after 3.5; the last digits differ.",
            static query => Selects(query, NativeMetrics) && (Aggregates(query, AggregateOperator.Sum, AggregateOperator.Avg) || Calls(query, FunctionId.SumOverTime, FunctionId.AvgOverTime))),
        new(
            "fractions of classic histograms",
            "Since 3.8 the fraction from a bound in the first bucket is a number; before, it was NaN.",
            static query => Calls(query, FunctionId.HistogramFraction)),
        new(
            "info",
            "Since 3.7 the function sees info series that come and go, since 3.10 it keeps series without the labels to join by.",
            static query => Calls(query, FunctionId.Info)),
        new(
            "median deviation of NaN",
            "Since 3.14 the median absolute deviation is NaN where a sample is.",
            static query => Calls(query, FunctionId.MadOverTime)),
    ];

    /// <summary>The first that explains why answers differ; null if none does.</summary>
    public static ToleratedDifference? Find(AskedQuery query, QueryAnswer expected, QueryAnswer actual)
    {
        if (expected.IsError != actual.IsError)
        {
            return Array.Find(Errors, rule => actual is { IsError: true, Text: { } text } && text.Contains(rule.Message, StringComparison.Ordinal)).Rule;
        }

        var expression = PromQLParser.Parse(Encoding.UTF8.GetBytes(query.Text), ParserOptions.Everything);
        return Array.Find(All, rule => rule.Fits(expression));
    }

    private static bool Calls(Expression query, params FunctionId[] functions) =>
        query.SelfAndDescendants().Any(part => part is FunctionCall call && functions.Contains(call.Function.Id));

    private static bool Aggregates(Expression query, params AggregateOperator[] operators) =>
        query.SelfAndDescendants().Any(part => part is Aggregation aggregation && operators.Contains(aggregation.Operator));

    private static bool Selects(Expression query, params string[] metrics) => query.SelfAndDescendants()
        .Any(part => part is VectorSelector { Name: { } name } && metrics.Contains(Encoding.UTF8.GetString(name)));
}
