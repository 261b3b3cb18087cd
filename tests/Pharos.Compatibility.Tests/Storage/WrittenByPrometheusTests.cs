using Pharos.Compatibility.Tests.Blocks;
using Pharos.Compatibility.Tests.Exposition;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Formats.Negotiation;
using Pharos.Testing;
using Pharos.Testing.Waiting;
using Pharos.Tsdb;
using Pharos.Tsdb.Blocks;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>Our store, opened on the data directory of a real Prometheus that has ended, has exactly what that answered before.</summary>
public sealed class WrittenByPrometheusTests
{
    private const long Second = 1_000;
    private const long Minute = 60_000;

    [Theory]
    [InlineData("--no-storage.tsdb.wal-compression", 40, false)]
    [InlineData("--storage.tsdb.wal-compression-type=snappy", 40, true)]
    [InlineData("--storage.tsdb.wal-compression-type=zstd", 700, false)]
    [InlineData("--storage.tsdb.wal-compression-type=zstd", 700, true)]
    [InlineData("--storage.tsdb.wal-compression-type=snappy", 3000, true)]
    public async Task Open_LogAndFinishedChunks_HasWhatItAnswered(string argument, int rounds, bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(rounds, Second);
        await FillAsync(folder.Path, samples, acceptsLate: false, isKilled, [argument]);
        AssertRead(folder.Path, samples);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_Blocks_HasWhatItAnswered(bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(1500, 2 * Minute);
        await FillAsync(folder.Path, samples, acceptsLate: false, isKilled, [], waitForBlocks: 4);
        AssertRead(folder.Path, samples, static database => Assert.True(database.Blocks.Count > 1));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(300, false)]
    [InlineData(300, true)]
    public async Task Open_SamplesOutOfOrder_HasWhatItAnswered(int late, bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var samples = LateRounds.Make(late);
        await FillAsync(folder.Path, samples, acceptsLate: true, isKilled, []);
        AssertRead(folder.Path, samples);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_DeletedSamples_AreNotThere(bool isKilled)
    {
        const long From = SampleRounds.StartMs + 50 * Minute;
        const long To = SampleRounds.StartMs + 400 * Minute;
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(500, Minute);
        var later = SampleRounds.Make(200, Minute, SampleRounds.StartMs + 500 * Minute);
        await using (var prometheus = await StorePeer.StartAsync(folder.Path, acceptsLate: false, "--web.enable-admin-api"))
        {
            await prometheus.WriteAsync(samples);
            await StorePeer.WaitForBlocksAsync(folder.Path, 3);
            await prometheus.DeleteAsync("{__name__=~\"numbers|broken\"}", From, To);
            StoredSamples.AssertSame(Left(samples), await StoredSamples.OfAsync(prometheus));
            await EndAsync(prometheus, isKilled);
        }

        using (var database = Database.Open(folder.Path, OurDatabase.Options))
        {
            StoredSamples.AssertSame(Left(samples), StoredSamples.Of(database));
            database.Write(later);
            database.Maintain(TestContext.Current.CancellationToken);
            StoredSamples.AssertSame(Left([.. samples, .. later]), StoredSamples.Of(database));
        }

        await using var again = await StorePeer.StartAsync(folder.Path);
        StoredSamples.AssertSame(Left([.. samples, .. later]), await StoredSamples.OfAsync(again));

        static StoredSamples Left(IEnumerable<StoredSample[]> rounds) => StoredSamples.Of(rounds.SelectMany(static round => round)
            .Where(static sample => sample.Series["__name__"] is not ("numbers" or "broken") || sample.TimestampMs is < From or > To));
    }

    [Fact]
    public async Task Open_BlocksOfPromtool_HasWhatPrometheusAnswers()
    {
        using var folder = new TemporaryFolder();
        await PromtoolBlocks.CreateAsync(folder);
        await using var prometheus = await StorePeer.StartAsync(folder.File("made"));
        var answered = await StoredSamples.OfAsync(prometheus);
        Assert.True(answered.Count > 1000);
        await prometheus.StopAsync();
        StoredSamples.AssertSame(answered, OurDatabase.Read(folder.File("made")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_ScrapedSamples_HasWhatItAnswered(bool isKilled)
    {
        using var folder = new TemporaryFolder();
        await using var served = new ServedExpositions();
        var jobs = new List<ScrapeJob>();
        await served.StartAsync();
        foreach (var one in ProtobufExpositions.All(TimeProvider.System))
        {
            served.Add("/" + one.Name, ExpositionFormats.ContentType(one.Format, EscapingScheme.AllowUtf8), one.Exposition);
            var job = one.JobAt(served.Address);
            jobs.Add(job with { Settings = [.. job.Settings, "scrape_interval: 250ms", "scrape_timeout: 250ms"] });
        }

        await using var prometheus = await PrometheusServer.TryStartOnAsync(folder.Path, ScrapeJob.Configuration(jobs), "native-histograms");
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await TargetState.WaitForAllAsync(prometheus, jobs);
        var answered = await Eventually.AnsweredAsync(
            () => StoredSamples.OfAsync(prometheus, atMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
            samples => samples.TimestampsMs.Distinct().Count() >= 20 * jobs.Count,
            "twenty scrapes of each target",
            static samples => $"{samples.TimestampsMs.Distinct().Count()} scrapes");
        await EndAsync(prometheus, isKilled);

        // It went on scraping after the answer, series by series.
        var last = answered.LastBySeries();
        var stored = OurDatabase.Read(folder.Path);
        Assert.True(stored.Where(static (series, _) => series.Contains("wait_seconds", StringComparison.Ordinal)).Count > 20);
        StoredSamples.AssertSame(answered, stored.Where((series, time) => last.TryGetValue(series, out var until) && time <= until));
    }

    private static async Task FillAsync(
        string directory, List<StoredSample[]> rounds, bool acceptsLate, bool isKilled, string[] arguments, int waitForBlocks = 0)
    {
        await using var prometheus = await StorePeer.StartAsync(directory, acceptsLate, arguments);
        await prometheus.WriteAsync(rounds);
        await StorePeer.WaitForBlocksAsync(directory, waitForBlocks);
        StoredSamples.AssertSame(StoredSamples.Of(rounds), await StoredSamples.OfAsync(prometheus));
        await EndAsync(prometheus, isKilled);
    }

    private static Task EndAsync(PrometheusServer prometheus, bool isKilled) => isKilled ? prometheus.KillAsync() : prometheus.StopAsync();

    private static void AssertRead(string directory, List<StoredSample[]> rounds, Action<Database>? check = null)
    {
        var expected = StoredSamples.Of(rounds);
        using var database = Database.Open(directory, OurDatabase.Options);
        StoredSamples.AssertSame(expected, StoredSamples.Of(database));
        check?.Invoke(database);
        database.Maintain(TestContext.Current.CancellationToken);
        StoredSamples.AssertSame(expected, StoredSamples.Of(database));
        Assert.All(database.Blocks, static block => Assert.Equal(BlockMeta.CurrentVersion, block.Version));
    }
}
