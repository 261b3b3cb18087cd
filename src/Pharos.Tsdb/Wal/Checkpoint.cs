using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Foundation.Files;
using Pharos.Foundation.Logging;
using Pharos.Storage;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Makes of the checkpoint that is there and the segments behind it a new checkpoint with what is still needed, so that those can be
/// deleted.
/// </summary>
public static class Checkpoint
{
    /// <summary>So many bytes of records are collected before they are logged.</summary>
    private const int BatchBytes = 1 << 20;

    /// <summary>
    /// Streams: memory is needed for a batch of records and for the latest metadata of each series. The checkpoint appears under its name
    /// when it is complete and on disk; whatever fails before leaves the log as it was. Nothing is done if there is one already that covers
    /// the segments.
    /// </summary>
    /// <exception cref="CorruptionException">The log cannot be read to its end: nobody knows which series would be missing.</exception>
    /// <exception cref="IOException">There is no room, or a segment between the checkpoint and those to be read is not there.</exception>
    public static CheckpointResult Create(string directory, CheckpointOptions options, ILogger? log = null)
    {
        var previous = CheckpointDirectories.Last(directory);
        var first = options.First;
        if (previous is { } checkpoint)
        {
            if (first > checkpoint.Segment + 1)
            {
                throw new IOException($"unexpected gap to last checkpoint. expected:{checkpoint.Segment + 1}, requested:{first}");
            }

            if (checkpoint.Segment >= options.Last)
            {
                // It stands for all of that already, as after a truncation that failed; replacing it could lose it.
                return new CheckpointResult();
            }

            // Segments that the checkpoint stands for are passed over, should they still be there.
            first = checkpoint.Segment + 1;
        }

        CheckpointDirectories.DeleteUnfinished(directory);
        var path = CheckpointDirectories.PathOf(directory, options.Last);
        var unfinished = path + CheckpointDirectories.TemporarySuffix;
        try
        {
            var result = Write(unfinished, directory, previous?.Path, first, options, log ?? NullLogger.Instance);
            DirectorySync.Flush(unfinished);
            Directory.Move(unfinished, path);
            DirectorySync.Flush(directory);
            return result;
        }
        catch
        {
            DeleteQuietly(unfinished, log ?? NullLogger.Instance);
            throw;
        }
    }

    private static CheckpointResult Write(
        string target, string directory, string? previous, int first, CheckpointOptions options, ILogger log)
    {
        var walOptions = new WalOptions { Compression = options.Compression, SegmentBytes = options.SegmentBytes };
        var filter = new CheckpointFilter(options);
        using var writer = new WalWriter(target, walOptions, metrics: null, log);
        if (previous is not null)
        {
            using var reader = new WalReader(previous);
            Copy(reader, filter, writer);
        }

        using (var reader = new WalReader(directory, first, options.Last))
        {
            Copy(reader, filter, writer);
        }

        writer.Log(filter.Batch);
        filter.Batch.Clear();
        while (filter.TakeMetadata())
        {
            writer.Log(filter.Batch);
            filter.Batch.Clear();
        }

        writer.Sync();
        if (writer.SyncFailures > 0)
        {
            throw new IOException($"{writer.SyncFailures} segments of the checkpoint {target} could not be synced");
        }

        return filter.Result;
    }

    private static void Copy(WalReader reader, CheckpointFilter filter, WalWriter writer)
    {
        while (reader.MoveNext())
        {
            try
            {
                filter.Add(reader.Record);
            }
            catch (CorruptionException exception)
            {
                throw new CorruptionException(
                    $"a record of type {(int)RecordTypes.Of(reader.Record)} that ends at {reader.RecordEnd} cannot be read: {exception.Message}",
                    cause: exception);
            }

            if (filter.Batch.Buffer.Length >= BatchBytes)
            {
                writer.Log(filter.Batch);
                filter.Batch.Clear();
            }
        }
    }

    private static void DeleteQuietly(string unfinished, ILogger log)
    {
        try
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next checkpoint deletes it before it begins.
            log.Warn("Failed to delete an unfinished checkpoint", [("dir", unfinished), ("err", exception.Message)]);
        }
    }
}
