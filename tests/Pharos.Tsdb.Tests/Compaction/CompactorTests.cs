using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Compaction;

public sealed class CompactorTests
{
    private readonly Compactor _compactor = new(new UlidSource(TimeProvider.System), new CompactorOptions { Metrics = new CompactionMetrics(new MetricRegistry()) });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compact_RandomBlocksWithDeletions_KeepsWhatIsLeft(bool overlapping)
    {
        var random = new Random(21);
        for (var round = 0; round < 25; round++)
        {
            using var folder = new TemporaryFolder();
            var blocks = Enumerable.Range(0, 1 + random.Next(4)).Select(i =>
            {
                var min = overlapping ? random.Next(2000) : 1000 * i;
                var max = overlapping ? min + 1 + random.Next(2000) : 1000 * (i + 1);
                var series = TestBlocks.LabelSets.Where(_ => random.Next(3) > 0).Select(
                    labels => Sample.Series(labels, Sample.Random(random, min, max, 0.25)));
                return TestBlocks.Write(folder, min, max, [.. series]);
            }).Where(static meta => meta is not null).OrderBy(static meta => meta.MinTimeMs)
                .Select(meta => Block.Open(TestBlocks.Path(folder, meta))).ToList();
            foreach (var block in blocks.Where(_ => random.Next(2) == 0))
            {
                block.Delete(
                    random.Next(1000), 1000 + random.Next(1000), [new Matcher(MatchType.NotEqual, "i", "3")], TestContext.Current.CancellationToken);
            }

            var expected = TestBlocks.ReadAll(blocks);
            if (blocks.Count == 0)
            {
                continue;
            }

            var written = _compactor.Compact(folder.Path, blocks, TestContext.Current.CancellationToken);
            Assert.Equal(expected.Values.All(static samples => samples.Count == 0), written is null);
            if (written is not null)
            {
                using var compacted = Block.Open(TestBlocks.Path(folder, written));
                Check(expected, TestBlocks.ReadAll([compacted]));
                Assert.Equal((ulong)expected.Values.Sum(static samples => samples.Count), written.Stats.Samples);
                Assert.Equal(blocks.Min(static block => block.Meta.MinTimeMs), written.MinTimeMs);
                Assert.Equal(blocks.Max(static block => block.Meta.MaxTimeMs), written.MaxTimeMs);
            }

            blocks.ForEach(static block => block.Dispose());
        }
    }

    [Fact]
    public void Compact_Blocks_TellsWhereTheNewOneIsFrom()
    {
        using var folder = new TemporaryFolder();
        using var first = Open(folder, 0, 10, compaction => compaction with { Level = 3, Sources = [TestBlocks.NewUlid(), TestBlocks.NewUlid()] });
        using var second = Open(folder, 10, 20, compaction => compaction with { Sources = [.. first.Meta.Compaction.Sources!.Take(1), .. compaction.Sources!] });
        var written = _compactor.Compact(folder.Path, [first, second], TestContext.Current.CancellationToken)!;
        Assert.Equal(4, written.Compaction.Level);
        Assert.Equal([.. first.Meta.Compaction.Sources!.Union(second.Meta.Compaction.Sources!).Order()], written.Compaction.Sources);
        Assert.Equal([first.Meta.Ulid, second.Meta.Ulid], written.Compaction.Parents!.Select(static parent => parent.Ulid));
        Assert.Equal([(0L, 10L), (10, 20)], written.Compaction.Parents!.Select(static parent => (parent.MinTimeMs, parent.MaxTimeMs)));
        Assert.Equal(written.Compaction.Parents, BlockMetaFile.Read(TestBlocks.Path(folder, written)).Compaction.Parents);
    }

    [Theory]
    [InlineData("from-out-of-order", "from-out-of-order", "from-out-of-order")]
    [InlineData("from-out-of-order", "", "")]
    [InlineData("from-stale-series", "from-stale-series", "from-stale-series")]
    [InlineData("from-selected-series", "", "from-selected-series")]
    [InlineData("", "", "")]
    public void Compact_Hints_AreKeptWhereTheyHold(string left, string right, string expected)
    {
        using var folder = new TemporaryFolder();
        using var first = Open(folder, 0, 10, compaction => left.Length > 0 ? compaction.WithHint(left) : compaction);
        using var second = Open(folder, 10, 20, compaction => right.Length > 0 ? compaction.WithHint(right) : compaction);
        var written = _compactor.Compact(folder.Path, [first, second], TestContext.Current.CancellationToken)!;
        Assert.Equal(expected, string.Join(',', written.Compaction.Hints ?? []));
    }

