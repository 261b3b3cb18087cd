using System.Globalization;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Model;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>What a real Prometheus has stored of a job's scrapes, read back by its HTTP API.</summary>
internal static class PrometheusScrape
{
    /// <summary>Written by Prometheus itself with every scrape.</summary>
    private static readonly HashSet<string> OwnSeries =
    [
        "up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added",
    ];

    /// <summary>How the points of a series are called by what they are, and how they become texts.</summary>
    private static readonly (string Name, Func<JsonElement, string> Text)[] Kinds =
        [("values", ValueText.OfApiNumber), ("histograms", ValueText.OfApiHistogram)];

    public static async Task<Scrape> ReadAsync(PrometheusServer prometheus, ScrapeJob job)
    {
        var scrape = new Scrape();
        await AddSamplesAsync(scrape, prometheus, job);
        await AddFamiliesAsync(scrape, prometheus, job);
        await AddExemplarsAsync(scrape, prometheus, job);
        return scrape;
    }

    private static async Task AddSamplesAsync(Scrape scrape, PrometheusServer prometheus, ScrapeJob job)
    {
        // A range selector gives the samples as they are stored, with their times, and no markers of staleness.
        var data = await prometheus.GetAsync("api/v1/query", ("query", job.Selector + "[30m]"));
        foreach (var series in data.GetProperty("result").EnumerateArray())
        {
            var metric = series.GetProperty("metric");
            if (OwnSeries.Contains(metric.GetProperty("__name__").GetString()!))
            {
                continue;
            }

            var labels = LabelsText(metric);
            foreach (var (kind, text) in Kinds)
            {
                if (series.TryGetProperty(kind, out var points))
                {
                    foreach (var point in points.EnumerateArray())
                    {
                        scrape.Add(labels, new Sample(Milliseconds(point[0]), text(point[1])));
                    }
                }
            }
        }
    }

    private static async Task AddFamiliesAsync(Scrape scrape, PrometheusServer prometheus, ScrapeJob job)
    {
        var data = await prometheus.GetAsync("api/v1/targets/metadata", ("match_target", job.Selector));
        foreach (var family in data.EnumerateArray())
        {
            var metadata = new Metadata(Text(family, "type"), Text(family, "help"), Text(family, "unit"));
            scrape.Families.Add(Text(family, "metric"), metadata);
        }
    }

    private static async Task AddExemplarsAsync(Scrape scrape, PrometheusServer prometheus, ScrapeJob job)
    {
        var data = await prometheus.GetAsync("api/v1/query_exemplars", ("query", job.Selector), ("start", "0"), ("end", "9999999999"));
        foreach (var series in data.EnumerateArray())
        {
            var labels = LabelsText(series.GetProperty("seriesLabels"));
            foreach (var exemplar in series.GetProperty("exemplars").EnumerateArray())
            {
                scrape.Add(labels, new SeriesExemplar(
                    LabelsText(exemplar.GetProperty("labels")),
                    ValueText.OfApiNumber(exemplar.GetProperty("value")),
                    Milliseconds(exemplar.GetProperty("timestamp"))));
            }
        }
    }

    private static string LabelsText(JsonElement labels) =>
        Labels.Of([.. labels.EnumerateObject().Select(static label => (label.Name, label.Value.GetString()!))]).ToString();

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    /// <summary>The API writes times as seconds with three digits behind the point.</summary>
    private static long Milliseconds(JsonElement seconds) =>
        (long)(decimal.Parse(seconds.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1000);
}
