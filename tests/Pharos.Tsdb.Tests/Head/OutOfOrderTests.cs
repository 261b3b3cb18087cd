using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Head;

public sealed class OutOfOrderTests
{
    private const long Minute = 60_000;
    private static readonly HeadOptions Options = new() { OutOfOrderWindowMs = 60 * Minute };
    private static readonly Labels Up = Labels.Of(("__name__", "up"));

    [Theory]
    [InlineData(200, 5, AppendOutcome.Accepted)]
    [InlineData(141, 5, AppendOutcome.Accepted)]
    [InlineData(139, 5, AppendOutcome.TooOld)]
    [InlineData(201, 5, AppendOutcome.Accepted)]
    public void Append_WithAWindow_OutcomeAsTheReference(long minute, double value, AppendOutcome expected)
    {
        using var fixture = new HeadFixture(Options);
        fixture.Append(Up, 200 * Minute, 5);
        Assert.Equal(expected, fixture.TryAppend(Up, minute * Minute, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Append_ShuffledSamples_AreReadInOrder(int seed)
    {
        using var fixture = new HeadFixture(Options);
        var expected = Fill(fixture, seed);
        AssertSamples(expected, fixture);
        for (var round = 0; round < 2; round++)
        {
            fixture.Abandon();
            Assert.Empty(fixture.Damage);
            AssertSamples(expected, fixture);
        }
    }

    [Fact]
    public void Compaction_Blocks_HaveWhatCameOutOfOrderAndTheHeadNoLonger()
    {
        using var fixture = new HeadFixture(Options);
        var expected = Fill(fixture, 3);
        var compaction = new LateCompaction(fixture.Head, new UlidSource(TimeProvider.System));
        var blocks = compaction.Cut(fixture.Directory, 512 << 20, CancellationToken.None);
        AssertSamples(expected, fixture);
        compaction.End(TestContext.Current.CancellationToken);
        var inHead = Assert.Single(fixture.Query(0, long.MaxValue)).Samples.Count;
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(block.Compaction.HasHint(BlockCompaction.FromOutOfOrder)));
        Assert.Equal(expected.Count, inHead + blocks.Sum(block => (int)block.Stats.Samples));
        Assert.True(fixture.Head.LateAppending.Times.IsEmpty);
        fixture.Abandon();

        // Chunks go with their files, so some may be found again that are in blocks too.
        var found = Assert.Single(fixture.Query(0, long.MaxValue)).Samples;
        Assert.InRange(found.Count, inHead, expected.Count);
        Assert.All(found, sample => Assert.Equal(expected[sample.TimestampMs], sample.Value));
        Assert.Equal(AppendOutcome.Accepted, fixture.TryAppend(Up, 290 * Minute + 7, 1));
    }

    [Fact]
    public void Replay_MarkerOfAChunkThatIsNotThere_SamplesAreKept()
    {
        using var fixture = new HeadFixture(Options);
        var other = Labels.Of(("__name__", "other"));
        fixture.Append(Up, 200 * Minute, 0);
        fixture.Append(other, 200 * Minute, 0);
        for (var i = 0; i < 100; i++)
        {
            // So many of the other that it has chunks behind the place that the marker speaks of.
            fixture.Append(i % 10 == 0 ? Up : other, 199 * Minute - i, i);
        }

        var records = new WalBatch();
        MmapMarkerRecord.Append(records.Buffer, [new MmapMarkerRecord(fixture.Head.Series.Table.WalRef(0), (1UL << 32) | 9)]);
        records.EndRecord();
        fixture.Head.LateLog!.Log(records);
        fixture.Reopen();
        Assert.Equal([91, 11], fixture.Query(0, long.MaxValue).Select(static series => series.Samples.Count));
    }

    /// <summary>Samples of five hours, each at most half an hour behind the newest.</summary>
    private static SortedDictionary<long, double> Fill(HeadFixture fixture, int seed)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<long, double>();
        for (var i = 0; i < 2000; i++)
        {
            var time = i * 9_000L - (random.Next(3) == 0 ? random.Next((int)(30 * Minute)) : 0);
            if (time >= 0 && expected.TryAdd(time, i))
            {
                fixture.Append(Up, time, i);
            }
        }

        return expected;
    }

    private static void AssertSamples(SortedDictionary<long, double> expected, HeadFixture fixture)
    {
        Assert.Equal(expected.Select(sample => (sample.Key, sample.Value)), Assert.Single(fixture.Query(0, long.MaxValue)).Samples);
        Assert.Equal(
            expected.Where(sample => sample.Key is >= 3_000_000 and <= 9_000_000).Select(sample => (sample.Key, sample.Value)),
            Assert.Single(fixture.Query(3_000_000, 9_000_000)).Samples);
    }
}
