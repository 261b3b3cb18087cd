namespace Pharos.Compatibility.Tests.Queries.Generation;

internal sealed partial class QueryGenerator
{
    private QueryPiece Selector() => Selector(AnyMetric());

    private QueryPiece Selector(Metric metric)
    {
        if (Chance(1))
        {
            return new QueryPiece(
                Pick<string>("{__name__=~\"latency_seconds_(sum|count)\"}", "{job=\"db\", instance=\"\"}", "{__name__=~\"renamed_.*\"}", "nothing_of_the_sort"),
                ValueKind.Gauge,
                ["instance", "job"]);
        }

        var modifier = IsNewer && !IsHistogram(metric) && Chance(4) ? " smoothed" : "";
        return Piece(metric, metric.With(Conditions(metric)) + modifier + Shift());
    }

    private QueryPiece RangeSelector(Metric metric, string range, string modifier = "") =>
        Piece(metric, $"{metric.With(Conditions(metric))}[{range}]{modifier}{Shift()}");

    private Metric AnyMetric() => Pick(Metric.All);

    private Metric MetricOf(params ReadOnlySpan<ValueKind> kinds)
    {
        Metric metric;
        do
        {
            metric = AnyMetric();
        }
        while (!kinds.Contains(metric.Kind));

        return metric;
    }

    private static bool IsHistogram(Metric metric) => metric.Kind is ValueKind.Histogram or ValueKind.Mixed;

    private static QueryPiece Piece(Metric metric, string text) => new(text, metric.Kind, [.. metric.Labels.Select(static label => label.Name)]);

    private List<string> Conditions(Metric metric)
    {
        var conditions = new List<string>();
        while (Chance(25) && conditions.Count < 2)
        {
            var (name, values) = Pick(metric.Labels);
            if (name == "le" && Chance(80))
            {
                continue;
            }

            var value = Pick<string>(values);
            conditions.Add(name + _random.Next(8) switch
            {
                0 or 1 => $"=\"{value}\"",
                2 or 3 => $"!=\"{value}\"",
                4 => $"=~\"{value.Replace("+", "[+]", StringComparison.Ordinal)}|{Pick<string>(values).Replace("+", ".", StringComparison.Ordinal)}\"",
                5 => $"!~\"{value[..1].Replace("+", ".", StringComparison.Ordinal)}.?{value[^1]}\"",
                6 => "=~\".+\"",
                _ => $"=~\"(?i:.*{value[^1]})\"",
            });
        }

        return conditions;
    }

    private string Shift()
    {
        if (!Chance(15))
        {
            return "";
        }

        var offset = " offset " + Duration("1m", "5m", "7s", "13m", "-1m", "-30s", "1h", "1500ms");
        if (IsNewer && Chance(15))
        {
            offset = " offset " + Duration("step()", "(2 * 30s)", "-(1m / 2)", "(step() + 15)", "range()", "min_of(1m, step() + 1)", "max_of(step(), 30s)");
        }

        var at = Pick<string>(" @ start()", " @ end()", " @ 1700018400", " @ 1700015000.5");
        return _random.Next(5) switch
        {
            0 or 1 => offset,
            2 or 3 => at,
            _ => Chance(50) ? at + offset : offset + at,
        };
    }
}
