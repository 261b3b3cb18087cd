using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Testing.Waiting;
using Pharos.Tsdb.Agent;
using Pharos.Tsdb.Tests.Agent;
using Pharos.Tsdb.Tests.Head;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Disks;

/// <summary>A disk gets full under a store: it says so, keeps what it acknowledged, and goes on when there is room again.</summary>
public sealed class FullDiskTests
{
    /// <summary>Enough for blocks.</summary>
    private const int Rounds = 500;

    private const string NoRoom = "No space left on device";

    private static readonly DatabaseOptions Options = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
        WalSegmentBytes = 128 << 10,
    };

    private readonly AcknowledgedSamples _samples = new();
    private readonly LogLines _log = new();
    private readonly MetricRegistry _metrics = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Commit_NoRoom_FailsClearlyAndIsDoneAgainWhenThereIs()
    {
        using var disk = SmallDisk.Create(mebibytes: 16);
        using (var database = Open(disk, Options))
        {
            _samples.Append(database, Rounds);
            disk.Fill();
            for (var i = 0; i < 20; i++)
            {
                Assert.Contains(NoRoom, _samples.AppendUntilFull(database).Message, StringComparison.Ordinal);
                _samples.AssertAllThere(database);
            }

            Assert.True(MetricValues.Of(_metrics)["prometheus_tsdb_wal_writes_failed_total"] >= 20);
            disk.Free();
            _samples.Append(database, 50);
            _samples.AssertAllThere(database);
        }

        using var again = Database.Open(disk.Data, Options);
        _samples.AssertAllThere(again);
    }

    [Fact]
    public void Maintain_NoRoomForABlock_LeavesNothingBehindAndIsDoneLater()
    {
        using var disk = SmallDisk.Create(mebibytes: 16);
        using (var database = Open(disk, Options))
        {
            _samples.Append(database, Rounds);
            disk.Fill();
            for (var i = 0; i < 3; i++)
            {
                Assert.Contains(NoRoom, Assert.ThrowsAny<IOException>(() => database.Maintain(Cancellation)).Message, StringComparison.Ordinal);
                Assert.Empty(Directory.GetDirectories(disk.Data, "*.tmp*"));
                Assert.Empty(database.Blocks);
                _samples.AssertAllThere(database);
            }

            disk.Free();
            database.Maintain(Cancellation);
            Assert.NotEmpty(database.Blocks);
            _samples.Append(database, 50);
            _samples.AssertAllThere(database);
        }

        using var again = Database.Open(disk.Data, Options);
        _samples.AssertAllThere(again);
    }

    [Fact]
    public async Task Maintenance_NoRoom_SaysSoInOneLineAndGoesOnByItself()
    {
        using var disk = SmallDisk.Create(mebibytes: 16);
        using (var filled = Open(disk, Options))
        {
            _samples.Append(filled, Rounds);
        }

        disk.Fill();
        using var database = Database.Open(
            disk.Data, Options with { MaintenanceInterval = TimeSpan.FromMilliseconds(50) }, new DatabaseServices { Log = _log });
        await Eventually.TrueAsync(() => _log.Complaints.Any(), "a complaint");
        Assert.All(_log.Complaints, static line => Assert.Equal("compaction failed", line));
        Assert.DoesNotContain('\n', (string)_log.FirstField("compaction failed", "err")!);
        _samples.AssertAllThere(database);
        disk.Free();
        await Eventually.TrueAsync(() => database.Blocks.Count > 0, "a block");
        _samples.AssertAllThere(database);
    }

    [Fact]
    public void Open_NoRoom_ServesWhatIsThere()
    {
        using var disk = SmallDisk.Create(mebibytes: 16);
        using (var database = Open(disk, Options))
        {
            _samples.Append(database, 120);
        }

        disk.Fill();
        using (var full = Database.Open(disk.Data, Options))
        {
            _samples.AssertAllThere(full);
            Assert.Contains(NoRoom, _samples.AppendUntilFull(full).Message, StringComparison.Ordinal);
            disk.Free();
            _samples.Append(full, 10);
        }

        using var again = Database.Open(disk.Data, Options);
        _samples.AssertAllThere(again);
    }

    [Fact]
    public void Dispose_NoRoomForTheSnapshot_NothingIsLost()
    {
        using var disk = SmallDisk.Create(mebibytes: 16);
        var options = Options with { SnapshotOnShutdown = true };
        using (var database = Open(disk, options))
        {
            _samples.Append(database, Rounds);
            disk.Fill();
        }

        Assert.Contains("could not be written, the next start reads", Assert.Single(_log.Complaints), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(disk.Data, "chunk_snapshot*"));
        disk.Free();
        using var again = Database.Open(disk.Data, options);
        _samples.AssertAllThere(again);
    }

    [Fact]
    public void Delete_NoRoom_DeletesNothing()
    {
        using var disk = SmallDisk.Create(mebibytes: 16);
        using var database = Open(disk, Options);
        _samples.Append(database, Rounds);
        database.Maintain(Cancellation);
        disk.Fill();
        _samples.AppendUntilFull(database);
        Assert.ThrowsAny<IOException>(() => database.Delete(
            long.MinValue, long.MaxValue, [new Matcher(Pharos.Model.MatchType.Equal, "__name__", "full")], Cancellation));
        _samples.AssertAllThere(database);
        Assert.Empty(Directory.GetFiles(disk.Data, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void AgentCommit_NoRoom_FailsClearlyAndIsDoneAgainWhenThereIs()
    {
        using var disk = SmallDisk.Create(mebibytes: 4);
        var options = new AgentOptions { TruncateFrequency = TimeSpan.Zero, WalSegmentBytes = 64 << 10, MaxWalTime = TimeSpan.FromDays(36_500) };
        using (var store = AgentStore.Open(disk.Data, options, new DatabaseServices { Metrics = _metrics }))
        {
            _samples.Append(store, 700);
            disk.Fill();
            Assert.Contains(NoRoom, _samples.AppendUntilFull(store).Message, StringComparison.Ordinal);
            Assert.Contains(NoRoom, Assert.ThrowsAny<IOException>(store.Truncate).Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetDirectories(store.WalDirectory));
            Assert.Equal(1, MetricValues.Of(_metrics)["prometheus_agent_checkpoint_creations_failed_total"]);
            disk.Free();
            _samples.Append(store, 10);
            store.Truncate();
            Assert.NotNull(CheckpointDirectories.Last(store.WalDirectory));
        }

        using var again = AgentStore.Open(disk.Data, options);
        Assert.Equal(100, again.SeriesInMemory);
        Assert.Equal(
            _samples.BySeries,
            AgentLog.Read(again.WalDirectory).GroupBy(static entry => entry.Series).OrderBy(static series => series.Key)
                .Select(static series => series.Select(static entry => (entry.TimestampMs, entry.Value)).ToList()));
    }

    private Database Open(SmallDisk disk, DatabaseOptions options) =>
        Database.Open(disk.Data, options, new DatabaseServices { Log = _log, Metrics = _metrics });
}
