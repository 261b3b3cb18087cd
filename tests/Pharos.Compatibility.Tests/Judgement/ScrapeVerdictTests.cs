using Pharos.Compatibility.Tests.Exposition;
using Pharos.Formats;

namespace Pharos.Compatibility.Tests.Judgement;

/// <summary>Our readers and a scrape by the real Prometheus break off at the same expositions.</summary>
[Collection(ScrapedExpositionsCollection.Name)]
public sealed class ScrapeVerdictTests(ScrapedExpositions scraped)
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var index in SmallExpositions.Indexes())
            {
                cases.Add(index, SmallExpositions.All[index].Exposition);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_SmallExposition_IsJudgedAsPrometheusDoes(int index, string exposition)
    {
        var one = SmallExpositions.CaseAt(index);
        var error = Record.Exception(() => OurScrape.Read(one.Format, one.Exposition, one.Options, scraped.Job(one.Name)));
        if (error is not null)
        {
            Assert.IsType<ExpositionException>(error);
        }

        Assert.True(SmallExpositions.All[index].IsGood == error is null, $"ours, {exposition}: {error?.Message ?? "taken"}");
        _ = scraped.Prometheus;
        var theirs = scraped.State(one.Name);
        Assert.True(theirs.IsUp == error is null, $"{exposition}: ours says '{error?.Message}', Prometheus '{theirs.Error}'");
    }
}
