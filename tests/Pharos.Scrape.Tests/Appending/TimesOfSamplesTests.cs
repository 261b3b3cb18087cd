namespace Pharos.Scrape.Tests.Appending;

/// <summary>What times samples get, and what becomes of those that come twice or too late.</summary>
public sealed class TimesOfSamplesTests
{
    [Fact]
    public void Scrape_TimesAreNotHonored_SamplesHaveTheScrapesTime()
    {
        using var target = new ScrapedTarget("honor_timestamps: false");
        target.Scrape(1000, "a 1 500\n");
        Assert.EndsWith(" 1@1000", Assert.Single(target.Stored()));
    }

    [Fact]
    public void Scrape_SameSeriesTwice_CountsADuplicateAndKeepsTheFirst()
    {
        using var target = new ScrapedTarget();
        Assert.Null(target.Scrape(1000, "a 1\na 1\n"));
        Assert.Equal((2, 2, 1), (target.Counts.Total, target.Counts.Kept, target.Counts.Duplicates));
        Assert.Null(target.Scrape(2000, "a 1\na 2\n"));
        Assert.Equal(1, target.Counts.Duplicates);
        Assert.EndsWith(" 1@1000 1@2000", Assert.Single(target.Stored()));
    }

    [Fact]
    public void Scrape_SameSeriesTwiceWithTimes_KeepsBoth()
    {
        using var target = new ScrapedTarget();
        Assert.Null(target.Scrape(1000, "a 1 500\na 2 600\n"));
        Assert.Equal(0, target.Counts.Duplicates);
        Assert.EndsWith(" 1@500 2@600", Assert.Single(target.Stored()));
    }

    [Fact]
    public void Scrape_OlderThanBefore_CountsOutOfOrderAndKeepsTheRest()
    {
        using var target = new ScrapedTarget();
        target.Scrape(2000, "a 1 2000\nb 1\n");
        Assert.Null(target.Scrape(3000, "a 1 1000\nb 2\n"));
        Assert.Equal(1, target.Counts.OutOfOrder);
        Assert.EndsWith(" 1@2000 2@3000", target.Stored()[1]);
    }

    [Fact]
    public void Scrape_OtherValueAtTheSameTime_CountsADuplicate()
    {
        using var target = new ScrapedTarget();
        target.Scrape(2000, "a 1 1000\n");
        Assert.Null(target.Scrape(3000, "a 2 1000\n"));
        Assert.Equal(1, target.Counts.Duplicates);
    }
}
