using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Head.Querying;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadDeletionTests
{
    private const long Minute = 60_000;
    private static readonly Labels First = Labels.Of(("__name__", "m"), ("i", "1"));
    private static readonly Labels Second = Labels.Of(("__name__", "m"), ("i", "2"));
    private static readonly Matcher IsFirst = new(Model.MatchType.Equal, "i", "1");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Delete_Range_IsHiddenNowAndAfterReplay(bool isKilled)
    {
        using var fixture = Filled(500);
        fixture.Head.Delete([IsFirst], 100 * Minute, 199 * Minute, TestContext.Current.CancellationToken);
        AssertDeleted();
        if (isKilled)
        {
            fixture.Abandon();
        }
        else
        {
            fixture.Reopen();
        }

        AssertDeleted();

        void AssertDeleted()
        {
            var found = fixture.Query(0, long.MaxValue);
            Assert.Equal(Minutes(0, 100).Concat(Minutes(200, 500)), found[0].Samples);
            Assert.Equal(Minutes(0, 500), found[1].Samples);
            Assert.Equal(Minutes(120, 141), fixture.Query(120 * Minute, 140 * Minute).SelectMany(series => series.Samples));
        }
    }

    [Fact]
    public void Delete_Everything_NewerSamplesAreSeen()
    {
        using var fixture = Filled(200);
        fixture.Head.Delete([], long.MinValue, long.MaxValue, TestContext.Current.CancellationToken);
        Assert.Empty(fixture.Query(0, long.MaxValue));
        fixture.Append(First, 200 * Minute, 200);
        Assert.Equal(Minutes(200, 201), Assert.Single(fixture.Query(0, long.MaxValue)).Samples);
        var tombstones = fixture.Head.Deletions.Tombstones.ToArray();
        Assert.All(tombstones, series => Assert.Equal([new Interval(0, 199 * Minute)], series.Intervals.Span.ToArray()));
    }

    [Fact]
    public void Delete_RangeOrSeriesThatIsNotThere_LeavesNothing()
    {
        using var fixture = Filled(10);
        fixture.Head.Delete([], 10 * Minute, long.MaxValue, TestContext.Current.CancellationToken);
        fixture.Head.Delete([], 5 * Minute, 4 * Minute, TestContext.Current.CancellationToken);
        fixture.Head.Delete([new Matcher(Model.MatchType.Equal, "i", "3")], 0, long.MaxValue, TestContext.Current.CancellationToken);
        Assert.True(fixture.Head.Deletions.Tombstones.IsEmpty);
        using var empty = new HeadFixture();
        empty.Head.Delete([], long.MinValue, long.MaxValue, TestContext.Current.CancellationToken);
        Assert.True(empty.Head.Deletions.Tombstones.IsEmpty);
    }

    [Fact]
    public void Cut_DeletedSamples_AreNotInTheBlock()
    {
        using var fixture = Filled(119);
        fixture.Head.Delete([IsFirst], long.MinValue, long.MaxValue, TestContext.Current.CancellationToken);
        fixture.Head.Delete([], 10 * Minute, 19 * Minute, TestContext.Current.CancellationToken);
        var meta = new HeadCutting(fixture.Head, new UlidSource(TimeProvider.System))
            .Cut(fixture.Directory, HeadPart.InOrder, 0, 120 * Minute, 512 << 20, TestContext.Current.CancellationToken);
        Assert.NotNull(meta);
        Assert.Equal(1ul, meta.Stats.Series);
        Assert.Equal(109ul, meta.Stats.Samples);
    }

    [Fact]
    public void Delete_SamplesOutOfOrder_AreHiddenAndNotCut()
    {
        using var fixture = new HeadFixture(new HeadOptions { OutOfOrderWindowMs = 600 * Minute, OutOfOrderCapacity = 4 });
        fixture.Append(First, 500 * Minute, 500);
        for (var i = 100; i < 120; i++)
        {
            fixture.Append(First, i * Minute, i);
        }

        fixture.Head.Delete([], 105 * Minute, 109 * Minute, TestContext.Current.CancellationToken);
        var expected = Minutes(100, 105).Concat(Minutes(110, 120)).ToList();
        Assert.Equal(expected, Assert.Single(fixture.Query(0, 499 * Minute)).Samples);
        Assert.Empty(fixture.Query(106 * Minute, 108 * Minute));
        fixture.Abandon();
        Assert.Equal(expected, Assert.Single(fixture.Query(0, 499 * Minute)).Samples);
        var compaction = new LateCompaction(fixture.Head, new UlidSource(TimeProvider.System));
        var block = Assert.Single(compaction.Cut(fixture.Directory, 512 << 20, TestContext.Current.CancellationToken));
        Assert.Equal((ulong)expected.Count, block.Stats.Samples);
    }

    [Fact]
    public void Truncation_OldOnes_AreForgotten()
    {
        using var fixture = Filled(300);
        fixture.Head.Delete([], 10 * Minute, 19 * Minute, TestContext.Current.CancellationToken);
        fixture.Head.Delete([IsFirst], 200 * Minute, 210 * Minute, TestContext.Current.CancellationToken);
        new HeadTruncation(fixture.Head).Run(120 * Minute, TestContext.Current.CancellationToken);
        var left = Assert.Single(fixture.Head.Deletions.Tombstones.ToArray());
        Assert.Equal([new Interval(200 * Minute, 210 * Minute)], left.Intervals.Span.ToArray());
        new HeadTruncation(fixture.Head).Run(300 * Minute, TestContext.Current.CancellationToken);
        Assert.True(fixture.Head.Deletions.Tombstones.IsEmpty);
    }

    [Fact]
    public void Checkpoint_AfterTruncation_KeepsWhatIsStillDeleted()
    {
        using var fixture = Filled(300);
        fixture.Head.Delete([IsFirst], 200 * Minute, 210 * Minute, TestContext.Current.CancellationToken);
        for (var i = 0; i < 6; i++)
        {
            fixture.Append(Second, (300 + i) * Minute, 300 + i);
            fixture.Wal.NextSegment();
        }

        new HeadTruncation(fixture.Head).Run(120 * Minute, TestContext.Current.CancellationToken);
        new HeadCheckpoint(fixture.Head, fixture.Wal, NullLogger.Instance, TimeProvider.System).Run(120 * Minute);
        fixture.Abandon(minValidMs: 120 * Minute);
        Assert.Equal(Minutes(120, 200).Concat(Minutes(211, 300)), fixture.Query(120 * Minute, long.MaxValue, IsFirst)[0].Samples);
    }

    [Fact]
    public void Open_TombstoneOverAllTimes_TheSeriesBeganAnewThere()
    {
        using var fixture = Filled(200);
        var reference = fixture.Head.Series.Table.WalRef((uint)fixture.Append(First, 200 * Minute, 200).Value);
        var record = new ByteBuffer();
        TombstoneRecord.Append(record, [new TombstoneRecord(reference, long.MinValue, long.MaxValue)]);
        fixture.Wal.Log(record.Written);
        fixture.Append(First, 201 * Minute, 201);
        fixture.Abandon();
        Assert.Equal(Minutes(201, 202), fixture.Query(0, long.MaxValue, IsFirst)[0].Samples);
        Assert.Equal(Minutes(0, 200), fixture.Query(0, long.MaxValue)[1].Samples);
        Assert.True(fixture.Head.Deletions.Tombstones.IsEmpty);
    }

    [Fact]
    public void Open_TombstoneOfAReferenceBeyondAll_IsNotGivenAgain()
    {
        using var fixture = Filled(1);
        var record = new ByteBuffer();
        TombstoneRecord.Append(record, [new TombstoneRecord(1000, 0, 5)]);
        fixture.Wal.Log(record.Written);
        fixture.Abandon();
        Assert.True(fixture.Head.Deletions.Tombstones.IsEmpty);
        var slot = (uint)fixture.Append(Labels.Of(("new", "x")), Minute, 1).Value;
        Assert.True(fixture.Head.Series.Table.WalRef(slot) > 1000);
    }

    [Fact]
    public void Delete_Cancelled_DeletesNothing()
    {
        using var fixture = Filled(10);
        Assert.Throws<OperationCanceledException>(() => fixture.Head.Delete([], 0, long.MaxValue, new CancellationToken(canceled: true)));
        Assert.Equal(2, fixture.Query(0, long.MaxValue).Count);
    }

    [Fact]
    public void Delete_Histograms_AreHidden()
    {
        using var fixture = new HeadFixture();
        using (var appender = fixture.Head.NewAppender())
        {
            for (var i = 0; i < 10; i++)
            {
                appender.Append(default, First.View, i * Minute, new Model.Histograms.Histogram { Sum = i });
            }

            appender.Commit();
        }

        fixture.Head.Delete([], 2 * Minute, 7 * Minute, TestContext.Current.CancellationToken);
        using var querier = fixture.Head.NewQuerier(0, long.MaxValue);
        using var set = querier.Select(sorted: true, hints: null, [], TestContext.Current.CancellationToken);
        Assert.True(set.MoveNext());
        var cursor = set.Samples();
        var times = new List<long>();
        while (cursor.Peek() == SampleKind.Histogram)
        {
            times.Add(cursor.ReadHistogram(new Model.Histograms.Histogram()) / Minute);
        }

        Assert.Equal([0L, 1, 8, 9], times);
    }

    private static HeadFixture Filled(int minutes)
    {
        var fixture = new HeadFixture();
        for (var i = 0; i < minutes; i++)
        {
            fixture.Append(First, i * Minute, i);
            fixture.Append(Second, i * Minute, i);
        }

        return fixture;
    }

    private static IEnumerable<(long TimestampMs, double Value)> Minutes(int from, int to) =>
        Enumerable.Range(from, to - from).Select(i => (i * Minute, (double)i));
}
