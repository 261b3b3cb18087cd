using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb.Tests.Head;

namespace Pharos.Tsdb.Tests.Compaction;

/// <summary>A block whose series are out of order, but whole, is served; it cannot be compacted, which is said once and not tried again.</summary>
public sealed class UnsortedBlockTests
{
    private const long Hour = 3_600_000;

    private readonly LogLines _log = new();

    [Fact]
    public void Maintain_UnsortedBlocks_AreServedAndMarkedAsFailed()
    {
        using var folder = new TemporaryFolder();
        var bad = UnsortedBlock.Write(folder, 0, 2 * Hour);
        for (var i = 1; i < 4; i++)
        {
            TestBlocks.Write(folder, i * 2 * Hour, (i + 1) * 2 * Hour);
        }

        var options = new DatabaseOptions
        {
            MaintenanceInterval = TimeSpan.Zero,
            Retention = static () => default,
            MaxBlockDuration = TimeSpan.FromHours(6),
        };
        using var database = Database.Open(folder.Path, options, new DatabaseServices { Log = _log });
        Assert.Equal([(0L, 1.0), (2 * Hour - 1, 1.0)], Read(database, "1"));
        var failure = Assert.ThrowsAny<IOException>(() => database.Maintain(TestContext.Current.CancellationToken));
        Assert.Contains("out-of-order series added with label set", failure.Message, StringComparison.Ordinal);
        Assert.Contains(database.Blocks, block => block.Ulid == bad.Ulid && block.Compaction.HasFailed);
        Assert.Empty(Directory.GetDirectories(folder.Path, "*.tmp*"));

        // Not again and again.
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.Equal([(0L, 1.0), (2 * Hour - 1, 1.0)], Read(database, "1"));
        Assert.Equal([(0L, 2.0), (2 * Hour - 1, 2.0)], Read(database, "0").Take(2));

        // Deleting needs no order, and says of which series.
        database.Delete(0, Hour, [new Matcher(Pharos.Model.MatchType.Equal, "i", "1")], TestContext.Current.CancellationToken);
        Assert.Equal([(2 * Hour - 1, 1.0)], Read(database, "1"));
        Assert.Equal([(0L, 2.0), (2 * Hour - 1, 2.0)], Read(database, "0").Take(2));
    }

    private static List<(long TimestampMs, double Value)> Read(Database database, string i)
    {
        using var querier = database.NewQuerier(0, long.MaxValue);
        return Assert.Single(HeadFixture.Read(querier, [new Matcher(Pharos.Model.MatchType.Equal, "i", i)])).Samples;
    }
}
