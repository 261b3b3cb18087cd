using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Foundation.Logging;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>
/// The blocks of a data directory that are loaded. Safe for concurrent use: readers take what is there, while one at a time changes it.
/// </summary>
public sealed class BlockCatalog : IDisposable
{
    private readonly Lock _changes = new();
    private readonly string _directory;
    private readonly BlockCatalogOptions _options;
    private readonly ILogger _log;
    private readonly ObsoleteBlocks _obsolete;
    private readonly BlockDeletions _deletions;
    private volatile IReadOnlyList<Block> _blocks = [];
    private bool _isDisposed;

    /// <summary>
    /// Cleans the directory of what was left unfinished. Nothing is loaded until <see cref="Reload"/>. The directory must be there, and
    /// nobody else may write to it.
    /// </summary>
    public BlockCatalog(string directory, BlockCatalogOptions? options = null)
    {
        _directory = directory;
        _options = options ?? new BlockCatalogOptions();
        _log = _options.Log ?? NullLogger.Instance;
        _obsolete = new ObsoleteBlocks(directory, _options, _log);
        _deletions = new BlockDeletions(directory, _log);
        _options.Metrics?.Watch(this, _options.Retention);
        BlockFolders.RemoveLeftovers(directory, _log);
    }

    public string Directory => _directory;

    /// <summary>The blocks that are loaded, by their min times. The list does not change; blocks in it may be closed meanwhile.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>Completes when the files are gone of all blocks that became obsolete until now.</summary>
    public Task Deletions => _deletions.AllDone();

    /// <summary>
    /// The end of the newest block that has all series of its time, from which on samples are in the head only; null if there is none.
    /// </summary>
    public long? InOrderMaxTimeMs => InOrderEndMs(_blocks);

    /// <inheritdoc cref="InOrderMaxTimeMs"/>
    internal static long? InOrderEndMs(IReadOnlyList<Block> blocks)
    {
        long? newest = null;
        foreach (var block in blocks)
        {
            var compaction = block.Meta.Compaction;
            if (!compaction.HasHint(BlockCompaction.FromOutOfOrder)
                && !compaction.HasHint(BlockCompaction.FromStaleSeries)
                && !compaction.HasHint(BlockCompaction.FromSelectedSeries)
                && !(block.Meta.MaxTimeMs <= newest))
            {
                newest = block.Meta.MaxTimeMs;
            }
        }

        return newest;
    }

    /// <summary>
    /// Holds open the blocks that may have samples of the closed range, in the order of their min times. The caller disposes the leases.
    /// </summary>
    public IReadOnlyList<BlockLease> Read(long minTimeMs, long maxTimeMs)
    {
        while (true)
        {
            var blocks = _blocks;
            var leases = new List<BlockLease>();
            if (blocks.All(block => !block.Meta.Overlaps(minTimeMs, maxTimeMs) || TryRead(block, leases)))
            {
                return leases;
            }

            // A block was replaced in between: what replaced it is in the list by now.
            leases.ForEach(static lease => lease.Dispose());
            ObjectDisposedException.ThrowIf(_isDisposed, this);
        }
    }

