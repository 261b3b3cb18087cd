using Pharos.Foundation.Numbers;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Tests.Aggregating;

/// <summary>Aggregations of the numbers of one step, in the most obvious way.</summary>
internal static class SlowAggregation
{
    public static double Of(string name, double parameter, IReadOnlyList<double> values) => name switch
    {
        "sum" => Sum(values),
        "avg" => Mean(values),
        "count" => values.Count,
        "group" => 1,
        "min" => values.Aggregate(values[0], static (least, value) => value < least || double.IsNaN(least) ? value : least),
        "max" => values.Aggregate(values[0], static (most, value) => value > most || double.IsNaN(most) ? value : most),
        "stdvar" => Variance(values),
        "stddev" => Math.Sqrt(Variance(values)),
        _ => Quantile(parameter, values),
    };

    /// <summary>The rows of each group, groups in the order in which they come up.</summary>
    public static List<(string Key, List<Row> Rows)> Groups(IReadOnlyList<Row> rows, params string[] by)
    {
        var groups = new List<(string Key, List<Row> Rows)>();
        foreach (var row in rows)
        {
            var key = Key(row, by);
            var at = groups.FindIndex(group => group.Key == key);
            if (at < 0)
            {
                at = groups.Count;
                groups.Add((key, []));
            }

            groups[at].Rows.Add(row);
        }

        return groups;
    }

    public static string Key(Row row, params string[] by) =>
        string.Join(',', by.Select(name => $"{name}={System.Text.Encoding.UTF8.GetString(row.Labels[System.Text.Encoding.UTF8.GetBytes(name)])}"));

    public static List<double> Present(IEnumerable<Row> rows, int step) =>
        [.. rows.Select(row => row.Values[step]).Where(Slot.IsPresent)];

    private static double Sum(IReadOnlyList<double> values)
    {
        var (sum, compensation) = (values[0], 0.0);
        foreach (var value in values.Skip(1))
        {
            KahanSum.Add(value, ref sum, ref compensation);
        }

        return sum + compensation;
    }

    private static double Mean(IReadOnlyList<double> values)
    {
        var (sum, compensation, isRunning, count) = (values[0], 0.0, false, 1.0);
        foreach (var value in values.Skip(1))
        {
            count++;
            if (!isRunning)
            {
                var (next, nextCompensation) = (sum, compensation);
                KahanSum.Add(value, ref next, ref nextCompensation);
                if (!double.IsInfinity(next))
                {
                    (sum, compensation) = (next, nextCompensation);
                    continue;
                }

                isRunning = true;
                sum /= count - 1;
                compensation /= count - 1;
            }

            var share = (count - 1) / count;
            sum *= share;
            compensation *= share;
            KahanSum.Add(value / count, ref sum, ref compensation);
        }

        return isRunning ? sum + compensation : (sum / count) + (compensation / count);
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        var (count, mean, squares) = (1.0, values[0], double.IsFinite(values[0]) ? 0 : double.NaN);
        foreach (var value in values.Skip(1))
        {
            count++;
            var delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
        }

        return squares / count;
    }

    private static double Quantile(double quantile, IReadOnlyList<double> values)
    {
        if (double.IsNaN(quantile) || quantile is < 0 or > 1)
        {
            return double.IsNaN(quantile) ? double.NaN : quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var sorted = values.Order().ToArray();
        var rank = quantile * (sorted.Length - 1);
        var lower = (int)Math.Floor(rank);
        var weight = rank - Math.Floor(rank);
        return (sorted[lower] * (1 - weight)) + (sorted[Math.Min(sorted.Length - 1, lower + 1)] * weight);
    }
}
