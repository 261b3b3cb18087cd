namespace Pharos.PromQL.Syntax;

public enum AggregateOperator : byte
{
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    StdDev,
    StdVar,
    TopK,
    BottomK,
    CountValues,
    Quantile,
    LimitK,
    LimitRatio,
}

public static class AggregateOperators
{
    private static readonly string[] Names =
    [
        "sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile", "limitk",
        "limit_ratio",
    ];

    /// <summary>The name as it is printed: <c>count_values</c>.</summary>
    public static string Name(AggregateOperator @operator) => Names[(int)@operator];

    /// <summary>Whether something stands in front of the aggregated vector: <c>topk(5, x)</c>.</summary>
    public static bool HasParameter(AggregateOperator @operator) => @operator >= AggregateOperator.TopK;

    public static bool IsExperimental(AggregateOperator @operator) => @operator >= AggregateOperator.LimitK;
}
