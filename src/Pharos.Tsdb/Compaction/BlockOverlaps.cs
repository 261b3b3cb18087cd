using System.Globalization;
using Pharos.Foundation.Time;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>Finds blocks whose times overlap, for a line in the log.</summary>
internal static class BlockOverlaps
{
    /// <summary>More than that are not named.</summary>
    private const int MaxGroups = 20;

    /// <returns>Chains of overlapping blocks, one per line; empty if there are none.</returns>
    /// <param name="blocks">In the order of their min times.</param>
    public static string Describe(IReadOnlyList<BlockMeta> blocks)
    {
        var lines = new List<string>();
        for (var first = 0; first < blocks.Count && lines.Count < MaxGroups;)
        {
            var end = blocks[first].MaxTimeMs;
            var next = first + 1;
            for (; next < blocks.Count && blocks[next].MinTimeMs < end; next++)
            {
                end = Math.Max(end, blocks[next].MaxTimeMs);
            }

            if (next - first > 1)
            {
                lines.Add(Describe([.. blocks.Skip(first).Take(next - first)]));
            }

            first = next;
        }

        return string.Join('\n', lines);
    }

    private static string Describe(BlockMeta[] group)
    {
        // The part of the time that all have, or that lies between them.
        var from = group.Max(static block => block.MinTimeMs);
        var to = group.Min(static block => block.MaxTimeMs);
        var blocks = group.Select(static block => string.Create(
            CultureInfo.InvariantCulture,
            $"<ulid: {block.Ulid}, mint: {block.MinTimeMs}, maxt: {block.MaxTimeMs}, range: {Length(block.MinTimeMs, block.MaxTimeMs)}>"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[mint: {from}, maxt: {to}, range: {Length(from, to)}, blocks: {group.Length}]: {string.Join(", ", blocks)}");
    }

    private static string Length(long fromMs, long toMs) =>
        GoDuration.Format(TimeSpan.FromSeconds((long)((Int128)toMs - fromMs) / 1000));
}
