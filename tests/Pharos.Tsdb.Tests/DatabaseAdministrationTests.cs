using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Tests.Head;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests;

/// <summary>Deleting, cleaning and snapshots: what an operator asks of a database.</summary>
public sealed class DatabaseAdministrationTests
{
    private const long Minute = 60_000;
    private const int Minutes = 12 * 60;

    private static readonly DatabaseOptions Manual = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
        MaxBlockDuration = TimeSpan.FromHours(2),
        OutOfOrderWindow = TimeSpan.FromHours(3),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, Minutes - 1)]
    [InlineData(30, 50)]
    [InlineData(100, Minutes - 20)]
    [InlineData(Minutes - 30, Minutes + 100)]
    [InlineData(Minutes + 1, Minutes + 2)]
    public void Delete_RangeOverBlocksAndHead_IsGoneHereAndAfterReopening(int fromMinute, int toMinute)
    {
        using var folder = new TemporaryFolder();
        using (var database = Filled(folder.File("data")))
        {
            database.Delete(fromMinute * Minute, toMinute * Minute, [Equal("i", "1")], Cancellation);
            AssertLeft(database, fromMinute, toMinute);
        }

        using var again = Database.Open(folder.File("data"), Manual);
        AssertLeft(again, fromMinute, toMinute);
        again.Maintain(Cancellation);
        AssertLeft(again, fromMinute, toMinute);
    }

    [Fact]
    public void Delete_SamplesThatComeLater_Stay()
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        database.Delete(long.MinValue, long.MaxValue, [Equal("__name__", "m")], Cancellation);
        Assert.Empty(Read(database));
        Append(database, 1, Minutes * Minute, 5);
        Assert.Equal([(Minutes * Minute, 5)], Assert.Single(Read(database)).Samples);
    }

    [Fact]
    public void Delete_WithoutMatchers_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        Assert.Throws<ArgumentException>(() => database.Delete(0, long.MaxValue, [], Cancellation));
        Assert.Equal(2, Read(database).Count);
    }

    [Fact]
    public void CleanTombstones_AfterDeletions_BlocksAreWrittenAnewWithoutThem()
    {
        using var folder = new TemporaryFolder();
        var registry = new MetricRegistry();
        using var database = Filled(folder.File("data"), new DatabaseServices { Metrics = registry });
        var before = database.Blocks.Select(static block => block.Ulid).ToList();
        var whole = Read(database);
        Assert.True(before.Count > 2);

        // The first block has nothing left, the second something, the others all.
        var first = database.Blocks[0];
        var cut = database.Blocks[1].MinTimeMs + 10 * Minute;
        database.Delete(long.MinValue, cut, [Equal("__name__", "m")], Cancellation);
        Assert.Equal(2, database.Blocks.Count(static block => block.Stats.Tombstones > 0));
        database.CleanTombstones(Cancellation);
        var after = database.Blocks;
        Assert.Equal(before[2..], after.Skip(1).Select(static block => block.Ulid));
        Assert.Equal(before[1], Assert.Single(after[0].Compaction.Parents!).Ulid);
        Assert.All(after, static block => Assert.Equal(0UL, block.Stats.Tombstones));
        Assert.DoesNotContain(after, block => block.Ulid == first.Ulid);
        Assert.False(Directory.Exists(Path.Combine(folder.File("data"), first.Ulid.ToString())));
        Assert.Equal(
            whole.Select(series => series.Samples.Where(sample => sample.TimestampMs > cut)), Read(database).Select(static series => series.Samples));
        Assert.Equal(1, MetricValues.Of(registry)["prometheus_tsdb_tombstone_cleanup_seconds"]);
    }

    [Fact]
    public void CleanTombstones_NothingDeleted_ChangesNothing()
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        var before = database.Blocks;
        database.CleanTombstones(Cancellation);
        Assert.Equal(before.Select(static block => block.Ulid), database.Blocks.Select(static block => block.Ulid));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Snapshot_Opened_HasWhatWasThere(bool withHead)
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        database.Delete(60 * Minute, 90 * Minute, [Equal("i", "0")], Cancellation);
        database.Delete((Minutes - 40) * Minute, (Minutes - 20) * Minute, [Equal("i", "1")], Cancellation);
        var blocksEnd = database.Blocks.Max(static block => block.MaxTimeMs);
        var expected = Read(database);
        database.Snapshot(folder.File("snapshots/one"), withHead, Cancellation);

        // What happens afterwards is not in it.
        Append(database, 1, Minutes * Minute, 5);
        database.Delete(long.MinValue, long.MaxValue, [Equal("i", "0")], Cancellation);
        database.CleanTombstones(Cancellation);
        using var snapshot = Database.Open(folder.File("snapshots/one"), Manual);
        Assert.Equal(0, snapshot.SeriesInMemory);
        Assert.Equal(
            expected.Select(series => series.Samples.Where(sample => withHead || sample.TimestampMs < blocksEnd)),
            Read(snapshot).Select(static series => series.Samples));
    }

    [Fact]
    public void Snapshot_LateSamplesInMemory_AreInIt()
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        Append(database, 0, (Minutes - 90) * Minute + 7, 5);
        Append(database, 1, (Minutes - 100) * Minute + 7, 6);
        var expected = Read(database);
        Assert.Contains(expected[1].Samples, static sample => sample.TimestampMs % Minute == 7);
        database.Snapshot(folder.File("copy"), cancellation: Cancellation);
        using var snapshot = Database.Open(folder.File("copy"), Manual);
        Assert.Equal(expected.Select(static series => series.Samples), Read(snapshot).Select(static series => series.Samples));
    }

    [Fact]
    public void Snapshot_EmptyDatabase_IsAnEmptyDirectory()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.File("data"), Manual);
        database.Snapshot(folder.File("copy"), cancellation: Cancellation);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("copy")));
    }

    [Fact]
    public void Snapshot_IntoTheDatabase_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        var own = Assert.Throws<ArgumentException>(() => database.Snapshot(folder.File("data") + "/", cancellation: Cancellation));
        Assert.Contains("cannot snapshot into base directory", own.Message, StringComparison.Ordinal);
        var name = Path.Combine(folder.File("data"), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        var ulid = Assert.Throws<ArgumentException>(() => database.Snapshot(name, cancellation: Cancellation));
        Assert.Contains("dir must not be a valid ULID", ulid.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(name));
    }

    [Fact]
    public void Snapshot_IntoTheSameAgain_Fails()
    {
        using var folder = new TemporaryFolder();
        using var database = Filled(folder.File("data"));
        database.Snapshot(folder.File("copy"), withHead: false, Cancellation);
        Assert.Throws<IOException>(() => database.Snapshot(folder.File("copy"), withHead: false, Cancellation));
    }

    /// <summary>Two series with a sample a minute: the older ones in blocks, the newer ones in the head, a few in the head out of order.</summary>
    private static Database Filled(string directory, DatabaseServices? services = null)
    {
        var database = Database.Open(directory, Manual, services);
        for (var minute = 0; minute < Minutes; minute++)
        {
            for (var i = 0; i < 2; i++)
            {
                if (!IsLate(minute))
                {
                    Append(database, i, minute * Minute, minute);
                }
            }
        }

        database.Maintain(Cancellation);
        Assert.True(database.Blocks.Count > 2);
        for (var minute = 0; minute < Minutes; minute++)
        {
            for (var i = 0; i < 2 && IsLate(minute); i++)
            {
                Append(database, i, minute * Minute, minute);
            }
        }

        return database;
    }

    private static bool IsLate(int minute) => minute is >= Minutes - 45 and < Minutes - 40;

    private static void Append(Database database, int i, long timestampMs, double value)
    {
        using var appender = database.NewAppender();
        var labels = Labels.Of(("__name__", "m"), ("i", i.ToString(null, null)));
        Assert.Equal(AppendOutcome.Accepted, appender.Append(default, labels.View, timestampMs, value).Outcome);
        appender.Commit();
    }

    private static void AssertLeft(Database database, int fromMinute, int toMinute)
    {
        var all = Enumerable.Range(0, Minutes).Select(static minute => (minute * Minute, (double)minute)).ToList();
        var left = all.Where(sample => sample.Item2 < fromMinute || sample.Item2 > toMinute).ToList();
        var found = Read(database).Where(static series => series.Samples.Count > 0).ToList();
        Assert.Equal(all, found[0].Samples);
        Assert.Equal(left, found.Count > 1 ? found[1].Samples : []);
    }

    private static List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> Read(Database database)
    {
        using var querier = database.NewQuerier(long.MinValue, long.MaxValue);
        return HeadFixture.Read(querier, []);
    }

    private static Matcher Equal(string name, string value) => new(MatchType.Equal, name, value);
}
