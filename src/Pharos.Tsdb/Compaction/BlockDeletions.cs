using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Compaction;

/// <summary>
/// Deletes obsolete blocks. At once their folders get a name under which nobody takes them for blocks; the files go when the last reader is done.
/// Safe for concurrent use.
/// </summary>
internal sealed class BlockDeletions(string directory, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _waiting = [];

    /// <param name="block">The block if it was loaded, which is disposed.</param>
    public void Delete(Ulid ulid, Block? block)
    {
        var marked = BlockFolders.MarkForDeletion(directory, ulid);
        block?.Dispose();
        if (marked is null)
        {
            return;
        }

        if (block is null || block.Closed.IsCompleted)
        {
            Delete(ulid, marked);
            return;
        }

        lock (_lock)
        {
            var waiting = DeleteLater(ulid, marked, block.Closed);
            if (!waiting.IsCompleted)
            {
                _waiting.RemoveWhere(static task => task.IsCompleted);
                _waiting.Add(waiting);
            }
        }
    }

    /// <summary>Completes when all blocks are gone that were to be deleted until now.</summary>
    public Task AllDone()
    {
        lock (_lock)
        {
            return Task.WhenAll(_waiting);
        }
    }

    private async Task DeleteLater(Ulid ulid, string marked, Task closed)
    {
        await closed.ConfigureAwait(false);
        Delete(ulid, marked);
    }

    private void Delete(Ulid ulid, string marked)
    {
        try
        {
            Directory.Delete(marked, recursive: true);
            log.Info("Deleting obsolete block", [("block", ulid)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is no block any more; the next start tries again.
            log.Error("failed to delete obsolete block", [("block", ulid), ("dir", marked), ("err", exception.Message)]);
        }
    }
}