    [Fact]
    public void Compact_NothingIsLeft_MarksTheBlocksAsDeletable()
    {
        using var folder = new TemporaryFolder();
        using var first = Open(folder, 0, 10);
        using var second = Open(folder, 10, 20);
        first.Delete(0, 100, [], TestContext.Current.CancellationToken);
        second.Delete(0, 100, [], TestContext.Current.CancellationToken);
        Assert.Null(_compactor.Compact(folder.Path, [first, second], TestContext.Current.CancellationToken));
        Assert.True(BlockMetaFile.Read(first.Directory).Compaction.IsDeletable);
        Assert.True(BlockMetaFile.Read(second.Directory).Compaction.IsDeletable);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Compact_ADamagedChunk_MarksTheBlocksAsFailedAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var first = Open(folder, 0, 10);
        var damaged = TestBlocks.Write(folder, 10, 20);
        TestBlocks.Damage(Path.Combine(TestBlocks.Path(folder, damaged), "chunks", "000001"), -6);
        using var second = Block.Open(TestBlocks.Path(folder, damaged));
        Assert.Throws<CorruptionException>(() => _compactor.Compact(folder.Path, [first, second], TestContext.Current.CancellationToken));
        Assert.True(BlockMetaFile.Read(first.Directory).Compaction.HasFailed);
        Assert.True(BlockMetaFile.Read(second.Directory).Compaction.HasFailed);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Compact_Cancelled_DoesNotMarkTheBlocks()
    {
        using var folder = new TemporaryFolder();
        using var first = Open(folder, 0, 10);
        Assert.ThrowsAny<OperationCanceledException>(() => CompactCancelled(folder, first));
        Assert.False(BlockMetaFile.Read(first.Directory).Compaction.HasFailed);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Rewrite_PartlyDeleted_IsABlockOfItsOwnWithoutTombstones()
    {
        using var folder = new TemporaryFolder();
        using var block = Open(folder, 0, 10, static compaction => compaction.WithHint(BlockCompaction.FromOutOfOrder));
        block.Delete(0, 5, [], TestContext.Current.CancellationToken);
        var written = _compactor.Rewrite(folder.Path, block, TestContext.Current.CancellationToken)!;
        Assert.Equal((1, 1UL, 0UL), (written.Compaction.Level, written.Stats.Samples, written.Stats.Tombstones));
        Assert.Equal([written.Ulid], written.Compaction.Sources);
        Assert.Equal(block.Meta.Ulid, Assert.Single(written.Compaction.Parents!).Ulid);
        Assert.Equal([BlockCompaction.FromOutOfOrder], written.Compaction.Hints);
    }

    [Fact]
    public void Write_SeriesOfTheHead_IsABlockOfLevelOne()
    {
        using var folder = new TemporaryFolder();
        var series = new[] { Sample.Series(TestBlocks.LabelSets[0], Sample.Float(5, 1)) };
        using var set = new Blocks.TestSeriesSet(series);
        var written = _compactor.Write(
            folder.Path, 0, 10, [BlockCompaction.FromOutOfOrder], Blocks.TestSeries.Symbols(series).Sorted(), set, TestContext.Current.CancellationToken)!;
        Assert.Equal((1, 0L, 10L), (written.Compaction.Level, written.MinTimeMs, written.MaxTimeMs));
        Assert.Equal([written.Ulid], written.Compaction.Sources);
        Assert.Equal([BlockCompaction.FromOutOfOrder], written.Compaction.Hints);
        Assert.Null(written.Compaction.Parents);
    }

    private void CompactCancelled(TemporaryFolder folder, Block block) =>
        _compactor.Compact(folder.Path, [block], new CancellationToken(canceled: true));

    private static Block Open(TemporaryFolder folder, long min, long max, Func<BlockCompaction, BlockCompaction>? change = null) =>
        Block.Open(TestBlocks.Path(folder, TestBlocks.Write(folder, min, max, change)));

    private static void Check(Dictionary<Labels, List<Sample>> expected, Dictionary<Labels, List<Sample>> read)
    {
        Assert.Equal(expected.Where(static pair => pair.Value.Count > 0).Select(static pair => pair.Key).Order(), read.Keys.Order());
        foreach (var (labels, samples) in read)
        {
            Assert.Equal(expected[labels].Select(static sample => (sample.TimestampMs, sample.Value)), samples.Select(static sample => (sample.TimestampMs, sample.Value)));
        }
    }
}
