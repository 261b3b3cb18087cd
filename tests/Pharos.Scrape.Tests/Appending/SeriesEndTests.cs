namespace Pharos.Scrape.Tests.Appending;

/// <summary>When the end of a series is marked, and when not.</summary>
public sealed class SeriesEndTests
{
    private const string TwoSeries = "a 1\nb 2\n";

    [Fact]
    public void Scrape_SeriesStays_HasNoMarker()
    {
        using var target = new ScrapedTarget();
        Assert.Null(target.Scrape(1000, TwoSeries));
        Assert.Null(target.Scrape(2000, "a 3\nb 4\n"));
        Assert.Equal([Series("a", "1@1000 3@2000"), Series("b", "2@1000 4@2000")], target.Stored());
    }

    [Fact]
    public void Scrape_SeriesIsGone_MarksItOnce()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, TwoSeries);
        target.Scrape(2000, "a 1\n");
        target.Scrape(3000, "a 1\n");
        Assert.Equal([Series("a", "1@1000 1@2000 1@3000"), Series("b", "2@1000 stale@2000")], target.Stored());
    }

    [Fact]
    public void Scrape_SeriesComesBack_HasSamplesAgainAndCanEndAgain()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, TwoSeries);
        target.Scrape(2000, "a 1\n");
        target.Scrape(3000, TwoSeries);
        target.Scrape(4000, "a 1\n");
        Assert.Equal(Series("b", "2@1000 stale@2000 2@3000 stale@4000"), target.Stored()[1]);
    }

    [Fact]
    public void Fail_MarksAllSeriesOnce()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, TwoSeries);
        target.Fail(2000);
        target.Fail(3000);
        Assert.Equal([Series("a", "1@1000 stale@2000"), Series("b", "2@1000 stale@2000")], target.Stored());
    }

    [Fact]
    public void Scrape_BreaksOffInTheMiddle_StoresNothingOfItAndMarksAll()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, TwoSeries);
        Assert.NotNull(target.Scrape(2000, "a 3\nc 1\nb = broken\n"));
        Assert.Equal([Series("a", "1@1000 stale@2000"), Series("b", "2@1000 stale@2000")], target.Stored());
        target.Scrape(3000, TwoSeries);
        Assert.Equal([Series("a", "1@1000 stale@2000 1@3000"), Series("b", "2@1000 stale@2000 2@3000")], target.Stored());
    }

    [Fact]
    public void Scrape_LinesChangePlaces_MarksNothing()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, "a 1\nb 2\nc 3\n");
        target.Scrape(2000, "c 3\na 1\nb 2\n");
        target.Scrape(3000, "b 2\nc 3\na 1\n");
        Assert.DoesNotContain(target.Stored(), static line => line.Contains("stale", StringComparison.Ordinal));
    }

    [Fact]
    public void Scrape_SampleHasItsOwnTime_ItsEndIsNotMarked()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, "a 1 900\nb 2\n");
        target.Scrape(2000, "b 2\n");
        Assert.Equal([Series("a", "1@900"), Series("b", "2@1000 2@2000")], target.Stored());
    }

    [Fact]
    public void Scrape_OwnTimesAreTracked_TheEndIsMarked()
    {
        using var target = new ScrapedTarget("track_timestamps_staleness: true");
        target.Scrape(1000, "a 1 900\n");
        target.Scrape(2000, "b 2\n");
        Assert.Equal(Series("a", "1@900 stale@2000"), target.Stored()[0]);
    }

    [Fact]
    public void Scrape_TwoLinesAreOneSeriesAndOneGoes_IsNotMarked()
    {
        using var target = new ScrapedTarget("metric_relabel_configs: [{action: labeldrop, regex: x}]");
        target.Scrape(1000, "a{x=\"1\"} 1\na{x=\"2\"} 1\n");
        target.Scrape(2000, "a{x=\"2\"} 1\n");
        Assert.Equal([Series("a", "1@1000 1@2000")], target.Stored());
        target.Scrape(3000, "b 1\n");
        Assert.Equal(Series("a", "1@1000 1@2000 stale@3000"), target.Stored()[0]);
    }

    [Fact]
    public void Reload_RulesChange_OldSeriesEndsAndNewOneBegins()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, TwoSeries);
        target.Reload("metric_relabel_configs: [{target_label: v, replacement: x, source_labels: [__name__], regex: b}]");
        target.Scrape(2000, TwoSeries);
        Assert.Equal(
            [Series("a", "1@1000 1@2000"), Series("b", "2@1000 stale@2000"), "{__name__=\"b\", instance=\"host:1\", job=\"test\", v=\"x\"} 2@2000"],
            target.Stored());
    }

    [Fact]
    public void Reload_ThenTargetFails_MarksWhatWasAliveBefore()
    {
        using var target = new ScrapedTarget();
        target.Scrape(1000, TwoSeries);
        target.Reload("honor_labels: true");
        target.Fail(2000);
        Assert.Equal([Series("a", "1@1000 stale@2000"), Series("b", "2@1000 stale@2000")], target.Stored());
    }

    [Fact]
    public void Forget_ManyLinesAreGone_KeepsThoseInUse()
    {
        using var target = new ScrapedTarget();
        for (var round = 1; round <= 20; round++)
        {
            var exposition = string.Concat(Enumerable.Range(0, 200).Select(i => $"churn{{i=\"{round}-{i}\"}} 1\n")) + "kept 1\n";
            Assert.Null(target.Scrape(round * 1000, exposition));
            target.Memory.Forget(hasSucceeded: true);
        }

        Assert.InRange(target.Memory.Lines.Count, 201, 1300);
        Assert.Contains(Series("kept", string.Join(' ', Enumerable.Range(1, 20).Select(static round => $"1@{round}000"))), target.Stored());
        Assert.All(target.Stored().Where(static line => line.Contains("i=\"3-", StringComparison.Ordinal)), static line => Assert.EndsWith("1@3000 stale@4000", line));
    }

    private static string Series(string name, string samples) => $"{{__name__=\"{name}\", instance=\"host:1\", job=\"test\"}} {samples}";
}
