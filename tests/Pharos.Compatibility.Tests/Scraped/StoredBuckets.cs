using System.Globalization;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;

namespace Pharos.Compatibility.Tests.Scraped;

/// <summary>The classic buckets that a Prometheus has stored of a job, as one histogram after the other.</summary>
internal static class StoredBuckets
{
    /// <summary>Where counts fall from one bucket to the next, or the last bucket does not hold what <c>_count</c> says..</summary>
    public static async Task<(int Histograms, List<string> Faults)> CheckAsync(PrometheusServer prometheus, string job)
    {
        var data = await prometheus.GetAsync("api/v1/query", ("query", $"{{__name__=~\".+_(bucket|count)\",job=\"{job}\"}}"));
        var series = data.GetProperty("result").EnumerateArray()
            .Select(static one => (Metric: one.GetProperty("metric"), Value: Number(one.GetProperty("value")[1])))
            .ToList();
        var counts = series.Where(static one => Name(one.Metric).EndsWith("_count", StringComparison.Ordinal))
            .ToDictionary(static one => Key(one.Metric, "_count"), static one => one.Value);
        var histograms = series.Where(static one => one.Metric.TryGetProperty("le", out _))
            .GroupBy(static one => Key(one.Metric, "_bucket"))
            .ToList();
        var faults = new List<string>();
        foreach (var histogram in histograms)
        {
            var buckets = histogram.OrderBy(static one => Number(one.Metric.GetProperty("le"))).Select(static one => one.Value).ToList();
            if (!buckets.Order().SequenceEqual(buckets) || counts[histogram.Key] != buckets[^1])
            {
                faults.Add($"{histogram.Key}: {string.Join(' ', buckets)} of {counts[histogram.Key]}");
            }
        }

        return (histograms.Count, faults);
    }

    private static string Name(JsonElement metric) => metric.GetProperty("__name__").GetString()!;

    /// <summary>What the series of a histogram have in common.</summary>
    private static string Key(JsonElement metric, string ending)
    {
        var labels = metric.EnumerateObject()
            .Where(static label => label.Name is not ("__name__" or "le"))
            .Select(static label => $"{label.Name}={label.Value}");
        return $"{Name(metric)[..^ending.Length]} {string.Join(' ', labels)}";
    }

    private static double Number(JsonElement text) => text.GetString() == "+Inf"
        ? double.PositiveInfinity
        : double.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
