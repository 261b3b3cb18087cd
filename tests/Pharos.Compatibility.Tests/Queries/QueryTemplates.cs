namespace Pharos.Compatibility.Tests.Queries;

/// <summary>
/// Reads the compliance project's list of queries: lines <c>query: 'f(x[{{.range}}])'</c>, each with the names of the variants that are to be put in.
/// </summary>
internal static class QueryTemplates
{
    private static readonly Dictionary<string, string[]> Variants = new(StringComparer.Ordinal)
    {
        ["range"] = ["1s", "15s", "1m", "5m", "15m", "1h"],
        ["offset"] = ["1m", "5m", "10m"],
        ["simpleAggrOp"] = ["sum", "avg", "max", "min", "count", "stddev", "stdvar"],
        ["simpleTimeAggrOp"] = ["sum", "avg", "max", "min", "count", "stddev", "stdvar", "absent", "last", "present"],
        ["topBottomOp"] = ["topk", "bottomk"],
        ["quantile"] = ["-0.5", "0.1", "0.5", "0.75", "0.95", "0.90", "0.99", "1", "1.5"],
        ["arithBinOp"] = ["+", "-", "*", "/", "%", "^"],
        ["compBinOp"] = ["==", "!=", "<", ">", "<=", ">="],
        ["binOp"] = ["+", "-", "*", "/", "%", "^", "==", "!=", "<", ">", "<=", ">="],
        ["simpleMathFunc"] = ["abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "round"],
        ["extrapolatedRateFunc"] = ["delta", "rate", "increase"],
        ["clampFunc"] = ["clamp_min", "clamp_max"],
        ["instantRateFunc"] = ["idelta", "irate"],
        ["dateFunc"] = ["day_of_month", "day_of_week", "days_in_month", "hour", "minute", "month", "year"],
    };

    public static IReadOnlyList<string> Expand(IEnumerable<string> lines)
    {
        var queries = new List<string>();
        foreach (var line in lines)
        {
            var start = line.IndexOf("query: ", StringComparison.Ordinal);
            if (start >= 0 && !line.TrimStart().StartsWith('#'))
            {
                queries.AddRange(ExpandOne(Unquote(line[(start + "query: ".Length)..].Trim())));
            }
        }

        return queries;
    }

    private static IEnumerable<string> ExpandOne(string template)
    {
        var start = template.IndexOf("{{.", StringComparison.Ordinal);
        if (start < 0)
        {
            return [template];
        }

        var end = template.IndexOf("}}", start, StringComparison.Ordinal);
        return Variants[template[(start + 3)..end]].SelectMany(value => ExpandOne(template[..start] + value + template[(end + 2)..]));
    }

    private static string Unquote(string text) => text.Length > 1 && text[0] is '\'' or '"' && text[^1] == text[0] ? text[1..^1] : text;
}
