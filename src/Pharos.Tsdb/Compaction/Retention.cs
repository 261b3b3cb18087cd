using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>Decides which blocks are no longer kept. Blocks come in any order.</summary>
public static class Retention
{
    /// <summary>Those that end so long before the newest or longer, or that have an end before one of them.</summary>
    public static IReadOnlyList<Ulid> BeyondTime(IEnumerable<BlockMeta> blocks, long timeMs)
    {
        if (timeMs <= 0)
        {
            return [];
        }

        var sorted = NewestFirst(blocks, static block => block);
        return [.. sorted.Where(block => (Int128)sorted[0].MaxTimeMs - block.MaxTimeMs >= timeMs).Select(static block => block.Ulid)];
    }

    /// <summary>The block with which the limit is passed, counted from the newest, and all that end before it.</summary>
    /// <param name="otherBytes">What is on the disk beside the blocks.</param>
    public static IReadOnlyList<Ulid> BeyondSize(IEnumerable<(BlockMeta Meta, long Bytes)> blocks, long otherBytes, long maxBytes)
    {
        if (maxBytes <= 0)
        {
            return [];
        }

        Int128 sum = otherBytes;
        return
        [
            .. NewestFirst(blocks, static block => block.Meta)
                .SkipWhile(block => (sum += block.Bytes) <= maxBytes).Select(static block => block.Meta.Ulid),
        ];
    }

    private static List<T> NewestFirst<T>(IEnumerable<T> blocks, Func<T, BlockMeta> meta) =>
        [.. blocks.OrderByDescending(block => meta(block).MaxTimeMs).ThenByDescending(block => meta(block).Ulid)];
}
