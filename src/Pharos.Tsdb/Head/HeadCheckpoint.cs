using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head;

/// <summary>
/// Shortens the log after the head was truncated: the lower two thirds of its segments, which are mostly about samples that are in blocks now,
/// become a checkpoint with what is still needed of them.
/// </summary>
internal sealed class HeadCheckpoint(HeadStore head, WalWriter wal, ILogger log, TimeProvider time)
{
    private long _lastMs = long.MinValue;

    /// <summary>Does nothing if that was done for the time, or there are too few segments for it to pay.</summary>
    public void Run(long timestampMs)
    {
        if (timestampMs <= _lastMs)
        {
            return;
        }

        _lastMs = timestampMs;
        var started = time.GetTimestamp();
        if (CheckpointRange.Take(wal) is not var (first, last))
        {
            return;
        }

        Create(first, last, timestampMs);
        wal.Truncate(last + 1);
        head.WalKeeper.Checkpointed(timestampMs);
        DeleteBefore(last);
        head.Metrics?.WalTruncateSeconds.Observe(time.GetElapsedTime(started).TotalSeconds);
        log.Info("WAL checkpoint complete", [("first", first), ("last", last), ("duration", time.GetElapsedTime(started))]);
    }

    private void Create(int first, int last, long timestampMs)
    {
        head.Metrics?.Checkpoints.Increment();
        try
        {
            var options = new CheckpointOptions
            {
                First = first,
                Last = last,
                KeepSeries = head.WalKeeper.ForCheckpoint(head.Series, timestampMs),
                MinTimeMs = timestampMs,
                Compression = wal.Compression,
            };
            Checkpoint.Create(wal.Directory, options, log);
        }
        catch
        {
            head.Metrics?.CheckpointsFailed.Increment();
            throw;
        }
    }

    private void DeleteBefore(int segment)
    {
        head.Metrics?.CheckpointDeletions.Increment();
        try
        {
            CheckpointDirectories.DeleteBefore(wal.Directory, segment);
        }
        catch
        {
            head.Metrics?.CheckpointDeletionsFailed.Increment();
            throw;
        }
    }
}
