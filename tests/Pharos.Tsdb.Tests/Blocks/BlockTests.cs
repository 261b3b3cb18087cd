using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Deletion;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class BlockTests
{
    private static readonly BlockMeta Meta = new()
    {
        Ulid = new Ulid(1_700_000_000_000, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        MinTimeMs = 0,
        MaxTimeMs = 1000,
        Compaction = new BlockCompaction { Level = 1 },
    };

    private static readonly TestSeries[] Series =
    [
        new(Labels.Of(("a", "1")), TestChunk.Floats(0, 99, 3), TestChunk.Floats(100, 199, 4)),
        new(Labels.Of(("a", "2")), new TestChunk(0, 10, ChunkEncoding.Histogram, [0, 5, 0]), new TestChunk(20, 30, ChunkEncoding.FloatHistogramSt, [0xC0, 7, 0])),
        new(Labels.Of(("a", "3"))),
        new(Labels.Of(("b", "1")), TestChunk.Floats(500, 600, 2)),
    ];

    [Fact]
    public void Write_Series_AreReadBack()
    {
        using var folder = new TemporaryFolder();
        var written = Write(folder, Series)!;
        Assert.Equal(new BlockStats { Samples = 21, FloatSamples = 9, HistogramSamples = 12, Series = 3, Chunks = 5 }, written.Stats);
        Assert.Equal([Folder(folder)], Directory.GetFileSystemEntries(folder.Path));

        using var block = Block.Open(Folder(folder));
        Assert.Equal(written.Stats, block.Meta.Stats);
        Assert.Equal(new DirectoryInfo(Folder(folder)).GetFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length), block.SizeBytes);
        using var lease = block.TryRead()!;
        using var ids = lease.Index.Select([], TestContext.Current.CancellationToken);
        var expected = Series.Where(static series => series.Chunks.Length > 0).ToArray();
        Assert.Equal(expected.Select(static series => series.Labels), TestIndex.Read(lease.Index, ids.Ids));
        var entry = new SeriesEntry();
        for (var i = 0; i < ids.Count; i++)
        {
            lease.Index.ReadSeries(ids.Ids[i], entry);
            for (var j = 0; j < entry.Chunks.Length; j++)
            {
                var chunk = lease.Chunks.Read(entry.Chunks[j]);
                Assert.Equal(expected[i].Chunks[j].Data, chunk.Data.ToArray());
                Assert.Equal(expected[i].Chunks[j].MaxTimeMs, chunk.MaxTimeMs);
            }
        }
    }

    [Fact]
    public void Write_NoSamples_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(Write(folder, [Series[2]]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_SeriesNotInOrder_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<CorruptionException>(() => Write(folder, [Series[1], Series[0]]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_Cancelled_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<OperationCanceledException>(() => WriteUntil(folder, Series, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_LeftOversOfAnEarlierAttempt_AreReplaced()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Folder(folder) + BlockWriter.UnfinishedSuffix);
        File.WriteAllText(Path.Combine(Folder(folder) + BlockWriter.UnfinishedSuffix, "index"), "half");
        Assert.NotNull(Write(folder, Series));
        Block.Open(Folder(folder)).Dispose();
    }

    [Fact]
    public void Write_BlockIsThere_Throws()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Series);
        Assert.Throws<IOException>(() => Write(folder, Series));
    }

    [Fact]
    public void Delete_PartOfTheTime_IsClampedAndKeptAfterReopening()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Series);
        using (var block = Block.Open(Folder(folder)))
        {
            using var before = block.TryRead()!;
            block.Delete(50, 10_000, [new Matcher(MatchType.NotEqual, "a", "")], TestContext.Current.CancellationToken);
            block.Delete(0, 5, [new Matcher(MatchType.Equal, "a", "1")], TestContext.Current.CancellationToken);
            Assert.True(before.Tombstones.IsEmpty);
            Assert.Equal(2UL, block.Meta.Stats.Tombstones);
        }

        using var again = Block.Open(Folder(folder));
        Assert.Equal(2UL, again.Meta.Stats.Tombstones);
        using var lease = again.TryRead()!;
        using var first = lease.Index.Select([new Matcher(MatchType.Equal, "a", "1")], TestContext.Current.CancellationToken);
        Assert.Equal([new Interval(0, 5), new Interval(50, 199)], lease.Tombstones.Get(first.Ids[0]).Span.ToArray());
        Assert.Single(lease.Tombstones.ToArray());
    }

    [Fact]
    public void Dispose_WithReaders_WaitsForThem()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Series);
        var block = Block.Open(Folder(folder));
        var lease = block.TryRead()!;
        block.Dispose();
        Assert.Null(block.TryRead());
        Assert.False(block.Closed.IsCompleted);
        Directory.Delete(block.Directory, recursive: true);
        Assert.Equal(3, TestIndex.Select(lease.Index).Length);
        lease.Dispose();
        lease.Dispose();
        Assert.True(block.Closed.IsCompletedSuccessfully);
    }

    [Fact]
    public void UpdateCompaction_Failed_IsWritten()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Series);
        using var block = Block.Open(Folder(folder));
        block.UpdateCompaction(static compaction => compaction with { HasFailed = true });
        Assert.True(block.Meta.Compaction.HasFailed);
        Assert.True(BlockMetaFile.Read(block.Directory).Compaction.HasFailed);
    }

    private static string Folder(TemporaryFolder folder) => folder.File(Meta.Ulid.ToString());

    private static BlockMeta? Write(TemporaryFolder folder, TestSeries[] series) =>
        WriteUntil(folder, series, TestContext.Current.CancellationToken);

    private static BlockMeta? WriteUntil(TemporaryFolder folder, TestSeries[] series, CancellationToken cancellation) =>
        BlockWriter.Write(folder.Path, Meta, TestSeries.Symbols(series).Sorted(), new TestSeriesSet(series), cancellation: cancellation);
}
