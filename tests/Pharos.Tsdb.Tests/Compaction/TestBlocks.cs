using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Querying;
using Pharos.Tsdb.Tests.Blocks;

namespace Pharos.Tsdb.Tests.Compaction;

/// <summary>Blocks in a folder.</summary>
internal static class TestBlocks
{
    private static readonly UlidSource Ulids = new(TimeProvider.System);

    public static Labels[] LabelSets { get; } = [.. Enumerable.Range(0, 6).Select(static i => Labels.Of(("__name__", "m"), ("i", i.ToString(null, null))))];

    public static Ulid NewUlid() => Ulids.Next();

    /// <summary>Writes a block of one series with a sample at its begin and at its end.</summary>
    public static BlockMeta Write(
        TemporaryFolder folder, long minTimeMs, long maxTimeMs, Func<BlockCompaction, BlockCompaction>? change = null, double value = 1) =>
        Write(
            folder, minTimeMs, maxTimeMs,
            [Sample.Series(LabelSets[0], Sample.Float(minTimeMs, value), Sample.Float(maxTimeMs - 1, value))], change);

    public static BlockMeta Write(
        TemporaryFolder folder, long minTimeMs, long maxTimeMs, TestSeries[] series, Func<BlockCompaction, BlockCompaction>? change = null)
    {
        var ulid = Ulids.Next();
        var compaction = new BlockCompaction { Level = 1, Sources = [ulid] };
        var meta = new BlockMeta
        {
            Ulid = ulid,
            MinTimeMs = minTimeMs,
            MaxTimeMs = maxTimeMs,
            Compaction = change is null ? compaction : change(compaction),
        };
        return BlockWriter.Write(folder.Path, meta, TestSeries.Symbols(series).Sorted(), new TestSeriesSet(series))!;
    }

    public static string Path(TemporaryFolder folder, BlockMeta meta) => folder.File(meta.Ulid.ToString());

    /// <summary>All samples of blocks that are loaded, those of each series in their order; the same time in two blocks counts once.</summary>
    public static Dictionary<Labels, List<Sample>> ReadAll(IEnumerable<Block> blocks)
    {
        var all = new Dictionary<Labels, List<Sample>>();
        foreach (var block in blocks)
        {
            using var querier = new BlockQuerier(block.TryRead()!, long.MinValue, long.MaxValue);
            foreach (var (labels, samples) in Sample.ReadAll(querier.Select(true, null, [])))
            {
                all[labels] = [.. all.GetValueOrDefault(labels, []).UnionBy(samples, static sample => sample.TimestampMs).OrderBy(static sample => sample.TimestampMs)];
            }
        }

        return all;
    }

    /// <summary>Changes a byte of a file of a block.</summary>
    public static void Damage(string path, long offset)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[offset < 0 ? bytes.Length + offset : offset] ^= 0x55;
        File.WriteAllBytes(path, bytes);
    }
}
