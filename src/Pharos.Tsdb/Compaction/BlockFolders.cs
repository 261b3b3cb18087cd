using Microsoft.Extensions.Logging;
using Pharos.Foundation.Files;
using Pharos.Foundation.Logging;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>The folders of blocks in a data directory, by their names.</summary>
internal static class BlockFolders
{
    /// <summary>What the name of a folder ends with from when its block is obsolete until it is deleted.</summary>
    public const string DeletionSuffix = ".tmp-for-deletion";

    private const string LegacySuffix = ".tmp";
    private const string SnapshotPrefix = "chunk_snapshot.";

    public static string Of(string directory, Ulid ulid) => Path.Combine(directory, ulid.ToString());

    /// <summary>All folders whose names are ULIDs, in their order.</summary>
    public static List<(Ulid Ulid, string Path)> Find(string directory)
    {
        var found = new List<(Ulid, string)>();
        foreach (var path in Directory.EnumerateDirectories(directory))
        {
            if (Ulid.TryParse(Path.GetFileName(path), out var ulid))
            {
                found.Add((ulid, path));
            }
        }

        found.Sort();
        return found;
    }

    /// <summary>Deletes what was left unfinished when the process ended: blocks half written or half deleted, and snapshots of chunks.</summary>
    public static void RemoveLeftovers(string directory, ILogger log)
    {
        foreach (var path in Directory.EnumerateDirectories(directory).Where(static path => IsLeftover(Path.GetFileName(path))).ToList())
        {
            try
            {
                Directory.Delete(path, recursive: true);
                log.Info("Found and deleted tmp dir", [("dir", path)]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                log.Error("failed to delete tmp dir", [("dir", path), ("err", exception.Message)]);
            }
        }
    }

    /// <summary>Takes the name of a block from it, so that it is no block any more whatever happens.</summary>
    /// <returns>The new name; null if there is no such folder.</returns>
    public static string? MarkForDeletion(string directory, Ulid ulid)
    {
        var path = Of(directory, ulid);
        if (!Directory.Exists(path))
        {
            return null;
        }

        var marked = path + DeletionSuffix;
        if (Directory.Exists(marked))
        {
            Directory.Delete(marked, recursive: true);
        }

        Directory.Move(path, marked);
        DirectorySync.Flush(directory);
        return marked;
    }

    private static bool IsLeftover(string name)
    {
        foreach (var suffix in (ReadOnlySpan<string>)[BlockWriter.UnfinishedSuffix, DeletionSuffix, LegacySuffix])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name.StartsWith(SnapshotPrefix, StringComparison.Ordinal) || Ulid.TryParse(name.AsSpan(0, name.Length - suffix.Length), out _);
            }
        }

        return false;
    }
}
