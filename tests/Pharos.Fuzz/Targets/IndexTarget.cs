using Pharos.Foundation.Memory;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Indexing;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Fuzz.Targets;

/// <summary>The index of a block. Checksums are set right, since mutations would hardly ever get past them.</summary>
internal sealed class IndexTarget : IFuzzTarget
{
    private static readonly Matcher[] Matchers = [new(MatchType.NotEqual, "a", ""), new(MatchType.NotRegex, "b", "1.*")];

    private readonly SeriesEntry _entry = new();

    public string Name => "index";

    public IEnumerable<byte[]> Seeds => [Written(1), Written(5), Written(40)];

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[0xBA, 0xAA, 0xD7, 0x00, 1], [0xBA, 0xAA, 0xD7, 0x00, 3], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [2, 1, (byte)'a', 1, (byte)'x'], [0x80, 0x80, 1]];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var file = input.ToArray();
        IndexChecksums.Repair(file);
        try
        {
            using var index = IndexReader.Open(MappedBytes.CopyOf(file));
            outcome.Feature(1, (ulong)index.Version);
            using var all = index.Select([]);
            outcome.Feature(2, (ulong)Math.Min(all.Count, 8));
            foreach (var id in all.Ids)
            {
                index.ReadSeries(id, _entry);
                outcome.Result(_entry.Labels.Encoded);
                outcome.Result(_entry.Chunks.Length);
                outcome.Feature(3, (ulong)_entry.Labels.Count);
            }

            using var some = index.Select(Matchers);
            outcome.Result(some.Count);
            outcome.Feature(4, (ulong)Math.Min(some.Count, 8));
            outcome.Result(index.LabelNames(0, Matchers).Count);
            outcome.Result(index.LabelValues("a"u8, 0, Matchers).Count);
        }
        catch (CorruptionException error)
        {
            outcome.Error(error);
        }
    }

    private static byte[] Written(int series)
    {
        using var folder = new TemporaryFolder();
        var sets = Enumerable.Range(0, series).Select(static i => Labels.Of(("a", "x" + i % 3), ("b", i.ToString(System.Globalization.CultureInfo.InvariantCulture)))).Order().ToArray();
        var symbols = new SymbolSet();
        foreach (var set in sets)
        {
            symbols.Add(set.View);
        }

        using (var writer = new IndexWriter(folder.File("index")))
        {
            var cursor = symbols.Sorted();
            while (cursor.MoveNext())
            {
                writer.AddSymbol(cursor.Current);
            }

            ulong reference = 8;
            foreach (var set in sets)
            {
                writer.AddSeries(set.View, [new ChunkMeta(0, 10, reference++), new ChunkMeta(20, 3000, reference++)]);
            }

            writer.Finish();
        }

        return File.ReadAllBytes(folder.File("index"));
    }
}
