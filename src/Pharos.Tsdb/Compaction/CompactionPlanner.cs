using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>Decides which blocks become one next.</summary>
public static class CompactionPlanner
{
    /// <summary>The part of the series with deletions above which a block is written anew.</summary>
    private const double TombstoneShare = 0.05;

    /// <param name="rangesMs">As <see cref="BlockRanges.Of"/> gives them.</param>
    /// <param name="withOverlapping">Whether blocks whose times overlap become one.</param>
    /// <returns>Blocks in the order of time; one alone is to be written anew without what was deleted. Empty if there is nothing to do.</returns>
    public static IReadOnlyList<BlockMeta> Plan(IEnumerable<BlockMeta> blocks, IReadOnlyList<long> rangesMs, bool withOverlapping = true)
    {
        // Blocks that hold a part of the series of their time must stay recognisable, or the log would be read from too late a time at the next
        // start. They are merged only with their like, after the others.
        foreach (var group in blocks.GroupBy(ViewOf).OrderBy(static group => group.Key))
        {
            var sorted = group.OrderBy(static block => block.MinTimeMs).ThenBy(static block => block.Ulid).ToList();
            var plan = PlanAlike(sorted, rangesMs, withOverlapping);
            if (plan.Count > 0)
            {
                return plan;
            }
        }

        return [];
    }

    private static List<BlockMeta> PlanAlike(List<BlockMeta> blocks, IReadOnlyList<long> rangesMs, bool withOverlapping)
    {
        var overlapping = withOverlapping ? FirstOverlapping(blocks) : [];
        if (overlapping.Count > 0)
        {
            return overlapping;
        }

        // The newest block stays as it is for the length of a block, so that there is time to copy it.
        blocks.RemoveAt(blocks.Count - 1);
        var group = FirstComplete(blocks, rangesMs);
        return group.Count > 0 ? group : LatestWithTombstones(blocks, rangesMs);
    }

    /// <summary>The earliest blocks that overlap each other in one chain.</summary>
    private static List<BlockMeta> FirstOverlapping(List<BlockMeta> blocks)
    {
        var end = blocks[0].MaxTimeMs;
        var first = 0;
        var next = 1;
        for (; next < blocks.Count; next++)
        {
            if (blocks[next].MinTimeMs >= end)
            {
                if (next - first > 1)
                {
                    break;
                }

                first = next;
            }

            end = Math.Max(end, blocks[next].MaxTimeMs);
        }

        return next - first > 1 ? blocks[first..next] : [];
    }

    /// <summary>The earliest blocks within the shortest range that they fill, or after which blocks have begun that lie beyond it.</summary>
    private static List<BlockMeta> FirstComplete(List<BlockMeta> blocks, IReadOnlyList<long> rangesMs)
    {
        if (blocks.Count == 0)
        {
            return [];
        }

        var newest = blocks[^1].MinTimeMs;
        foreach (var range in rangesMs.Skip(1))
        {
            foreach (var group in SplitByRange(blocks, range))
            {
                var end = group[^1].MaxTimeMs;
                var isComplete = (Int128)end - group[0].MinTimeMs == range || end <= newest;
                if (group.Count > 1 && isComplete && !group.Exists(static block => block.Compaction.HasFailed))
                {
                    return group;
                }
            }
        }

        return [];
    }

    /// <summary>Blocks by the multiple of a range that they lie in; those that reach over its end are left out.</summary>
    private static IEnumerable<List<BlockMeta>> SplitByRange(List<BlockMeta> blocks, long range)
    {
        for (var i = 0; i < blocks.Count;)
        {
            Int128 minTime = blocks[i].MinTimeMs;
            var end = ((minTime >= 0 ? minTime : minTime - range + 1) / range + 1) * range;
            var group = new List<BlockMeta>();
            while (i < blocks.Count && blocks[i].MaxTimeMs <= end)
            {
                group.Add(blocks[i++]);
            }

            if (group.Count > 0)
            {
                yield return group;
            }
            else
            {
                i++;
            }
        }
    }

    private static List<BlockMeta> LatestWithTombstones(List<BlockMeta> blocks, IReadOnlyList<long> rangesMs)
    {
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            var block = blocks[i];
            var stats = block.Stats;
            if ((Int128)block.MaxTimeMs - block.MinTimeMs < rangesMs[rangesMs.Count / 2])
            {
                // Small blocks will be merged before long, but for those of which nothing is left.
                return stats.Tombstones > 0 && stats.Tombstones >= stats.Series ? [block] : [];
            }

            if (stats.Tombstones / (double)(stats.Series + 1) > TombstoneShare)
            {
                return [block];
            }
        }

        return [];
    }

    private static int ViewOf(BlockMeta block) =>
        block.Compaction.HasHint(BlockCompaction.FromStaleSeries) ? 1 : block.Compaction.HasHint(BlockCompaction.FromSelectedSeries) ? 2 : 0;
}
