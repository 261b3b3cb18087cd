namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>
/// What a message about an unexpected token adds: the innermost construct that says something of itself. Either text may be empty.
/// </summary>
internal readonly record struct ErrorContext(string Where, string Expected)
{
    public static ErrorContext None => new("", "");

    public static ErrorContext Aggregation => new("aggregation", "");

    public static ErrorContext Offset => new("offset", "number, duration, step(), or range()");

    public static ErrorContext At => new("@", "timestamp");

    /// <summary>Behind <c>[</c>.</summary>
    public static ErrorContext Range => new("subquery or range selector", "number, duration, step(), or range()");

    /// <summary>Behind the duration after <c>[</c>.</summary>
    public static ErrorContext RangeEnd => new("subquery or range", "\":\" or \"]\"");

    /// <summary>Behind the colon of a subquery.</summary>
    public static ErrorContext Step => new("subquery selector", "number, duration, step(), range(), or \"]\"");

    public static ErrorContext StepEnd => new("subquery selector", "\"]\"");

    public static ErrorContext Grouping => new("grouping opts", "\"(\"");

    public static ErrorContext GroupingLabel => new("grouping opts", "label");

    public static ErrorContext GroupingEnd => new("grouping opts", "\",\" or \")\"");

    public static ErrorContext MatcherName => new("label matching", "identifier or \"}\"");

    public static ErrorContext MatcherOperator => new("label matching", "label matching operator");

    public static ErrorContext MatcherValue => new("label matching", "string");

    public static ErrorContext MatcherEnd => new("label matching", "\",\" or \"}\"");

    public static ErrorContext LabelName => new("label set", "identifier or \"}\"");

    public static ErrorContext LabelAssign => new("label set", "\"=\"");

    public static ErrorContext LabelValue => new("label set", "string");

    public static ErrorContext LabelEnd => new("label set", "\",\" or \"}\"");

    public static ErrorContext SeriesValues => new("series values", "");

    public static ErrorContext SeriesValue => new("series values", "number or \"stale\"");

    public static ErrorContext HistogramField => new("histogram description", "histogram description key, e.g. buckets:[5 10 7]");
}
