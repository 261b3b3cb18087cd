using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>What is known of a block before it is made of others.</summary>
internal static class CompactedMeta
{
    /// <summary>Of a block that becomes of several.</summary>
    public static BlockMeta Merge(Ulid ulid, IReadOnlyList<BlockMeta> blocks)
    {
        var compaction = new BlockCompaction
        {
            Level = blocks.Max(static block => block.Compaction.Level) + 1,
            Sources = [.. blocks.SelectMany(static block => block.Compaction.Sources ?? []).Distinct().Order()],
            Parents = [.. blocks.Select(ParentOf)],
        };

        // A block is out of order only if all of it is. The other hints stay as soon as one block has them: wrongly lost, they would make the log be
        // read from too late a time.
        if (blocks.All(static block => block.Compaction.HasHint(BlockCompaction.FromOutOfOrder)))
        {
            compaction = compaction.WithHint(BlockCompaction.FromOutOfOrder);
        }

        foreach (var hint in (ReadOnlySpan<string>)[BlockCompaction.FromStaleSeries, BlockCompaction.FromSelectedSeries])
        {
            if (blocks.Any(block => block.Compaction.HasHint(hint)))
            {
                compaction = compaction.WithHint(hint);
            }
        }

        return new BlockMeta
        {
            Ulid = ulid,
            MinTimeMs = blocks.Min(static block => block.MinTimeMs),
            MaxTimeMs = blocks.Max(static block => block.MaxTimeMs),
            Compaction = compaction,
        };
    }

    /// <summary>Of a block that takes the place of another one.</summary>
    public static BlockMeta Replace(Ulid ulid, BlockMeta block) => new()
    {
        Ulid = ulid,
        MinTimeMs = block.MinTimeMs,
        MaxTimeMs = block.MaxTimeMs,
        Compaction = new BlockCompaction { Level = 1, Sources = [ulid], Parents = [ParentOf(block)], Hints = block.Compaction.Hints },
    };

    private static BlockParent ParentOf(BlockMeta block) => new() { Ulid = block.Ulid, MinTimeMs = block.MinTimeMs, MaxTimeMs = block.MaxTimeMs };
}
