using Pharos.Testing;
using Pharos.Tsdb;
using Pharos.Tsdb.Wal;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>A snapshot of the head that the one wrote at its shutdown is what the other starts with.</summary>
public sealed class MemorySnapshotParityTests
{
    private const string Feature = "--enable-feature=memory-snapshot-on-shutdown";

    private static readonly DatabaseOptions Options = OurDatabase.Options with { SnapshotOnShutdown = true };

    [Theory]
    [InlineData(WalCompression.None, 7)]
    [InlineData(WalCompression.Snappy, 700)]
    [InlineData(WalCompression.Zstd, 130)]
    public async Task Start_OnOurSnapshot_PrometheusLoadsIt(WalCompression compression, int rounds)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(rounds, 1_000);
        using (var database = Database.Open(folder.Path, Options with { WalCompression = compression }))
        {
            database.Write(samples);
            database.Delete(
                SampleRounds.StartMs, SampleRounds.StartMs + 5_000, [new(Model.MatchType.Equal, "__name__", "whole")], TestContext.Current.CancellationToken);
        }

        HideLog(folder.Path);
        await using var prometheus = await StorePeer.StartAsync(folder.Path, acceptsLate: false, Feature);
        var expected = samples.SelectMany(static round => round)
            .Where(static sample => sample.Series["__name__"] != "whole" || sample.TimestampMs > SampleRounds.StartMs + 5_000);
        StoredSamples.AssertSame(StoredSamples.Of(expected), await StoredSamples.OfAsync(prometheus));
        Assert.Contains("chunk snapshot loaded", prometheus.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("level=ERROR", prometheus.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--no-storage.tsdb.wal-compression", 7)]
    [InlineData("--storage.tsdb.wal-compression-type=snappy", 700)]
    [InlineData("--storage.tsdb.wal-compression-type=zstd", 130)]
    public async Task Open_OnItsSnapshot_WeLoadIt(string compression, int rounds)
    {
        using var folder = new TemporaryFolder();
        var samples = SampleRounds.Make(rounds, 1_000);
        await using (var prometheus = await StorePeer.StartAsync(folder.Path, acceptsLate: false, Feature, compression, "--web.enable-admin-api"))
        {
            await prometheus.WriteAsync(samples);
            await prometheus.DeleteAsync("whole", SampleRounds.StartMs, SampleRounds.StartMs + 5_000);
            await prometheus.StopAsync();
        }

        HideLog(folder.Path);
        var expected = samples.SelectMany(static round => round)
            .Where(static sample => sample.Series["__name__"] != "whole" || sample.TimestampMs > SampleRounds.StartMs + 5_000);
        StoredSamples.AssertSame(StoredSamples.Of(expected), OurDatabase.Read(folder.Path, Options));
    }

    /// <summary>Puts an empty log in the place of the one that there is, so that only the snapshot has the samples.</summary>
    private static void HideLog(string directory)
    {
        foreach (var segment in WalSegments.List(Path.Combine(directory, "wal")))
        {
            using var file = new FileStream(segment.Path, FileMode.Truncate);
        }
    }
}
