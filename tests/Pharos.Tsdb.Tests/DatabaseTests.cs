using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Testing.Waiting;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Tests.Head;

namespace Pharos.Tsdb.Tests;

public sealed class DatabaseTests
{
    private const long Minute = 60_000;

    private static readonly DatabaseOptions Manual = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
        MaxBlockDuration = TimeSpan.FromHours(18),
    };

    [Fact]
    public void Maintain_DayOfSamples_IsInBlocksAndInTheHeadAndReadAsOne()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.Path, Manual);
        var expected = Fill(database, 0, 24 * 60);
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.NotEmpty(database.Blocks);
        Assert.Contains(database.Blocks, block => block.Compaction.Level > 1);
        AssertSamples(expected, database);
        database.Dispose();
        using var again = Database.Open(folder.Path, Manual);
        Assert.False(File.Exists(Path.Combine(folder.Path, "lock.tmp")));
        AssertSamples(expected, again);
        again.Maintain(TestContext.Current.CancellationToken);
        AssertSamples(expected, again);
    }

    [Fact]
    public async Task Maintain_WhileOneReads_ItsAnswerStaysWhole()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, Manual);
        var expected = Fill(database, 0, 6 * 60);
        var querier = database.NewQuerier(0, long.MaxValue);
        var maintenance = Task.Run(() => database.Maintain(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal(expected, HeadFixture.Read(querier, [])[0].Samples);
        querier.Dispose();
        await maintenance;
        AssertSamples(expected, database);
    }

    [Fact]
    public void Maintain_OutOfOrderSamples_BecomeBlocksThatAreMerged()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, Manual with { OutOfOrderWindow = TimeSpan.FromHours(1) });
        var labels = Labels.Of(("__name__", "late"));
        var random = new Random(1);
        var expected = new SortedDictionary<long, double>();
        using (var appender = database.NewAppender())
        {
            for (var i = 0; i < 600; i++)
            {
                var time = i * Minute - (i % 3 == 0 ? random.Next(50 * (int)Minute) : 0);
                if (time > 0 && expected.TryAdd(time, i))
                {
                    Assert.Equal(AppendOutcome.Accepted, appender.Append(default, labels.View, time, i).Outcome);
                    appender.Commit();
                }
            }
        }

        database.Maintain(TestContext.Current.CancellationToken);
        database.Maintain(TestContext.Current.CancellationToken);
        AssertSamples([.. expected.Select(sample => (sample.Key, sample.Value))], database);
    }

    [Fact]
    public void Maintain_DaysWithoutSamples_AreNotCutOneByOne()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, Manual);
        Fill(database, 0, 60);
        Fill(database, 30 * 24 * 60, 30 * 24 * 60 + 60);
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.Single(database.Blocks);
        Fill(database, 30 * 24 * 60 + 60, 30 * 24 * 60 + 300);
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.Equal(2, database.Blocks.Count);
    }

    [Fact]
    public void Append_HostileTimes_LeaveTheDatabaseUsable()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, Manual);
        Fill(database, 0, 10);
        using (var appender = database.NewAppender())
        {
            appender.Append(default, Labels.Of(("a", "1")).View, long.MinValue, 1);
            appender.Append(default, Labels.Of(("a", "2")).View, long.MaxValue, 1);
            appender.Commit();
        }

        database.Maintain(TestContext.Current.CancellationToken);
        using var querier = database.NewQuerier(long.MinValue, long.MaxValue);
        Assert.Contains(HeadFixture.Read(querier, []), series => series.Labels == Labels.Of(("__name__", "up")) && series.Samples.Count == 10);
    }

    [Fact]
    public async Task Dispose_WhileMaintenanceWaitsForAReader_Ends()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.Path, Manual);
        Fill(database, 0, 6 * 60);
        var querier = database.NewQuerier(0, long.MaxValue);
        var maintenance = Task.Run(() => database.Maintain(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => database.Blocks.Count > 0, "a block");
        database.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => maintenance);
        GC.KeepAlive(querier);
    }

    [Fact]
    public void Open_DirectoryInUse_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, Manual);
        var exception = Assert.Throws<IOException>(() => Database.Open(folder.Path, Manual));
        Assert.Contains("another process uses this data directory", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 0)]
    [InlineData(true, false, -1)]
    public void Open_LockLeftBehindOrNot_IsReported(bool isLeftBehind, bool usesLock, int cleanStart)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "lock");
        if (isLeftBehind)
        {
            File.WriteAllText(path, "");
        }

        var log = new LogLines();
        var metrics = new MetricRegistry();
        using var database = Database.Open(folder.Path, Manual with { UseLock = usesLock }, new DatabaseServices { Log = log, Metrics = metrics });

        Assert.Equal(cleanStart, MetricValues.Of(metrics)["prometheus_tsdb_clean_start"]);
        Assert.Equal(cleanStart == 0 ? ["A lockfile from a previous execution already existed. It was replaced"] : [], log.Complaints);
        if (cleanStart == 0)
        {
            Assert.Equal(path, log.Field(log.Complaints.Single(), "file"));
        }
    }

    [Fact]
    public void Retention_OldBlocks_AreDeleted()
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, Manual with { Retention = static () => new RetentionLimits(6 * 60 * Minute), MaxBlockDuration = TimeSpan.FromHours(2) });
        Fill(database, 0, 24 * 60);
        database.Maintain(TestContext.Current.CancellationToken);
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.InRange(database.Blocks.Count, 2, 4);
        Assert.True(database.MinTimeMs >= 14 * 60 * Minute);
    }

    [Fact]
    public void Maintain_CompactionDelay_BlocksAreCutWhenItIsOver()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        using var database = Database.Open(
            folder.Path, Manual with { CompactionDelay = TimeSpan.FromMinutes(10) }, new DatabaseServices { Time = time });
        var expected = Fill(database, 0, 24 * 60);
        foreach (var (minutes, isCut) in new[] { (0, false), (9, false), (10, true) })
        {
            time.Ticks = TimeSpan.FromMinutes(minutes).Ticks;
            database.Maintain(TestContext.Current.CancellationToken);
            Assert.Equal(isCut, database.Blocks.Count > 0);
        }

        // It begins anew with the next block.
        var blocks = database.Blocks.Max(static block => block.MaxTimeMs);
        expected.AddRange(Fill(database, 24 * 60, 30 * 60));
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.Equal(blocks, database.Blocks.Max(static block => block.MaxTimeMs));
        AssertSamples(expected, database);
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }

    private static List<(long TimestampMs, double Value)> Fill(Database database, int fromMinute, int toMinute)
    {
        var labels = Labels.Of(("__name__", "up"));
        var samples = new List<(long, double)>();
        using var appender = database.NewAppender();
        SeriesRef reference = default;
        for (var minute = fromMinute; minute < toMinute; minute++)
        {
            var result = appender.Append(reference, labels.View, minute * Minute, minute);
            Assert.Equal(AppendOutcome.Accepted, result.Outcome);
            reference = result.Series;
            samples.Add((minute * Minute, minute));
            appender.Commit();
        }

        return samples;
    }

    private static void AssertSamples(List<(long TimestampMs, double Value)> expected, Database database)
    {
        using var querier = database.NewQuerier(0, long.MaxValue);
        Assert.Equal(expected, Assert.Single(HeadFixture.Read(querier, [])).Samples);
    }
}
