using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Wal;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>A real Prometheus that starts on a data directory of ours answers with all that we stored, and nothing else.</summary>
public sealed class ReadByPrometheusTests
{
    private const long Second = 1_000;
    private const long Minute = 60_000;

    [Theory]
    [InlineData(WalCompression.None, 40, false)]
    [InlineData(WalCompression.Snappy, 40, true)]
    [InlineData(WalCompression.Zstd, 700, false)]
    [InlineData(WalCompression.None, 700, true)]
    [InlineData(WalCompression.Zstd, 5000, true)]
    public async Task Start_OnLogAndFinishedChunks_AnswersWithOurSamples(WalCompression compression, int rounds, bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(rounds, Second);
        var options = OurDatabase.Options with { WalCompression = compression, WalSegmentBytes = 256 << 10 };
        await AssertReadAsync(Fill(folder, options, isKilled, database => database.Write(samples)), samples.SelectMany(static round => round));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_OnBlocks_AnswersWithOurSamples(bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(1500, 2 * Minute);
        var directory = Fill(folder, OurDatabase.Options, isKilled, database =>
        {
            database.Write(samples.Take(1000));
            database.Maintain(TestContext.Current.CancellationToken);
            database.Write(samples.Skip(1000));
            database.Maintain(TestContext.Current.CancellationToken);
            Assert.Equal([1, 2, 3], database.Blocks.Select(static block => block.Compaction.Level).Distinct().Order());
        });
        await AssertReadAsync(directory, samples.SelectMany(static round => round));
    }

    [Fact]
    public async Task Start_OnBlocksWithTombstones_AnswersWithWhatIsLeft()
    {
        const long From = SampleRounds.StartMs + 50 * Minute;
        const long To = SampleRounds.StartMs + 200 * Minute;
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(500, Minute);
        var directory = Fill(folder, OurDatabase.Options, isKilled: false, database =>
        {
            database.Write(samples);
            database.Maintain(TestContext.Current.CancellationToken);
            Assert.True(database.Blocks.Count > 1);
        });
        foreach (var path in Directory.GetDirectories(directory).Where(static path => Ulid.TryParse(Path.GetFileName(path), out _)))
        {
            using var block = Block.Open(path);
            block.Delete(From, To, [new Matcher(MatchType.Equal, "__name__", "numbers")], TestContext.Current.CancellationToken);
        }

        var left = samples.SelectMany(static round => round)
            .Where(static sample => sample.Series["__name__"] != "numbers" || sample.TimestampMs is < From or > To);
        await AssertReadAsync(directory, left);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Start_OnSamplesDeletedInTheHead_AnswersWithWhatIsLeft(bool isKilled, bool isReopened)
    {
        const long From = SampleRounds.StartMs + 20 * Second;
        const long To = SampleRounds.StartMs + 600 * Second;
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(700, Second);
        var directory = Fill(folder, OurDatabase.Options, isKilled, database =>
        {
            database.Write(samples);
            database.Delete(From, To, [new Matcher(MatchType.Regex, "__name__", "numbers|whole")], TestContext.Current.CancellationToken);
        });
        var left = samples.SelectMany(static round => round)
            .Where(static sample => sample.Series["__name__"] is not ("numbers" or "whole") || sample.TimestampMs is < From or > To).ToList();
        if (isReopened)
        {
            using var database = Database.Open(directory, OurDatabase.Options);
            StoredSamples.AssertSame(StoredSamples.Of(left), StoredSamples.Of(database));
        }

        await AssertReadAsync(directory, left);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_OnSnapshot_AnswersWithWhatWasThere(bool withHead)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(500, Minute);
        long blocksEnd = 0;
        _ = Fill(folder, OurDatabase.Options, isKilled: false, database =>
        {
            database.Write(samples);
            database.Maintain(TestContext.Current.CancellationToken);
            blocksEnd = database.Blocks.Max(static block => block.MaxTimeMs);
            database.Snapshot(folder.File("snapshot"), withHead, TestContext.Current.CancellationToken);
        });
        await AssertReadAsync(
            folder.File("snapshot"),
            samples.SelectMany(static round => round).Where(sample => withHead || sample.TimestampMs < blocksEnd));
    }

    [Theory]
    [InlineData(20, false, false)]
    [InlineData(20, true, false)]
    [InlineData(300, false, false)]
    [InlineData(300, true, false)]
    [InlineData(300, false, true)]
    public async Task Start_OnSamplesOutOfOrder_AnswersWithOurSamples(int late, bool isKilled, bool isMaintained)
    {
        using var folder = new TemporaryFolder();
        var rounds = LateRounds.Make(late);
        var directory = Fill(folder, OurDatabase.AcceptingLate, isKilled, database =>
        {
            database.Write(rounds);
            if (isMaintained)
            {
                database.Maintain(TestContext.Current.CancellationToken);
                Assert.Contains(database.Blocks, static block => block.Compaction.HasHint(BlockCompaction.FromOutOfOrder));
            }
        });
        await AssertReadAsync(directory, rounds.SelectMany(static round => round), acceptsLate: true);
    }

    /// <summary>The directory after closing, or as it is when the process is killed.</summary>
    private static string Fill(TemporaryFolder folder, DatabaseOptions options, bool isKilled, Action<Database> fill)
    {
        using var database = Database.Open(folder.File("ours"), options);
        fill(database);
        return isKilled ? OurDatabase.Copy(database.DirectoryPath, folder.File("copy")) : database.DirectoryPath;
    }

    private static async Task AssertReadAsync(string directory, IEnumerable<StoredSample> samples, bool acceptsLate = false)
    {
        var expected = StoredSamples.Of(samples);
        await using var prometheus = await StorePeer.StartAsync(directory, acceptsLate);
        StoredSamples.AssertSame(expected, await StoredSamples.OfAsync(prometheus));
        Assert.DoesNotContain("corrupt", prometheus.Log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("level=WARN", prometheus.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("level=ERROR", prometheus.Log, StringComparison.Ordinal);
    }
}
