using Pharos.Testing;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>We and a real Prometheus write to one data directory in turns: each has, when it opens it, all that was written before.</summary>
public sealed class TakingTurnsTests
{
    private const int Turns = 6;

    [Theory]
    [InlineData("seconds", false)]
    [InlineData("seconds", true)]
    [InlineData("seconds, with snapshots of the head", false)]
    [InlineData("seconds, with snapshots of the head", true)]
    [InlineData("minutes, with snapshots of the head", true)]
    [InlineData("minutes", false)]
    [InlineData("minutes", true)]
    [InlineData("late", false)]
    [InlineData("late", true)]
    public async Task Write_InTurns_NothingIsLostAndNothingInvented(string kind, bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var hasSnapshots = kind.Contains("snapshots", StringComparison.Ordinal);
        var rounds = kind.Split(',')[0] switch
        {
            "minutes" => SampleRounds.Make(900, 120_000),
            "late" => LateRounds.Make(300),
            _ => SampleRounds.Make(900, 1_000),
        };
        string[] arguments = hasSnapshots ? ["--enable-feature=memory-snapshot-on-shutdown"] : [];
        var directory = folder.File("0");
        var written = new List<StoredSample[]>();
        var turn = 0;
        foreach (var part in rounds.Chunk((rounds.Count + Turns - 1) / Turns))
        {
            if (turn++ % 2 == 0)
            {
                await using var prometheus = await StorePeer.StartAsync(directory, acceptsLate: kind == "late", arguments);
                StoredSamples.AssertSame(All(written), await StoredSamples.OfAsync(prometheus));
                await prometheus.WriteAsync(part);
                await (isKilled ? prometheus.KillAsync() : prometheus.StopAsync());
            }
            else
            {
                var options = kind == "late" ? OurDatabase.AcceptingLate : OurDatabase.Options;
                using var database = Database.Open(directory, options with { SnapshotOnShutdown = hasSnapshots });
                StoredSamples.AssertSame(All(written), StoredSamples.Of(database));
                database.Write(part);
                database.Maintain(TestContext.Current.CancellationToken);
                directory = isKilled ? OurDatabase.Copy(directory, folder.File($"{turn}")) : directory;
            }

            written.AddRange(part);
        }

        Assert.Equal(Turns, turn);
        await using var last = await StorePeer.StartAsync(directory, acceptsLate: kind == "late", arguments);
        StoredSamples.AssertSame(All(written), await StoredSamples.OfAsync(last));
        await last.StopAsync();
        StoredSamples.AssertSame(All(written), OurDatabase.Read(directory));
    }

    private static StoredSamples All(List<StoredSample[]> rounds) => StoredSamples.Of(rounds);
}
