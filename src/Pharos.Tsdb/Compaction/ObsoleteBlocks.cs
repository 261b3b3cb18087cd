using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>Tells which blocks of a directory are no longer wanted, for whatever reason.</summary>
internal sealed class ObsoleteBlocks(string directory, BlockCatalogOptions options, ILogger log)
{
    /// <param name="loadable">All blocks that are there and whole.</param>
    /// <returns>Also the names of blocks that could not be loaded, and of some that are long gone.</returns>
    public HashSet<Ulid> Find(IReadOnlyList<Block> loadable)
    {
        var limits = options.Retention();
        var byTime = Retention.BeyondTime(loadable.Select(static block => block.Meta), limits.TimeMs);
        if (byTime.Count > 0)
        {
            options.Metrics?.TimeRetentions.Increment();
        }

        var bySize = Retention.BeyondSize(
            loadable.Select(static block => (block.Meta, block.SizeBytes)), options.OtherBytes(), MaxBytes(limits));
        if (bySize.Count > 0)
        {
            options.Metrics?.SizeRetentions.Increment();
        }

        var obsolete = new HashSet<Ulid>([.. byTime, .. bySize]);
        foreach (var block in loadable)
        {
            if (block.Meta.Compaction.IsDeletable)
            {
                obsolete.Add(block.Meta.Ulid);
            }

            // Loaded or not: a process that ended between a compaction and the deletion goes on with the latter here.
            obsolete.UnionWith(
                (block.Meta.Compaction.Parents ?? []).Select(static parent => parent.Ulid).Where(parent => parent != block.Meta.Ulid));
        }

        return obsolete;
    }

    private long MaxBytes(RetentionLimits limits)
    {
        var diskBytes = limits.Percentage > 0 ? options.DiskBytes(directory) : 0;
        if (limits.Percentage > 0 && diskBytes <= 0)
        {
            log.Warn(
                "Unable to retrieve filesystem size of database directory, skip percentage limitation and default to fixed size limitation",
                [("dir", directory)]);
        }

        return limits.BytesOf(diskBytes);
    }
}
