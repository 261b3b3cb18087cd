using System.Globalization;

namespace Pharos.Compatibility.Tests.Scraped;

/// <summary>A real Prometheus scrapes us in any of its protocols and has nothing to complain of.</summary>
public sealed class ScrapedPharosTests(ScrapedPharos scraped) : IClassFixture<ScrapedPharos>
{
    public static TheoryData<string> Protocols =>
    [
        "PrometheusProto", "PrometheusText0.0.4", "PrometheusText1.0.0", "OpenMetricsText0.0.1", "OpenMetricsText1.0.0",
    ];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Scrape_OurServer_BringsItsMetrics(string protocol)
    {
        var job = "pharos-" + protocol;
        _ = scraped.Prometheus;
        Assert.True(scraped.State(job).IsUp, scraped.State(job).Error);
        Assert.Equal("1", await scraped.ValueAsync($"up{{job=\"{job}\"}}"));
        Assert.True(Number(await scraped.ValueAsync($"scrape_samples_scraped{{job=\"{job}\"}}")) > 50);
        Assert.Equal("1", await scraped.ValueAsync($"prometheus_build_info{{job=\"{job}\"}}"));
        Assert.True(Number(await scraped.ValueAsync($"process_resident_memory_bytes{{job=\"{job}\"}}")) > 1e6);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Scrape_OurHistograms_AreConsistent(string protocol)
    {
        var job = "registry-" + protocol;
        var (histograms, faults) = await StoredBuckets.CheckAsync(scraped.Prometheus, job);
        Assert.Empty(faults);
        Assert.True(histograms >= 2);
        Assert.Empty((await StoredBuckets.CheckAsync(scraped.Prometheus, "pharos-" + protocol)).Faults);
        Assert.Equal(OwnMetrics.Observations, Number(await scraped.ValueAsync($"request_seconds_count{{job=\"{job}\"}}")));
        Assert.Equal(OwnMetrics.Observed.Sum(), Number(await scraped.ValueAsync($"request_seconds_sum{{job=\"{job}\"}}")), 1e-6);
        foreach (var bound in (double[])[0.1, 1, 10, 50, double.PositiveInfinity])
        {
            var le = double.IsPositiveInfinity(bound) ? "+Inf" : bound.ToString("0.0", CultureInfo.InvariantCulture);
            Assert.Equal(
                OwnMetrics.Observed.Count(value => value <= bound),
                Number(await scraped.ValueAsync($"request_seconds_bucket{{job=\"{job}\",le=\"{le}\"}}")));
        }

        Assert.Equal(OwnMetrics.Observations, Number(await scraped.ValueAsync($"size_seconds_count{{job=\"{job}\"}}")));
        Assert.Equal(OwnMetrics.Observations, Number(await scraped.ValueAsync($"both_seconds_count{{job=\"{job}\"}}")));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Scrape_OurRegistry_KeepsLabelsAndValues(string protocol)
    {
        var job = "registry-" + protocol;
        Assert.Equal("17", await scraped.ValueAsync($"jobs_total{{job=\"{job}\",queue=\"a\\n\\\"b\\\"\\\\\"}}"));
        Assert.Equal("0.5", await scraped.ValueAsync($"jobs_total{{job=\"{job}\",queue=\"zürich\"}}"));
        Assert.Equal("-12.75", await scraped.ValueAsync($"temperature_celsius{{job=\"{job}\"}}"));
        var metadata = await scraped.Prometheus.GetAsync(
            "api/v1/targets/metadata", ("match_target", $"{{job=\"{job}\"}}"), ("metric", "jobs_total"));
        Assert.Equal("counter", metadata[0].GetProperty("type").GetString());
        Assert.Equal("Jobs done, \"all\" of them \\ and\nmore.", metadata[0].GetProperty("help").GetString());
    }

    [Fact]
    public async Task Scrape_OurNativeHistograms_HoldWhatWasObserved()
    {
        const string Job = "{job=\"registry-PrometheusProto\"}";
        foreach (var name in (string[])["native_seconds", "both_seconds"])
        {
            Assert.Equal(OwnMetrics.Observations, Number(await scraped.ValueAsync($"histogram_count({name}{Job})")));
            Assert.Equal(OwnMetrics.Observed.Sum(), Number(await scraped.ValueAsync($"histogram_sum({name}{Job})")), 1e-6);

            // Buckets are a tenth wide, so the median is off by no more than that.
            var median = OwnMetrics.Observed.ElementAt(OwnMetrics.Observations / 2);
            Assert.Equal(median, Number(await scraped.ValueAsync($"histogram_quantile(0.5, {name}{Job})")), median / 10);
        }
    }

    [Fact]
    public void Scrape_OfAnythingOfOurs_LeavesNoWarningInTheLog()
    {
        string[] levels = [" level=WARN ", " level=ERROR "];
        var complaints = scraped.Prometheus.Log.Split('\n')
            .Where(line => levels.Any(level => line.Contains(level, StringComparison.Ordinal)));
        Assert.Empty(complaints);
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
