using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Syncs and closes segments that are complete, one after the other in the background, so that nobody who logs waits for the disk. A
/// failure is logged and counted; the segment is closed all the same.
/// </summary>
internal sealed class SegmentRetirement
{
    private readonly Lock _gate = new();
    private readonly Queue<(ISegmentFile File, string Path)> _waiting = new();
    private readonly WalMetrics? _metrics;
    private readonly ILogger _log;
    private Task _worker = Task.CompletedTask;
    private bool _isWorking;
    private long _failures;

    public SegmentRetirement(WalMetrics? metrics, ILogger log)
    {
        _metrics = metrics;
        _log = log;
    }

    /// <summary>How many segments could not be synced.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Takes over a segment.</summary>
    public void Add(ISegmentFile file, string path)
    {
        lock (_gate)
        {
            _waiting.Enqueue((file, path));
            if (!_isWorking)
            {
                _isWorking = true;
                _worker = Task.Run(Work);
            }
        }
    }

    /// <summary>Returns when all that was added before is synced and closed.</summary>
    public void Wait()
    {
        Task worker;
        lock (_gate)
        {
            worker = _worker;
        }

        worker.GetAwaiter().GetResult();
    }

    /// <summary>Syncs a segment and notes how long it took.</summary>
    public void Sync(ISegmentFile file)
    {
        var start = Stopwatch.GetTimestamp();
        file.Sync();
        _metrics?.SyncSeconds.Observe(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private void Work()
    {
        while (TryTake(out var segment))
        {
            try
            {
                Sync(segment.File);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Interlocked.Increment(ref _failures);
                _log.Error("Failed to sync a complete segment", [("segment", segment.Path), ("err", exception.Message)]);
            }
            finally
            {
                segment.File.Dispose();
            }
        }
    }

    private bool TryTake(out (ISegmentFile File, string Path) segment)
    {
        lock (_gate)
        {
            _isWorking = _waiting.TryDequeue(out segment);
            return _isWorking;
        }
    }
}
