using Pharos.Formats.Negotiation;
using Pharos.Model;
using Pharos.Scrape.Appending;
using Pharos.Tsdb;

namespace Pharos.Scrape.Tests.Appending;

/// <summary>What becomes of what a target says of its metric families.</summary>
public sealed class MetadataTests
{
    private static readonly ScrapeFeatures Features = new() { AppendsMetadata = true };

    [Fact]
    public void Scrape_NewSeries_TellsTheStoreOfTheirFamily()
    {
        using var target = new ScrapedTarget(Features, new DatabaseOptions());
        target.Scrape(1000, "# HELP a of a\n# TYPE a counter\na 1\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum 1\nother 1\n");
        Assert.Equal(
            [
                "a Counter \"\" \"of a\"",
                "h_bucket Histogram \"\" \"\"",
                "h_count Histogram \"\" \"\"",
                "h_sum Histogram \"\" \"\"",
            ],
            target.LoggedMetadata());
    }

    [Fact]
    public void Scrape_NothingNewIsSaid_TellsNothing()
    {
        using var target = new ScrapedTarget(Features, new DatabaseOptions());
        target.Scrape(1000, "# HELP a of a\n# TYPE a counter\na 1\n");
        target.Scrape(2000, "# HELP a of a\n# TYPE a counter\na 2\n");
        Assert.Single(target.LoggedMetadata());
        target.Scrape(3000, "# HELP a of something else\n# TYPE a counter\na 3\n");
        Assert.Equal(["a Counter \"\" \"of a\"", "a Counter \"\" \"of something else\""], target.LoggedMetadata());
    }

    [Fact]
    public void Scrape_NobodyAsksForIt_TellsNothing()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, "# HELP a of a\n# TYPE a counter\na 1\n");
        Assert.Empty(target.LoggedMetadata());
        Assert.Equal("of a", target.Memory.Families.Find("a")!.Help);
    }

    [Fact]
    public void Scrape_TypeAndUnitAreWanted_BecomeLabels()
    {
        using var target = new ScrapedTarget(new ScrapeFeatures { AddsTypeAndUnitLabels = true }, new DatabaseOptions());
        Assert.Null(target.Scrape(1000, "# TYPE a_seconds counter\n# UNIT a_seconds seconds\na_seconds_total 1\n# EOF\n", ExpositionMedia.OpenMetrics));
        Assert.Equal(["{__name__=\"a_seconds_total\", __type__=\"counter\", __unit__=\"seconds\", instance=\"host:1\", job=\"test\"} 1@1000"], target.Stored());
    }

    [Theory]
    [InlineData("a", MetricType.Counter, "a_total", true)]
    [InlineData("a_total", MetricType.Counter, "a_total", true)]
    [InlineData("a_total", MetricType.Counter, "a", true)]
    [InlineData("a", MetricType.Counter, "a_count", false)]
    [InlineData("a", MetricType.Gauge, "a", true)]
    [InlineData("a", MetricType.Gauge, "a_total", false)]
    [InlineData("a", MetricType.Gauge, "ab", false)]
    [InlineData("h", MetricType.Histogram, "h_bucket", true)]
    [InlineData("h", MetricType.Histogram, "h", true)]
    [InlineData("h", MetricType.Histogram, "h_gsum", false)]
    [InlineData("h", MetricType.GaugeHistogram, "h_gcount", true)]
    [InlineData("s", MetricType.Summary, "s_sum", true)]
    [InlineData("s", MetricType.Summary, "s_bucket", false)]
    [InlineData("i", MetricType.Info, "i_info", true)]
    [InlineData("i", MetricType.Unknown, "i_info", false)]
    public void Has_NameAndType_Decide(string family, MetricType type, string series, bool expected) =>
        Assert.Equal(expected, FamilyMembers.Has(System.Text.Encoding.UTF8.GetBytes(family), type, System.Text.Encoding.UTF8.GetBytes(series)));
}
