using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Indexing;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class IndexWriterTests
{
    private static readonly Labels Up = Labels.Of(("a", "x"));
    private static readonly ChunkMeta[] OneChunk = [new(1, 2, 8)];

    [Fact]
    public void Write_AnySeries_AreReadBack()
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var sets = RandomSeries.Sets(random, 1 + random.Next(200), 50);
            using var index = TestIndex.Open(sets);
            using var all = index.Select([], TestContext.Current.CancellationToken);
            Assert.Equal(sets, TestIndex.Read(index, all.Ids));
            var entry = new SeriesEntry();
            for (var i = 0; i < all.Count; i++)
            {
                index.ReadSeries(all.Ids[i], entry);
                Assert.Equal(TestIndex.Chunks.Select(chunk => chunk with { Ref = chunk.Ref + ((ulong)i << 32) }), entry.Chunks.ToArray());
            }
        }
    }

    [Fact]
    public void Write_LittleMemory_MakesTheSameBytes()
    {
        // The least is enough for a thousand labels at a time, so that all names are divided by their values.
        var sets = RandomSeries.Sets(new Random(8), 6000, 700);
        Assert.Equal(TestIndex.Bytes(sets), TestIndex.Bytes(sets, PostingsWriter.LeastBytes));
    }

    [Fact]
    public void Write_ManyChunksOfOneSeries_AreReadBack()
    {
        ChunkMeta[] chunks = [.. Enumerable.Range(0, 500).Select(static i => new ChunkMeta(i * 10L, i * 10L + 9, (ulong)i * 1000 + 8))];
        using var folder = new TemporaryFolder();
        WriteOne(folder.File("index"), Up, chunks);
        using var index = IndexReader.Open(folder.File("index"));
        using var all = index.Select([], TestContext.Current.CancellationToken);
        var entry = new SeriesEntry();
        index.ReadSeries(all.Ids[0], entry);
        Assert.Equal(chunks, entry.Chunks.ToArray());
    }

    [Fact]
    public void Write_NoSeries_IsAnEmptyIndex()
    {
        using var index = TestIndex.Open(Array.Empty<Labels>());
        Assert.Empty(TestIndex.Select(index));
        Assert.Empty(index.LabelNames(0, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AddSymbol_NotAfterTheLast_Throws()
    {
        using var folder = new TemporaryFolder();
        using var writer = new IndexWriter(folder.File("index"));
        writer.AddSymbol("b"u8);
        Assert.Contains("\"b\" is not after \"b\"", Assert.Throws<ArgumentException>(() => writer.AddSymbol("b"u8)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.AddSymbol("a"u8));
    }

    [Fact]
    public void AddSeries_NotAfterTheLast_Throws()
    {
        using var folder = new TemporaryFolder();
        using var writer = WithSymbols(folder);
        writer.AddSeries(Up.View, OneChunk);
        var again = Assert.Throws<CorruptionException>(() => writer.AddSeries(Up.View, OneChunk));
        Assert.Contains("""{a="x"} / previous {a="x"}""", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSeries_WithoutLabels_Throws()
    {
        using var folder = new TemporaryFolder();
        using var writer = WithSymbols(folder);
        Assert.Throws<ArgumentException>(() => writer.AddSeries(default, OneChunk));
    }

    [Fact]
    public void AddSeries_UnknownSymbol_NamesItAndTheWriterGoesOn()
    {
        using var folder = new TemporaryFolder();
        using var writer = WithSymbols(folder);
        writer.AddSeries(Up.View, OneChunk);
        var unknown = Assert.Throws<ArgumentException>(() => writer.AddSeries(Labels.Of(("a", "y"), ("b", "q")).View, OneChunk));
        Assert.Contains("\"q\" is not among the symbols", unknown.Message, StringComparison.Ordinal);
        writer.AddSeries(Labels.Of(("a", "y")).View, OneChunk);
        writer.Finish(TestContext.Current.CancellationToken);
        using var index = IndexReader.Open(folder.File("index"));
        Assert.Equal([Up, Labels.Of(("a", "y"))], TestIndex.Select(index));
    }

    public static TheoryData<long, long, ulong, long, long, ulong> BadChunks => new()
    {
        { 1, 5, 8, 5, 9, 20 },
        { 1, 5, 8, 9, 8, 20 },
        { 1, 5, 20, 6, 9, 8 },
    };

    [Theory]
    [MemberData(nameof(BadChunks))]
    public void AddSeries_ChunksNotInOrder_Throws(long min1, long max1, ulong ref1, long min2, long max2, ulong ref2)
    {
        using var folder = new TemporaryFolder();
        using var writer = WithSymbols(folder);
        ChunkMeta[] chunks = [new(min1, max1, ref1), new(min2, max2, ref2)];
        Assert.Throws<ArgumentException>(() => writer.AddSeries(Up.View, chunks));
    }

    [Fact]
    public void Dispose_Unfinished_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using (var writer = WithSymbols(folder))
        {
            writer.AddSeries(Up.View, OneChunk);
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Finish_Cancelled_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using (var writer = WithSymbols(folder))
        {
            writer.AddSeries(Up.View, OneChunk);
            Assert.Throws<OperationCanceledException>(() => writer.Finish(new CancellationToken(canceled: true)));
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static IndexWriter WithSymbols(TemporaryFolder folder)
    {
        var writer = new IndexWriter(folder.File("index"));
        foreach (var symbol in new[] { "a", "b", "x", "y" })
        {
            writer.AddSymbol(System.Text.Encoding.UTF8.GetBytes(symbol));
        }

        return writer;
    }

    private static void WriteOne(string path, Labels labels, ChunkMeta[] chunks)
    {
        using var writer = new IndexWriter(path);
        writer.AddSymbol("a"u8);
        writer.AddSymbol("x"u8);
        writer.AddSeries(labels.View, chunks);
        writer.Finish();
    }
}
