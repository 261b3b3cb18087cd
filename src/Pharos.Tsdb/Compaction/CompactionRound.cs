using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Foundation.Logging;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>
/// The work that is to be done on the blocks of a catalog: making few of many, and taking deleted samples out. One at a time: the caller sees to it
/// that nobody else compacts meanwhile.
/// </summary>
public sealed class CompactionRound
{
    private readonly BlockCatalog _catalog;
    private readonly Compactor _compactor;
    private readonly IReadOnlyList<long> _rangesMs;
    private readonly bool _withOverlapping;
    private readonly ILogger _log;

    /// <param name="rangesMs">As <see cref="BlockRanges.Of"/> gives them.</param>
    /// <param name="withOverlapping">Whether blocks whose times overlap become one.</param>
    public CompactionRound(
        BlockCatalog catalog, Compactor compactor, IReadOnlyList<long> rangesMs, bool withOverlapping = true, ILogger? log = null)
    {
        _catalog = catalog;
        _compactor = compactor;
        _rangesMs = rangesMs;
        _withOverlapping = withOverlapping;
        _log = log ?? NullLogger.Instance;
    }

    /// <summary>Compacts as long as there is something to compact.</summary>
    /// <param name="mustYield">Asked before each compaction: whether there is more urgent work, such as writing the head to a block.</param>
    /// <returns>How many blocks were made or found to be empty.</returns>
    public int CompactBlocks(Func<bool>? mustYield = null, CancellationToken cancellation = default)
    {
        for (var compactions = 0; ; compactions++)
        {
            if (mustYield?.Invoke() == true)
            {
                _log.Warn("aborting block compactions to persist the head block");
                return compactions;
            }

            var blocks = _catalog.Blocks;
            var plan = CompactionPlanner.Plan(blocks.Select(static block => block.Meta), _rangesMs, _withOverlapping);
            if (plan.Count == 0)
            {
                return compactions;
            }

            cancellation.ThrowIfCancellationRequested();
            var byName = blocks.ToDictionary(static block => block.Meta.Ulid);
            var made = _compactor.Compact(_catalog.Directory, [.. plan.Select(meta => byName[meta.Ulid])], cancellation);
            Load(made);
        }
    }

    /// <summary>Writes all blocks anew that have deleted samples, and returns how many that were.</summary>
    /// <param name="metrics">Gets the time that it took.</param>
    public int CleanTombstones(CompactionMetrics? metrics = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        time ??= TimeProvider.System;
        var started = time.GetTimestamp();
        try
        {
            var cleaned = 0;
            while (_catalog.Blocks.FirstOrDefault(HasTombstones) is { } block)
            {
                var made = _compactor.Rewrite(_catalog.Directory, block, cancellation);
                if (made is null)
                {
                    // There is no successor that could name it as its parent.
                    block.UpdateCompaction(static compaction => compaction with { IsDeletable = true });
                }

                Load(made);
                cleaned++;
            }

            return cleaned;
        }
        finally
        {
            metrics?.TombstoneSeconds.Observe(time.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static bool HasTombstones(Block block)
    {
        using var lease = block.TryRead();
        return lease is not null && !lease.Tombstones.IsEmpty;
    }

    /// <summary>Loads what was made. If it cannot be loaded it is deleted, or it would be made again and again.</summary>
    private void Load(BlockMeta? made)
    {
        try
        {
            _catalog.Reload();
        }
        catch when (made is not null && _catalog.Blocks.All(block => block.Meta.Ulid != made.Ulid))
        {
            Delete(BlockFolders.Of(_catalog.Directory, made.Ulid));
            throw;
        }
    }

    private void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error("failed to delete a block after a failed reload", [("dir", folder), ("err", exception.Message)]);
        }
    }
}