    /// <summary>
    /// Loads blocks that have appeared and lets those go that have disappeared. Deletes blocks that are beyond retention, are marked as deletable, or
    /// are the parents of another.
    /// </summary>
    /// <exception cref="CorruptionException">
    /// A block cannot be loaded, and there is none that was made of it. All stays as it was then.
    /// </exception>
    public void Reload()
    {
        lock (_changes)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                ReloadLocked();
            }
            catch
            {
                _options.Metrics?.ReloadsFailed.Increment();
                throw;
            }
            finally
            {
                _options.Metrics?.Reloads.Increment();
            }
        }
    }

    /// <summary>Links all blocks into folders of their names in another directory, which is made. No block changes meanwhile.</summary>
    public void Snapshot(string target, CancellationToken cancellation = default)
    {
        if (Path.GetFullPath(target) == Path.GetFullPath(_directory))
        {
            throw new ArgumentException("cannot snapshot into base directory", nameof(target));
        }

        lock (_changes)
        {
            foreach (var block in _blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                _log.Info("Snapshotting block", [("block", block.Meta.Ulid)]);
                BlockSnapshot.Create(block.Directory, BlockFolders.Of(target, block.Meta.Ulid));
            }
        }
    }

    /// <summary>
    /// Closes all blocks. Readers that are there go on; files of obsolete blocks that they still hold are deleted at the next start.
    /// </summary>
    public void Dispose()
    {
        lock (_changes)
        {
            _isDisposed = true;
            foreach (var block in _blocks)
            {
                block.Dispose();
            }

            _blocks = [];
        }
    }

    private static bool TryRead(Block block, List<BlockLease> leases)
    {
        if (block.TryRead() is not { } lease)
        {
            return false;
        }

        leases.Add(lease);
        return true;
    }

    private void ReloadLocked()
    {
        var loaded = _blocks.ToDictionary(static block => block.Meta.Ulid);
        var loadable = new List<Block>();
        var damaged = new Dictionary<Ulid, Exception>();
        try
        {
            Load(loaded, loadable, damaged);
            var obsolete = _obsolete.Find(loadable);
            Forgive(damaged, obsolete);
            if (damaged.Count > 0)
            {
                throw DamageOf(damaged);
            }

            Replace(loaded, loadable, obsolete);
        }
        catch
        {
            var kept = _blocks.ToHashSet();
            loadable.FindAll(block => !kept.Contains(block)).ForEach(static block => block.Dispose());
            throw;
        }
    }

    private void Load(Dictionary<Ulid, Block> loaded, List<Block> loadable, Dictionary<Ulid, Exception> damaged)
    {
        foreach (var (ulid, path) in BlockFolders.Find(_directory))
        {
            if (loaded.TryGetValue(ulid, out var block))
            {
                loadable.Add(block);
                continue;
            }

            if (!HasMeta(path, ulid))
            {
                continue;
            }

            try
            {
                loadable.Add(Block.Open(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                damaged[ulid] = exception;
            }
        }
    }

    /// <summary>Whether the folder is a block. Others, perhaps one that is still being copied here, are looked at again at the next reload.</summary>
    private bool HasMeta(string path, Ulid ulid)
    {
        string reason;
        try
        {
            var meta = BlockMetaFile.Read(path);
            if (meta.Ulid == ulid)
            {
                return true;
            }

            reason = $"the block calls itself {meta.Ulid}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = exception.Message;
        }

        _log.Error("Failed to read meta.json for a block during reloadBlocks. Skipping", [("dir", path), ("err", reason)]);
        return false;
    }

    private void Forgive(Dictionary<Ulid, Exception> damaged, HashSet<Ulid> obsolete)
    {
        foreach (var ulid in damaged.Keys.Where(obsolete.Contains).ToList())
        {
            damaged.Remove(ulid);
            _log.Warn(
                "Found corrupted block, but replaced by compacted one so it's safe to delete. This should not happen with atomic deletes.",
                [("block", ulid)]);
        }
    }

    private static CorruptionException DamageOf(Dictionary<Ulid, Exception> damaged) =>
        new(string.Join("; ", damaged.Select(static pair => $"corrupted block {pair.Key}: {pair.Value.Message}")), cause: damaged.Values.First());

    private void Replace(Dictionary<Ulid, Block> loaded, List<Block> loadable, HashSet<Ulid> obsolete)
    {
        var kept = loadable.Where(block => !obsolete.Contains(block.Meta.Ulid))
            .OrderBy(static block => block.Meta.MinTimeMs).ThenBy(static block => block.Meta.Ulid).ToList();
        _blocks = kept;
        _options.Metrics?.BlocksBytes.Set(kept.Sum(static block => (double)block.SizeBytes));
        var overlaps = BlockOverlaps.Describe([.. kept.Select(static block => block.Meta)]);
        if (overlaps.Length > 0)
        {
            _log.Warn("Overlapping blocks found during reloadBlocks", [("detail", overlaps)]);
        }

        var open = loadable.ToDictionary(static block => block.Meta.Ulid);
        foreach (var (ulid, block) in loaded)
        {
            if (open.TryAdd(ulid, block) && !obsolete.Contains(ulid))
            {
                // Somebody has taken its folder away.
                block.Dispose();
            }
        }

        foreach (var ulid in obsolete)
        {
            _deletions.Delete(ulid, open.GetValueOrDefault(ulid));
        }
    }
}
