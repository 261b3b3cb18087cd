using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Querying;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadTruncationTests
{
    private const long Minute = 60_000;
    private static readonly Labels Old = Labels.Of(("__name__", "old"), ("only", "here"));
    private static readonly Labels Lasting = Labels.Of(("__name__", "lasting"));

    [Fact]
    public void Run_SeriesWithoutNewerSamples_IsDropped()
    {
        using var fixture = new HeadFixture();
        Fill(fixture);
        new HeadTruncation(fixture.Head).Run(120 * Minute, TestContext.Current.CancellationToken);
        Assert.Equal(Lasting, Assert.Single(fixture.Query(0, long.MaxValue)).Labels);
        Assert.Equal(1, fixture.Head.Series.Count);
        using var querier = fixture.Head.NewQuerier(0, long.MaxValue);
        Assert.Equal(["__name__"u8.ToArray()], querier.LabelNames(0, [], TestContext.Current.CancellationToken));
        Assert.False(fixture.Head.Series.Symbols.TryFind("only"u8, out _));
    }

    [Fact]
    public void Run_ReferenceOfADroppedSeries_IsUnknownAndItsSlotUsedAgain()
    {
        using var fixture = new HeadFixture();
        var reference = Fill(fixture);
        new HeadTruncation(fixture.Head).Run(120 * Minute, TestContext.Current.CancellationToken);
        using var appender = fixture.Head.NewAppender();
        Assert.Equal(AppendOutcome.UnknownSeries, appender.Append(reference, default, 400 * Minute, 1).Outcome);
        var again = appender.Append(reference, Old.View, 400 * Minute, 1);
        Assert.Equal(AppendOutcome.Accepted, again.Outcome);
        Assert.NotEqual(reference, again.Series);
        appender.Commit();
        fixture.Abandon();
        Assert.Equal([(400 * Minute, 1d)], fixture.Query(300 * Minute, long.MaxValue, new Matcher(Model.MatchType.Equal, "only", "here"))[0].Samples);
    }

    [Fact]
    public void Run_BatchBegunBefore_IsStoredAll()
    {
        using var fixture = new HeadFixture();
        var reference = Fill(fixture);
        using var appender = fixture.Head.NewAppender();
        Assert.Equal(AppendOutcome.Accepted, appender.Append(reference, default, 300 * Minute, 7).Outcome);
        new HeadTruncation(fixture.Head).Run(120 * Minute, TestContext.Current.CancellationToken);
        Assert.Equal(1, fixture.Head.Series.Count);
        appender.Commit();
        Assert.Equal([(300 * Minute, 7d)], fixture.Query(0, long.MaxValue, new Matcher(Model.MatchType.Equal, "only", "here"))[0].Samples);
        fixture.Abandon(minValidMs: 120 * Minute);
        Assert.Equal([(300 * Minute, 7d)], fixture.Query(0, long.MaxValue, new Matcher(Model.MatchType.Equal, "only", "here"))[0].Samples);
    }

    [Fact]
    public void Run_SeriesIsDropped_CheckpointsKeepItAsLongAsTheLogMayHaveSamplesOfIt()
    {
        using var fixture = new HeadFixture();
        var reference = fixture.Head.Series.Table.WalRef(SeriesTable.SlotOf(Fill(fixture)));
        new HeadTruncation(fixture.Head).Run(120 * Minute, TestContext.Current.CancellationToken);
        var newest = fixture.Head.Times.MaxMs;
        Assert.True(fixture.Head.WalKeeper.ForCheckpoint(fixture.Head.Series, newest)(reference));
        Assert.False(fixture.Head.WalKeeper.ForCheckpoint(fixture.Head.Series, newest + 1)(reference));
    }

    [Fact]
    public void Cut_Range_IsABlockWithItsSamples()
    {
        using var fixture = new HeadFixture();
        Fill(fixture);
        var cutting = new HeadCutting(fixture.Head, new UlidSource(TimeProvider.System));
        var meta = cutting.Cut(fixture.Directory, HeadPart.InOrder, 0, 120 * Minute, 512 << 20, CancellationToken.None);
        Assert.NotNull(meta);
        Assert.Equal(2ul, meta.Stats.Series);
        Assert.Equal(60ul + 120, meta.Stats.Samples);
        using var block = Block.Open(Path.Combine(fixture.Directory, meta.Ulid.ToString()));
        Assert.Equal(meta.Ulid, block.Meta.Ulid);
        Assert.Null(cutting.Cut(fixture.Directory, HeadPart.InOrder, 1000 * Minute, 1120 * Minute, 512 << 20, CancellationToken.None));
    }

    [Fact]
    public void Checkpoint_AfterTruncation_KeepsWhatIsNeeded()
    {
        using var fixture = new HeadFixture();
        for (var i = 0; i < 6; i++)
        {
            fixture.Append(Lasting, i * 100 * Minute, i);
            fixture.Append(Labels.Of(("round", $"{i}")), i * 100 * Minute, i);
            fixture.Wal.NextSegment();
        }

        new HeadTruncation(fixture.Head).Run(300 * Minute, TestContext.Current.CancellationToken);
        new HeadCheckpoint(fixture.Head, fixture.Wal, NullLogger.Instance, TimeProvider.System).Run(300 * Minute);
        Assert.Single(Directory.GetDirectories(Path.Combine(fixture.Directory, "wal"), "checkpoint.*"));
        var expected = fixture.Query(300 * Minute, long.MaxValue);
        fixture.Abandon(minValidMs: 300 * Minute);
        var actual = fixture.Query(300 * Minute, long.MaxValue);
        Assert.Equal(expected.Select(series => series.Labels), actual.Select(series => series.Labels));
        Assert.Equal(expected.SelectMany(series => series.Samples), actual.SelectMany(series => series.Samples));
    }

    /// <summary>The first hour both series, then one; the reference of the other.</summary>
    private static SeriesRef Fill(HeadFixture fixture)
    {
        SeriesRef reference = default;
        for (var i = 0; i < 300; i++)
        {
            if (i < 60)
            {
                reference = fixture.Append(Old, i * Minute, i);
            }

            fixture.Append(Lasting, i * Minute, i);
        }

        return reference;
    }
}
