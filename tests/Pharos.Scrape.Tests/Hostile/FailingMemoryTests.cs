using System.Globalization;
using Pharos.Formats.Negotiation;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>What is remembered of targets that expose something else every time.</summary>
public sealed class FailingMemoryTests
{
    [Fact]
    public void Scrape_FailsWithOtherSeriesEachTime_RemembersFew()
    {
        using var target = new ScrapedTarget();
        Assert.Null(target.Scrape(1, "good 1\n"));
        for (var round = 2; round < 60; round++)
        {
            var lines = string.Concat(Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"# TYPE f{round}_{i} gauge\nf{round}_{i} 1\n")));
            Assert.NotNull(target.Scrape(round, lines + "broken{\n"));
            target.Memory.Forget(hasSucceeded: false);
            Assert.InRange(target.Memory.Lines.Count, 0, 3000);
            Assert.InRange(target.Memory.Families.Count, 0, 6000);
        }

        Assert.Null(target.Scrape(100, "good 2\n"));
        Assert.Equal(["{__name__=\"good\", instance=\"host:1\", job=\"test\"} 1@1 stale@2 2@100"], target.Stored());
    }

    [Fact]
    public void Scrape_SucceedsWithOtherSeriesEachTime_RemembersThoseOfTheLastOnes()
    {
        using var target = new ScrapedTarget();
        for (var round = 1; round < 60; round++)
        {
            Assert.Null(target.Scrape(round, string.Concat(Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"# HELP f{round}_{i} h\n# TYPE f{round}_{i} gauge\nf{round}_{i} 1\n")))));
            target.Memory.Forget(hasSucceeded: true);
            Assert.InRange(target.Memory.Lines.Count, 400, 4000);
            Assert.InRange(target.Memory.Families.Count, 200, 2400);
        }

        Assert.Null(target.Memory.Families.Find("f1_0"));
        Assert.NotNull(target.Memory.Families.Find("f59_0"));
    }

    [Fact]
    public void Scrape_SameFamiliesForLong_AreAllKept()
    {
        using var target = new ScrapedTarget();
        for (var round = 1; round < 40; round++)
        {
            Assert.Null(target.Scrape(round, "# HELP a of a\n# TYPE a counter\na 1\n# HELP b of b\nb 1\n", ExpositionMedia.PrometheusText));
            target.Memory.Forget(hasSucceeded: true);
        }

        Assert.Equal("of a", target.Memory.Families.Find("a")!.Help);
        Assert.Equal("of b", target.Memory.Families.Find("b")!.Help);
        Assert.Equal(10, target.Memory.Families.SizeBytes);
    }
}
