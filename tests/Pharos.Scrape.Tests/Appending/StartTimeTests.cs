using Pharos.Formats.Negotiation;
using Pharos.Tsdb;

namespace Pharos.Scrape.Tests.Appending;

/// <summary>Counters whose start is known get a zero there.</summary>
public sealed class StartTimeTests
{
    private const long Start = 1_700_000_000_000;
    private static readonly ScrapeFeatures Features = new() { ReadsStartTimes = true };
    private static readonly DatabaseOptions Zeros = new() { AppendsZeroAtStart = true };

    [Fact]
    public void Scrape_CounterHasAStart_PutsAZeroThereOnce()
    {
        using var target = new ScrapedTarget(Features, Zeros);
        Scrape(target, Start + 15_000, Counter(1, Start));
        Scrape(target, Start + 30_000, Counter(2, Start));
        Assert.Equal([Series("a_total", Sample(0, 0), Sample(1, 15), Sample(2, 30))], target.Stored());
    }

    [Fact]
    public void Scrape_CounterRestarts_PutsAZeroBetween()
    {
        using var target = new ScrapedTarget(Features, Zeros);
        Scrape(target, Start + 15_000, Counter(10, Start));
        Scrape(target, Start + 30_000, Counter(12, Start + 20_000));
        Assert.Equal([Series("a_total", Sample(0, 0), Sample(10, 15), Sample(0, 20), Sample(12, 30))], target.Stored());
    }

    [Theory]
    [InlineData(15_000)]
    [InlineData(16_000)]
    [InlineData(-20 * 3600_000)]
    public void Scrape_StartIsOfNoUse_KeepsTheSampleAlone(long startOffset)
    {
        using var target = new ScrapedTarget(Features, Zeros);
        Scrape(target, Start + 15_000, Counter(1, Start + startOffset));
        Assert.Equal([Series("a_total", Sample(1, 15))], target.Stored());
        Assert.Equal((1, 0, 0), (target.Counts.Kept, target.Counts.OutOfOrder, target.Counts.OutOfBounds));
    }

    [Fact]
    public void Scrape_LateSamplesAreAccepted_StillPutsNoZeroBeforeWhatIsThere()
    {
        using var target = new ScrapedTarget(Features, Zeros with { OutOfOrderWindow = TimeSpan.FromHours(1) });
        Scrape(target, Start + 15_000, Counter(1, 0));
        Scrape(target, Start + 30_000, Counter(2, Start));
        Assert.Equal([Series("a_total", Sample(1, 15), Sample(2, 30))], target.Stored());
    }

    [Fact]
    public void Scrape_NobodyAsksForStarts_CreatedIsASeriesLikeAnyOther()
    {
        using var target = new ScrapedTarget(new ScrapeFeatures(), Zeros);
        Scrape(target, Start + 15_000, Counter(1, Start));
        Assert.Equal(2, target.Stored().Count);
        Assert.Equal(Series("a_total", Sample(1, 15)), target.Stored()[1]);
    }

    [Fact]
    public void Scrape_StoreKeepsNoZeros_LeavesTheCreatedSeriesOut()
    {
        using var target = new ScrapedTarget(Features, new DatabaseOptions());
        Scrape(target, Start + 15_000, Counter(1, Start));
        Assert.Equal([Series("a_total", Sample(1, 15))], target.Stored());
    }

    [Fact]
    public void Scrape_SeriesEnds_HasItsMarkerAfterTheSamples()
    {
        using var target = new ScrapedTarget(Features, Zeros);
        Scrape(target, Start + 15_000, Counter(1, Start));
        Scrape(target, Start + 30_000, "# EOF\n");
        Assert.Equal([Series("a_total", Sample(0, 0), Sample(1, 15), $"stale@{Start + 30_000}")], target.Stored());
    }

    [Fact]
    public void Scrape_HistogramHasAStart_PutsAnEmptyOneThere()
    {
        using var target = new ScrapedTarget(Features, Zeros, "convert_classic_histograms_to_nhcb: true\nscrape_native_histograms: true");
        var seconds = (Start / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Scrape(target, Start + 15_000, $"# TYPE h histogram\nh_bucket{{le=\"1\"}} 2\nh_bucket{{le=\"+Inf\"}} 3\nh_count 3\nh_sum 7\nh_created {seconds}\n# EOF\n");
        Assert.Equal([(Start, 0UL, 0d), (Start + 15_000, 3UL, 7d)], target.StoredHistograms());
    }

    private static void Scrape(ScrapedTarget target, long timeMs, string exposition) =>
        Assert.Null(target.Scrape(timeMs, exposition, ExpositionMedia.OpenMetrics));

    private static string Counter(int value, long startMs)
    {
        var created = startMs == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a_created {startMs / 1000}\n");
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"# TYPE a counter\na_total {value}\n{created}# EOF\n");
    }

    private static string Sample(int value, int second) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}@{Start + second * 1000}");

    private static string Series(string name, params string[] samples) => $"{{__name__=\"{name}\", instance=\"host:1\", job=\"test\"}} {string.Join(' ', samples)}";
}
