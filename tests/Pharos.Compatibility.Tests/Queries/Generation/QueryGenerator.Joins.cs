namespace Pharos.Compatibility.Tests.Queries.Generation;

internal sealed partial class QueryGenerator
{
    private QueryPiece Joined(int depth) => _random.Next(10) switch
    {
        < 4 => SameSeries(depth),
        < 8 => ManyToOne(depth),
        8 => OneToOneByLabels(depth),
        _ => Unrelated(depth),
    };

    private string Operator(QueryPiece left)
    {
        if (left.Kind == ValueKind.Histogram)
        {
            return Pick<string>("+", "-", "+", "-", "==", "!=", "*");
        }

        return Chance(25) ? Comparison() + (Chance(60) ? " bool" : "") : Arithmetic();
    }

    private string Fill(bool isGrouped) => !IsNewer || Chance(75) ? ""
        : isGrouped ? Pick<string>(" fill(0)", " fill_right(1)", " fill_left(2)")
        : Pick<string>(" fill(0)", " fill_left(1)", " fill_right(-2.5)", " fill_left(1) fill_right(NaN)");

    /// <summary>Two ways to see the same series.</summary>
    private QueryPiece SameSeries(int depth)
    {
        var metric = AnyMetric();
        var left = View(metric, depth);
        var right = View(metric, depth);
        var kind = left.Kind == right.Kind ? left.Kind : ValueKind.Gauge;
        var matching = "";
        if (Chance(30))
        {
            matching = Chance(50) ? $" on ({Join(left.Labels)})" : $" ignoring ({Pick<string>("nothing", "", "le2")})";
        }

        return new QueryPiece($"{left.Text} {Operator(left)}{matching}{Fill(false)} {right.Text}", kind == ValueKind.Counter ? ValueKind.Gauge : kind, left.Labels);
    }

    private QueryPiece View(Metric metric, int depth)
    {
        if (depth <= 0 || Chance(40))
        {
            return Selector(metric);
        }

        if (metric.Kind is ValueKind.Histogram or ValueKind.Classic or ValueKind.Counter)
        {
            var range = RangeSelector(metric, Duration("1m", "5m", "10m"));
            return range with { Text = $"{Pick<string>("rate", "increase", "last_over_time", "sum_over_time")}({range.Text})" };
        }

        var window = RangeSelector(metric, Duration("1m", "5m", "10m"));
        return window with { Text = $"{Pick<string>("avg_over_time", "max_over_time", "last_over_time", "delta")}({window.Text})" };
    }

    private QueryPiece ManyToOne(int depth)
    {
        var many = Chance(70) ? View(MetricOf(ValueKind.Counter, ValueKind.Gauge, ValueKind.Classic, ValueKind.Histogram), depth) : Vector(depth);
        if (many.Labels.Count == 0)
        {
            return many;
        }

        QueryPiece one;
        string extra;
        List<string> on;
        if (many.Labels.Contains("instance") && Chance(35))
        {
            (var text, extra, on) = _random.Next(4) switch
            {
                0 => ("build_info", Pick<string>("version", ""), ["instance", "job"]),
                1 => ("target_info", Pick<string>("cluster", "cluster, env"), ["instance", "job"]),
                2 => ("machine_role", Pick<string>("role", ""), ["instance"]),
                _ => ("up", Pick<string>("", "job"), (List<string>)["instance"]),
            };
            one = new QueryPiece(text, ValueKind.Gauge, on);
        }
        else
        {
            on = Some([.. many.Labels.Where(static label => label != "le")], 0);
            var group = on.Count == 0 ? "" : $" by ({Join(on)})";
            one = many with { Text = $"{Pick<string>("sum", "avg", "max", "count")}{group} ({many.Text})" };
            extra = "";
        }

        var isLeft = Chance(65);
        var operation = Operator(many);
        if (many.Kind == ValueKind.Histogram && one.Kind != ValueKind.Histogram)
        {
            operation = isLeft ? Pick<string>("*", "/") : "*";
        }

        on = [.. on.Except(extra.Split(", "))];
        var matching = $"on ({Join(on)}) {(isLeft ? "group_left" : "group_right")}{(extra.Length > 0 || Chance(30) ? $" ({extra})" : "")}{Fill(true)}";
        return many with
        {
            Text = isLeft ? $"({many.Text}) {operation} {matching} {one.Text}" : $"{one.Text} {operation} {matching} ({many.Text})",
            Labels = [.. many.Labels, .. extra.Split(", ").Where(static label => label.Length > 0)],
        };
    }

    private QueryPiece OneToOneByLabels(int depth)
    {
        var left = Vector(depth);
        var right = Chance(50) ? Vector(depth) : left;
        var common = left.Labels.Intersect(right.Labels).Where(static label => label != "le").ToList();
        var labels = Some(common, Math.Min(1, common.Count));
        var group = $"by ({Join(labels)})";
        var matching = Chance(50) ? $" on ({Join(labels)})" : "";
        return new QueryPiece(
            $"{Pick<string>("sum", "max", "count")} {group} ({left.Text}) {Operator(left)}{matching}{Fill(false)} {Pick<string>("sum", "avg", "min")} {group} ({right.Text})",
            left.Kind == ValueKind.Histogram ? ValueKind.Mixed : ValueKind.Gauge,
            labels);
    }

    private QueryPiece Unrelated(int depth)
    {
        var (left, right) = (Vector(depth), Vector(depth));
        var matching = _random.Next(4) switch
        {
            0 => $" on ({Join(Some(["instance", "job", "method"], 1))})",
            1 => $" ignoring ({Join(Some(["code", "method", "room", "le", "mode"], 1))})",
            2 => $" on (instance) {Pick<string>("group_left", "group_right")}",
            _ => "",
        };
        return left.AsNumbers($"({left.Text}) {Operator(left)}{matching} ({right.Text})");
    }

    private QueryPiece SetOperation(int depth)
    {
        var left = Vector(depth);
        var right = Chance(60) ? Vector(depth) : left.As($"({left.Text}) {Pick<string>(">", "<", "!=")} {Pick<string>("1", "0.5", "20", Scalar(0))}");
        var common = left.Labels.Intersect(right.Labels).ToList();
        var matching = Chance(60) ? $" {Pick<string>("on", "on", "ignoring")} ({Join(Some(common, 0))})" : "";
        return left with
        {
            Text = $"({left.Text}) {Pick<string>("and", "or", "unless", "or")}{matching} ({right.Text})",
            Kind = left.Kind == right.Kind ? left.Kind : ValueKind.Mixed,
        };
    }
}
