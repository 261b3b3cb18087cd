using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>
/// Begins an opening head with the snapshot of the last shutdown, so that the log need only be read from there on. A snapshot that cannot be used is
/// deleted, with a line that says why: the log has all of it.
/// </summary>
internal sealed class SnapshotLoading(string directory, string walDirectory, ILogger log, TimeProvider time)
{
    /// <param name="hasAllChunks">Whether every finished chunk is there that was written. Those that are not the log makes up for, and only it.</param>
    /// <returns>Where to begin with the log; null if from its beginning.</returns>
    public WalPosition? Load(HeadStore head, HeadReplay replay, bool hasAllChunks)
    {
        if (SnapshotDirectories.Last(directory) is not { } snapshot)
        {
            return null;
        }

        var started = time.GetTimestamp();
        var reading = new SnapshotReading(snapshot.Path);
        var problem = !hasAllChunks ? "finished chunks are missing"
            : IsAhead(snapshot.Position) ? "the write-ahead log ends before it"
            : Check(head, reading);
        if (problem is not null)
        {
            log.Warn("The snapshot of the head is not used, all is read from the write-ahead log", [("dir", snapshot.Path), ("err", problem)]);
            SnapshotDirectories.DeleteBefore(directory, null);
            return null;
        }

        reading.ReadInto(head, replay);
        log.Info("chunk snapshot loaded", [("dir", snapshot.Path), ("num_series", reading.Series), ("duration", time.GetElapsedTime(started))]);
        return snapshot.Position;
    }

    /// <summary>Whether the log is another one, or was cut: then it does not go on where the snapshot ends.</summary>
    private bool IsAhead(WalPosition position)
    {
        var segments = WalSegments.List(walDirectory);
        return segments.Count == 0 || segments[^1].Index < position.Segment;
    }

    private static string? Check(HeadStore head, SnapshotReading reading)
    {
        try
        {
            reading.Check();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            head.Metrics?.SnapshotsFailed.Increment();
            return exception.Message;
        }
    }
}
