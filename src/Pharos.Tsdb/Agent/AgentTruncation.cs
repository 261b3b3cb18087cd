using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Storage;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Agent;

/// <summary>Drops old series, and shortens the log by a checkpoint without what is old. One at a time.</summary>
internal sealed class AgentTruncation(AgentSeries series, WalWriter wal, AgentMetrics? metrics, ILogger log, TimeProvider time)
{
    /// <param name="timestampMs">Series without a sample from then on are dropped, and older samples from the part of the log that becomes a checkpoint.</param>
    /// <exception cref="IOException">There is no room for the checkpoint; the log is as it was.</exception>
    /// <exception cref="CorruptionException">The log cannot be read.</exception>
    public void Run(long timestampMs)
    {
        var started = time.GetTimestamp();
        log.Info("series GC started");
        series.DropBefore(timestampMs, () => wal.LastSegment);
        log.Info("series GC completed", [("duration", time.GetElapsedTime(started))]);
        if (CheckpointRange.Take(wal) is not var (first, last))
        {
            return;
        }

        Create(first, last, timestampMs);
        DeleteSegments(last);
        series.Retired.Forget(last, timestampMs);
        DeleteCheckpoints(last);
        var duration = time.GetElapsedTime(started);
        metrics?.TruncateSeconds.Observe(duration.TotalSeconds);
        log.Info("WAL checkpoint complete", [("first", first), ("last", last), ("duration", duration)]);
    }

    private void Create(int first, int last, long timestampMs)
    {
        metrics?.Checkpoints.Increment();
        try
        {
            var options = new CheckpointOptions
            {
                First = first,
                Last = last,
                KeepSeries = Keeps(last, timestampMs),
                MinTimeMs = timestampMs,
                Compression = wal.Compression,
            };
            Checkpoint.Create(wal.Directory, options, log);
        }
        catch (Exception exception)
        {
            metrics?.CheckpointsFailed.Increment();
            if (exception is CorruptionException)
            {
                metrics?.Corruptions.Increment();
            }

            throw;
        }
    }

    private Func<ulong, bool> Keeps(int last, long timestampMs)
    {
        var live = new RefTable();
        var table = series.All.Table;
        for (uint slot = 0; slot < table.Limit; slot++)
        {
            if (table.State(slot).Generation != 0 && !table.State(slot).IsDead)
            {
                live.Set(table.WalRef(slot), slot);
            }
        }

        return reference => live.TryGet(reference, out _) || series.Retired.IsNeeded(reference, last, timestampMs);
    }

    private void DeleteSegments(int last)
    {
        try
        {
            wal.Truncate(last + 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The checkpoint stands for them: they are passed over, and deleted with the next.
            log.Error("truncating segments failed", [("err", exception.Message)]);
        }
    }

    private void DeleteCheckpoints(int last)
    {
        metrics?.CheckpointDeletions.Increment();
        try
        {
            CheckpointDirectories.DeleteBefore(wal.Directory, last);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            metrics?.CheckpointDeletionsFailed.Increment();
            log.Error("delete old checkpoints", [("err", exception.Message)]);
        }
    }
}
