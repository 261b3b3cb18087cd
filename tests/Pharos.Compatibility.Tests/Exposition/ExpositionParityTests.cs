using Pharos.Formats.Negotiation;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>
/// What a real Prometheus has after a scrape is what our readers give for the same bytes: series, values bit for bit, times, types, helps,
/// units, exemplars, histograms.
/// </summary>
[Collection(ScrapedExpositionsCollection.Name)]
public sealed class ExpositionParityTests(ScrapedExpositions scraped)
{
    public static TheoryData<string> OwnFiles => [.. ExpositionFiles.OwnNames()];

    public static TheoryData<string> ConformanceFiles => [.. ExpositionFiles.ConformanceNames().DefaultIfEmpty("")];

    public static TheoryData<string> Protobuf => [.. ProtobufExpositions.Names()];

    [Theory]
    [MemberData(nameof(OwnFiles))]
    public Task Read_OwnFile_GivesWhatPrometheusScrapes(string name) => CompareAsync(name);

    [Theory]
    [MemberData(nameof(ConformanceFiles))]
    public Task Read_ConformanceFile_GivesWhatPrometheusScrapes(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConformanceData.Absence);
        return CompareAsync(name);
    }

    [Theory]
    [MemberData(nameof(Protobuf))]
    public Task Read_ProtobufOfOurWriter_GivesWhatPrometheusScrapes(string name) => CompareAsync(name);

    private async Task CompareAsync(string name)
    {
        var prometheus = scraped.Prometheus;
        var (one, job, state) = (scraped.Case(name), scraped.Job(name), scraped.State(name));
        Assert.True(state.IsUp, $"{state.Error}\n{prometheus.LogTail}");
        var ours = OurScrape.Read(one.Format, one.Exposition, one.Options, job);
        var theirs = await PrometheusScrape.ReadAsync(prometheus, job);
        Assert.NotEmpty(theirs.Series);
        if (one.Format == ExpositionFormat.OpenMetricsText100 && one.Options.ConvertClassicHistograms)
        {
            LeaveOutCreated(ours);
            LeaveOutCreated(theirs);
        }

        var differences = ScrapeComparison.Differences(ours, theirs).Take(30).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>
    /// Prometheus 3.5 loses created series once it has looked for the start of a histogram that it converts; later versions look only where
    /// they want start times, and so do we.
    /// </summary>
    private static void LeaveOutCreated(Scrape scrape)
    {
        foreach (var series in scrape.Series.Keys.Where(static series => series.Contains("_created\"", StringComparison.Ordinal)).ToList())
        {
            scrape.Series.Remove(series);
        }
    }
}
