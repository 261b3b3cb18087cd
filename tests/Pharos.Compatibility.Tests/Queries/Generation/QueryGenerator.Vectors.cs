namespace Pharos.Compatibility.Tests.Queries.Generation;

internal sealed partial class QueryGenerator
{
    private static readonly string[] Elementwise =
    [
        "abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sgn", "round", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
        "tanh", "asinh", "acosh", "atanh", "deg", "rad", "timestamp", "minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month",
        "month", "year", "sort", "sort_desc", "absent",
    ];

    private QueryPiece Vector(int depth)
    {
        if (depth <= 0)
        {
            return Selector();
        }

        return _random.Next(100) switch
        {
            < 6 => Selector(),
            < 22 => OverRange(depth - 1),
            < 32 => Function(depth - 1),
            < 48 => Aggregation(depth - 1),
            < 60 => WithScalar(depth - 1),
            < 74 => Joined(depth - 1),
            < 80 => SetOperation(depth - 1),
            < 89 => HistogramFunction(depth - 1),
            < 93 => Relabelled(depth - 1),
            < 95 => Vector(depth - 1) is var signed ? signed with { Text = $"{Pick<string>("-", "-", "+")}({signed.Text})" } : default,
            < 97 => new QueryPiece($"vector({Scalar(depth - 1)})", ValueKind.Gauge, []),
            _ => Vector(depth - 1) is var inner ? inner.As($"({inner.Text})") : default,
        };
    }

    private QueryPiece Function(int depth)
    {
        if (Chance(4))
        {
            return new QueryPiece($"{Pick<string>("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year")}()", ValueKind.Gauge, []);
        }

        if (IsExperimental && Chance(10))
        {
            return ExperimentalFunction(depth);
        }

        var inner = Vector(depth);
        return _random.Next(8) switch
        {
            0 => inner.AsNumbers($"clamp({inner.Text}, {Scalar(0)}, {Pick<string>("100", "1e9", "Inf", Scalar(0))})"),
            1 => inner.AsNumbers($"{Pick<string>("clamp_min", "clamp_max")}({inner.Text}, {Scalar(depth)})"),
            2 => inner.AsNumbers($"round({inner.Text}, {Pick<string>("0.1", "5", "0.3", "0", "-1", Scalar(0))})"),
            _ => inner.AsNumbers($"{Pick<string>(Elementwise)}({inner.Text})"),
        };
    }

    private QueryPiece ExperimentalFunction(int depth)
    {
        switch (_random.Next(IsNewer ? 5 : 3))
        {
            case 0:
                var sorted = Vector(depth);
                return sorted.As($"{Pick<string>("sort_by_label", "sort_by_label_desc")}({sorted.Text}, {Join(Some(Sortable(sorted), 1).Select(Quoted))})");
            case 1:
                var enriched = Chance(60) ? Vector(0) : Vector(depth);
                return enriched with { Text = $"info({enriched.Text})", Labels = [.. enriched.Labels, "cluster", "env"] };
            case 2:
                var chosen = Chance(60) ? Vector(0) : Vector(depth);
                var data = Pick<string>("cluster=~\".+\"", "cluster=\"red\"", "env=\"prod\"", "__name__=\"build_info\"", "__name__=~\".*_info\", version=\"1.4\"", "cluster!=\"red\"", "none=~\".*\"");
                return chosen with { Text = $"info({chosen.Text}, {{{data}}})", Labels = [.. chosen.Labels, "cluster"] };
            case 3:
                var count = 1 + _random.Next(3);
                var histogram = HistogramVector(depth);
                return histogram.AsNumbers($"histogram_quantiles({histogram.Text}, \"q\", {Join(Enumerable.Range(0, count).Select(_ => Fraction()).Distinct())})") with
                {
                    Labels = [.. histogram.Labels.Where(static label => label != "le"), "q"],
                };
            default:
                var started = Chance(80) ? Vector(0) : Vector(depth);
                return started.AsNumbers($"start_timestamp({started.Text})");
        }
    }

    private QueryPiece Aggregation(int depth)
    {
        var inner = Vector(depth);
        var grouping = "";
        IReadOnlyList<string> labels = [];
        if (Chance(75))
        {
            var isBy = Chance(65);
            var some = Some(inner.Labels, inner.Labels.Count == 0 ? 0 : 1);
            if (Chance(3))
            {
                some.Add(Pick<string>("__name__", "no_such_label", "instance"));
            }

            grouping = $" {(isBy ? "by" : "without")} ({Join(some)}) ";
            labels = [.. inner.Labels.Where(label => some.Contains(label) == isBy)];
        }

        // Buckets that are added up without their bounds are of no use to anyone above.
        var kind = inner.Kind == ValueKind.Classic && !labels.Contains("le") ? ValueKind.Gauge : inner.Kind;
        return _random.Next(IsExperimental ? 18 : 15) switch
        {
            <= 3 => new QueryPiece($"sum{grouping}({inner.Text})", kind, labels),
            <= 5 => new QueryPiece($"avg{grouping}({inner.Text})", kind, labels),
            <= 9 => new QueryPiece($"{Pick<string>("min", "max", "count", "group", "stddev", "stdvar")}{grouping}({inner.Text})", ValueKind.Gauge, labels),
            <= 12 => inner.As($"{Pick<string>("topk", "bottomk")}{grouping}({Pick<string>("1", "2", "3", "5", "0", Scalar(0))}, {inner.Text})"),
            13 => new QueryPiece($"quantile{grouping}({Fraction()}, {inner.Text})", ValueKind.Gauge, labels),
            14 => new QueryPiece($"count_values{grouping}(\"value\", {inner.Text})", ValueKind.Gauge, [.. labels, "value"]),
            15 => inner.As($"limitk{grouping}({Pick<string>("1", "2", "3", "10")}, {inner.Text})"),
            _ => inner.As($"limit_ratio{grouping}({Pick<string>("0.5", "-0.5", "0.1", "-0.9", "1", "0.75", "-1.5")}, {inner.Text})"),
        };
    }

    private QueryPiece Relabelled(int depth)
    {
        var inner = Vector(depth);
        var source = inner.Labels.Count == 0 ? "job" : Pick(inner.Labels).Trim('"');
        var target = Chance(70) ? "copied" : source;
        return Chance(60)
            ? inner with
            {
                Text = $"label_replace({inner.Text}, \"{target}\", \"{Pick<string>("$1", "x-$1", "${1}y", "same", "", "$2$1", "$$")}\", \"{source}\", \"{Pick<string>("(.*)", "(.).*", "(.*)[0-9]", "h(.*):(.*)", "no match")}\")",
                Labels = [.. inner.Labels.Union([target])],
            }
            : inner with
            {
                Text = $"label_join({inner.Text}, \"{target}\", \"{Pick<string>("-", "", "/")}\", {Join(Some(LabelNames(inner), 1).Select(Quoted))})",
                Labels = [.. inner.Labels.Union([target])],
            };
    }

    private static IReadOnlyList<string> LabelNames(QueryPiece piece) => piece.Labels.Count == 0 ? ["job"] : piece.Labels;

    /// <summary>By bounds of buckets there is no order: 0.05 and 0.5 come each before the other.</summary>
    private static IReadOnlyList<string> Sortable(QueryPiece piece) => [.. LabelNames(piece).Where(static label => label is not ("le" or "value")), "job"];

    private static string Quoted(string name) => name.StartsWith('"') ? name : $"\"{name}\"";
}
