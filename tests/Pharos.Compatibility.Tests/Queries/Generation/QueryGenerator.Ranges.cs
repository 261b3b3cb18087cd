namespace Pharos.Compatibility.Tests.Queries.Generation;

internal sealed partial class QueryGenerator
{
    private static readonly string[] ChangeFunctions = ["rate", "rate", "increase", "delta", "irate", "idelta"];

    private static readonly string[] OverTime =
    [
        "avg_over_time", "sum_over_time", "min_over_time", "max_over_time", "count_over_time", "stddev_over_time", "stdvar_over_time",
        "last_over_time", "present_over_time", "changes", "resets", "deriv",
    ];

    private static readonly string[] ExperimentalOverTime =
        ["mad_over_time", "ts_of_min_over_time", "ts_of_max_over_time", "ts_of_last_over_time"];

    private static readonly string[] NewerOverTime = ["first_over_time", "ts_of_first_over_time"];

    private string RangeText()
    {
        if (IsNewer && Chance(6))
        {
            return Duration("5m + step()", "2 * 1m", "max_of(step(), 2m)", "min_of(range() + 1m, 10m)", "10m / 3", "2 ^ 7", "1h % 7m");
        }

        return Duration("1m", "2m", "5m", "5m", "10m", "15m", "30m", "1h", "15s", "40s", "90s", "300", "1s");
    }

    private QueryPiece Range(int depth) => depth > 0 && Chance(30) ? SubqueryOf(Vector(Math.Min(depth - 1, 2))) : RangeSelector(AnyMetric(), RangeText());

    private QueryPiece SubqueryOf(QueryPiece inner)
    {
        var step = Duration("15s", "30s", "1m", "1m", "", "7s", "20");
        if (IsNewer && Chance(6))
        {
            step = Duration("step() + 10s", "max_of(15s, step())", "5 * 3");
        }

        var range = step is "7s" ? Duration("1m", "2m") : Duration("2m", "5m", "10m", "7m30s");
        var text = IsBare(inner.Text) ? inner.Text : $"({inner.Text})";
        return inner.As($"{text}[{range}:{step}]{Shift()}");
    }

    /// <summary>Whether it is one selector without any modifier, or a call.</summary>
    private static bool IsBare(string text) => !text.Contains(' ', StringComparison.Ordinal) && !text.StartsWith('-') && !text.StartsWith('+');

    private QueryPiece OverRange(int depth)
    {
        if (IsNewer && Chance(12))
        {
            var metric = AnyMetric();
            var isAnchored = Chance(50);
            var edged = RangeSelector(metric, RangeText(), isAnchored ? " anchored" : " smoothed");
            return edged.AsNumbers($"{(isAnchored ? Pick<string>("rate", "increase", "delta", "changes", "resets") : Pick<string>("rate", "increase", "delta"))}({edged.Text})") with
            {
                Kind = edged.Kind is ValueKind.Counter ? ValueKind.Gauge : edged.Kind,
            };
        }

        if (Chance(45))
        {
            var change = Pick<string>(ChangeFunctions);
            var counter = change.StartsWith('r') || change is "increase" or "irate";
            var range = depth > 0 && Chance(15) ? Range(depth)
                : RangeSelector(
                    Chance(85) ? (counter ? MetricOf(ValueKind.Counter, ValueKind.Counter, ValueKind.Classic, ValueKind.Histogram) : MetricOf(ValueKind.Gauge, ValueKind.Histogram)) : AnyMetric(),
                    RangeText());
            return range with { Text = $"{change}({range.Text})", Kind = range.Kind == ValueKind.Counter ? ValueKind.Gauge : range.Kind };
        }

        var window = Range(depth);
        var names = _random.Next(10) switch
        {
            0 or 1 when IsExperimental => ExperimentalOverTime,
            2 when IsNewer => NewerOverTime,
            _ => OverTime,
        };
        var name = Pick<string>(names);
        var keepsKind = name is "avg_over_time" or "sum_over_time" or "last_over_time" or "first_over_time";
        var kind = keepsKind && window.Kind != ValueKind.Counter ? window.Kind : ValueKind.Gauge;
        return _random.Next(12) switch
        {
            0 => window.AsNumbers($"quantile_over_time({Fraction()}, {window.Text})"),
            1 => window.AsNumbers($"predict_linear({window.Text}, {Scalar(0)})"),
            2 => new QueryPiece($"absent_over_time({window.Text})", ValueKind.Gauge, window.Labels),
            3 when IsExperimental => window.AsNumbers($"double_exponential_smoothing({window.Text}, 0.{1 + _random.Next(9)}, 0.{1 + _random.Next(9)})"),
            _ => window with { Text = $"{name}({window.Text})", Kind = kind },
        };
    }

    private string Fraction() => Chance(90) ? Pick<string>("0.5", "0.9", "0.99", "0.25", "0", "1", "0.333") : Pick<string>("-0.5", "1.5", "NaN", "scalar(ratio{instance=\"host0:9100\"})");
}
