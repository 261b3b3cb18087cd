using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Merging;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Tests.Head;

/// <summary>A start with less memory than the log asks for. The shortage is only said; nothing here depends on the memory there is.</summary>
public sealed class ReplayReliefTests
{
    private const long RangeMs = 1000;

    private static readonly Labels Steady = Labels.Of(("__name__", "steady"));
    private static readonly Labels Paused = Labels.Of(("__name__", "paused"));

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 7)]
    [InlineData(false, 1)]
    public void Open_LogLongerThanMemory_CutsBlocksAndLosesNothing(bool isShort, int recordsPerLook)
    {
        using var fixture = Filled();
        var expected = fixture.Query(0, long.MaxValue);
        var seriesBefore = fixture.Head.Series.Count;
        fixture.Relief = ReliefOf(isShort, recordsPerLook);
        fixture.Abandon();
        Assert.InRange(fixture.CutBlocks, 1, 20);
        Assert.True(fixture.Head.Series.Count < seriesBefore);
        Assert.True(fixture.Head.Times.MinMs >= fixture.Head.Times.MinValidMs);
        AssertEqual(expected, QueryAll(fixture));
    }

    [Fact]
    public void Open_AfterAStartThatCutBlocks_ReadsOnlyWhatIsNotInThem()
    {
        using var fixture = Filled();
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Relief = ReliefOf(isShort: true, recordsPerLook: 3);
        fixture.Abandon();
        var cutUntil = fixture.Head.Times.MinValidMs;
        fixture.Abandon(cutUntil);
        Assert.Equal(0, fixture.CutBlocks);
        Assert.True(fixture.Head.Series.Count < expected.Count);
        AssertEqual(expected, QueryAll(fixture));
    }

    [Fact]
    public void Open_SeriesThatWasDroppedOnTheWay_TakesSamplesUnderItsLabelsAgain()
    {
        using var fixture = Filled();
        fixture.Relief = ReliefOf(isShort: true, recordsPerLook: 1);
        fixture.Abandon();
        var now = fixture.Head.Times.MaxMs;
        fixture.Append(Ended(0), now, 42);
        fixture.Relief = null;
        fixture.Abandon(fixture.Head.Times.MinValidMs);
        Assert.Equal([(now, 42d)], Assert.Single(fixture.Query(now, now, new Matcher(Model.MatchType.Equal, "__name__", "ended-0"))).Samples);
    }

    [Fact]
    public void Open_DeletedLaterInTheLog_IsNotInTheBlocksThatAreCutBefore()
    {
        using var fixture = Filled();
        fixture.Head.Delete([new Matcher(Model.MatchType.Equal, "__name__", "steady")], 500, 2500, TestContext.Current.CancellationToken);
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Relief = ReliefOf(isShort: true, recordsPerLook: 1);
        fixture.Abandon();
        Assert.True(fixture.CutBlocks > 0);
        AssertEqual(expected, QueryAll(fixture));
    }

    [Fact]
    public void Open_SampleLoggedBehindMuchNewerOnes_IsInABlockWhenItsRangeCountsAsCut()
    {
        using var fixture = new HeadFixture(new HeadOptions { ChunkRangeMs = RangeMs, SamplesPerChunk = 8 });
        fixture.Append(Paused, 0, 0);
        using (var slow = fixture.Head.NewAppender())
        {
            Append(slow, Paused, 200);
            for (var time = 0L; time < RangeMs * 6; time += 50)
            {
                fixture.Append(Steady, time, time);
            }

            slow.Commit();
        }

        var expected = fixture.Query(0, long.MaxValue);

        // The last look comes before the late sample.
        fixture.Relief = ReliefOf(isShort: true, recordsPerLook: 50);
        fixture.Abandon();
        Assert.True(fixture.CutBlocks > 0);
        AssertEqual(expected, QueryAll(fixture));
        fixture.Relief = null;
        fixture.Abandon(InOrderEndMs(fixture)!.Value);
        AssertEqual(expected, QueryAll(fixture));
    }

    [Fact]
    public void Open_ChunksLongerThanABlock_EndsAndLosesNothing()
    {
        using var fixture = new HeadFixture(new HeadOptions { ChunkRangeMs = RangeMs * 4, SamplesPerChunk = 1000 });
        for (var time = 0L; time < RangeMs * 14; time += 50)
        {
            fixture.Append(Steady, time, time);
        }

        fixture.Head.ChunkFiles.Flush();
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Options = fixture.Options with { ChunkRangeMs = RangeMs };
        fixture.Relief = ReliefOf(isShort: true, recordsPerLook: 7);
        fixture.Abandon();
        Assert.True(fixture.CutBlocks > 0);
        AssertEqual(expected, QueryAll(fixture));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(3, 100)]
    [InlineData(7, 50)]
    public void Open_EndsAfterBlocksWereCut_ReadsTheWholeLogAgain(int looks, int recordsPerLook)
    {
        using var fixture = Filled();
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Wal.Dispose();

        // The log has everything, and the files what the opening finishes.
        System.IO.Directory.Delete(Path.Combine(fixture.Directory, "chunks_head"), recursive: true);
        var left = looks;
        var relief = ReliefOf(isShort: true, recordsPerLook)(fixture.Directory) with
        {
            IsShort = head =>
            {
                // What was finished on the way is in files.
                head.ChunkFiles.Flush();
                return left-- > 0 ? true : throw new InvalidOperationException("the end");
            },
        };
        var opening = new HeadOpening(fixture.Directory, NullLogger.Instance, TimeProvider.System) { Relief = relief };
        Assert.Throws<InvalidOperationException>(() => opening.Open(fixture.Options, long.MinValue, repair: true));
        Assert.NotEmpty(System.IO.Directory.EnumerateDirectories(fixture.Directory, "*" + BlockWriter.UnfinishedSuffix));
        Assert.Null(InOrderEndMs(fixture));
        fixture.Abandon();
        AssertEqual(expected, fixture.Query(0, long.MaxValue));
    }

    [Fact]
    public void Open_BlocksCannotBeWritten_KeepsEverythingInTheHeadAndTheLog()
    {
        using var fixture = Filled();
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Relief = directory => ReliefOf(isShort: true, recordsPerLook: 1)(Path.Combine(directory, "wal", "00000000"));
        fixture.Abandon();
        Assert.Equal(0, fixture.CutBlocks);
        Assert.Empty(fixture.Damage);
        AssertEqual(expected, fixture.Query(0, long.MaxValue));
    }

    [Fact]
    public void Open_LogWithinTheWindow_CutsNothing()
    {
        using var fixture = new HeadFixture(new HeadOptions { ChunkRangeMs = RangeMs });
        for (var time = 0L; time < RangeMs * 3 / 2; time += 50)
        {
            fixture.Append(Steady, time, time);
        }

        fixture.Relief = ReliefOf(isShort: true, recordsPerLook: 1);
        fixture.Abandon();
        Assert.Equal(0, fixture.CutBlocks);
        Assert.Equal(30, Assert.Single(fixture.Query(0, long.MaxValue)).Samples.Count);
    }

    /// <summary>Twenty ranges: a series throughout, one that pauses for half of the time, and one for each range that ends with it.</summary>
    private static HeadFixture Filled()
    {
        var fixture = new HeadFixture(new HeadOptions { ChunkRangeMs = RangeMs, SamplesPerChunk = 8 });
        for (var time = 0L; time < RangeMs * 20; time += 50)
        {
            using var appender = fixture.Head.NewAppender();
            Append(appender, Steady, time);
            Append(appender, Ended((int)(time / RangeMs)), time);
            if (time is < 2 * RangeMs or > 12 * RangeMs)
            {
                Append(appender, Paused, time);
            }

            appender.Commit();
        }

        return fixture;
    }

    private static Labels Ended(int range) => Labels.Of(("__name__", $"ended-{range}"));

    private static void Append(IAppender appender, Labels labels, long timestampMs) =>
        Assert.Equal(AppendOutcome.Accepted, appender.Append(SeriesRef.None, labels.View, timestampMs, timestampMs * 0.5).Outcome);

    private static Func<string, ReplayReliefOptions> ReliefOf(bool isShort, int recordsPerLook) => directory => new ReplayReliefOptions
    {
        Directory = directory,
        Ulids = new UlidSource(TimeProvider.System),
        BlockSegmentBytes = 1 << 20,
        IsShort = _ => isShort,
        RecordsPerLook = recordsPerLook,
    };

    private static long? InOrderEndMs(HeadFixture fixture)
    {
        using var catalog = new BlockCatalog(fixture.Directory, new BlockCatalogOptions());
        catalog.Reload();
        return catalog.InOrderMaxTimeMs;
    }

    private static List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> QueryAll(HeadFixture fixture)
    {
        using var catalog = new BlockCatalog(fixture.Directory, new BlockCatalogOptions());
        catalog.Reload();
        var queriers = new List<IQuerier> { fixture.Head.NewQuerier(0, long.MaxValue) };
        queriers.AddRange(catalog.Read(0, long.MaxValue).Select(static lease => new BlockQuerier(lease, 0, long.MaxValue)));
        using var merged = MergedQuerier.Of(queriers);
        return HeadFixture.Read(merged, []);
    }

    private static void AssertEqual(
        List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> expected,
        List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> found)
    {
        Assert.Equal(expected.Select(static series => series.Labels), found.Select(static series => series.Labels));
        Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First.Samples, pair.Second.Samples));
    }
}
