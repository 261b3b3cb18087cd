using Pharos.Foundation.Memory;
using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Indexing;

namespace Pharos.Tsdb.Tests.Blocks;

/// <summary>Index files of a few series.</summary>
internal static class TestIndex
{
    /// <summary>The chunks that every series gets.</summary>
    public static ChunkMeta[] Chunks { get; } = [new(-5, 10, 8), new(11, 11, 200), new(1000, 7_200_000, (1UL << 32) + 8)];

    public static byte[] Bytes(IEnumerable<Labels> series, int postingsBytes = IndexWriter.DefaultPostingsBytes)
    {
        using var folder = new TemporaryFolder();
        var symbols = new SymbolSet();
        var sorted = series.Distinct().Order().ToArray();
        foreach (var labels in sorted)
        {
            symbols.Add(labels.View);
        }

        using (var writer = new IndexWriter(folder.File("index"), postingsBytes))
        {
            var cursor = symbols.Sorted();
            while (cursor.MoveNext())
            {
                writer.AddSymbol(cursor.Current);
            }

            ulong shift = 0;
            foreach (var labels in sorted)
            {
                writer.AddSeries(labels.View, Array.ConvertAll(Chunks, chunk => chunk with { Ref = chunk.Ref + (shift << 32) }));
                shift++;
            }

            writer.Finish();
        }

        return File.ReadAllBytes(folder.File("index"));
    }

    public static IndexReader Open(IEnumerable<Labels> series) => Open(Bytes(series));

    public static IndexReader Open(byte[] bytes) => IndexReader.Open(MappedBytes.CopyOf(bytes));

    public static Labels[] Read(IndexReader index, ReadOnlySpan<uint> ids)
    {
        var entry = new SeriesEntry();
        var labels = new Labels[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            index.ReadSeries(ids[i], entry);
            labels[i] = entry.Labels.ToLabels();
        }

        return labels;
    }

    public static Labels[] Select(IndexReader index, params ReadOnlySpan<Matcher> matchers)
    {
        using var ids = index.Select(matchers, TestContext.Current.CancellationToken);
        return Read(index, ids.Ids);
    }
}
