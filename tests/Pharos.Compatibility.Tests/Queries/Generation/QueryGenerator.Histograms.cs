namespace Pharos.Compatibility.Tests.Queries.Generation;

internal sealed partial class QueryGenerator
{
    private QueryPiece HistogramFunction(int depth)
    {
        var histogram = HistogramVector(depth);
        var labels = histogram.Labels.Where(static label => label != "le").ToList();
        var text = _random.Next(8) switch
        {
            0 => $"histogram_count({histogram.Text})",
            1 => $"histogram_sum({histogram.Text})",
            2 => $"histogram_avg({histogram.Text})",
            3 => $"{Pick<string>("histogram_stddev", "histogram_stdvar")}({histogram.Text})",
            4 => $"histogram_fraction({Pick<string>("0", "-Inf", "0.1", "-1")}, {Pick<string>("0.2", "0.5", "1", "Inf", "3")}, {histogram.Text})",
            _ => $"histogram_quantile({Fraction()}, {histogram.Text})",
        };
        return new QueryPiece(text, ValueKind.Gauge, labels);
    }

    /// <summary>Native histograms of any kind, or the buckets of classic ones.</summary>
    private QueryPiece HistogramVector(int depth)
    {
        if (Chance(7))
        {
            return Vector(depth);
        }

        var metric = MetricOf(ValueKind.Classic, ValueKind.Histogram, ValueKind.Mixed);
        if (Chance(25))
        {
            return Selector(metric);
        }

        var range = RangeSelector(metric, Duration("1m", "5m", "10m", "40s"));
        var rate = range with { Text = $"{Pick<string>("rate", "rate", "increase", "sum_over_time", "avg_over_time", "last_over_time", "delta", "irate")}({range.Text})" };
        if (Chance(50))
        {
            return rate;
        }

        var labels = Some([.. metric.Labels.Select(static label => label.Name).Where(static label => label != "le")], 0);
        IReadOnlyList<string> kept = metric.Kind == ValueKind.Classic && Chance(95) ? [.. labels, "le"] : labels;
        return new QueryPiece($"{Pick<string>("sum", "sum", "avg")} by ({Join(kept)}) ({rate.Text})", metric.Kind, kept);
    }
}
