using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Storage;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Watching;

/// <summary>
/// Follows the log of a store that is open, and hands what is committed to a sink, each sample once and in order: from where it was when it began, or
/// from where another has stopped. What the log says of series before that is read first.
/// </summary>
/// <remarks>
/// <code>
/// checkpoint ─▶ segments up to the place ─▶ │ records behind it ↺ next segment
///        series, metadata                   │ series, metadata, samples
/// </code>
/// It is woken by commits, and looks every five seconds if it is not, also for new checkpoints, by which it tells the sink what to forget. What
/// cannot be read is an error in the log; the watcher begins anew behind it.
/// </remarks>
internal sealed class LogWatcher
{
    /// <summary>How often to look for a new checkpoint, how long to wait after a failure, and how long for a commit.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly FollowedLog _followed;
    private readonly ILogSink _sink;
    private readonly LogRecords _records;
    private readonly WatcherMetrics.OneWatcher _metrics;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly Signal _written;
    private readonly Lock _gate = new();
    private WalPosition? _next;
    private WalPosition? _finish;
    private string _lastCheckpoint = "";
    private long _lookedAt;

    /// <param name="name">Of the queue, for the log.</param>
    public LogWatcher(string name, FollowedLog followed, ILogSink sink, WatcherMetrics.OneWatcher metrics, ILogger log, TimeProvider time)
    {
        (_name, _followed, _sink, _metrics, _log, _time) = (name, followed, sink, metrics, log, time);
        _records = new LogRecords(sink, metrics);
        _written = new Signal(time);
    }

    /// <summary>Where the next record begins that the sink is to get; null before the watcher runs. For any thread.</summary>
    public WalPosition? Next
    {
        get
        {
            lock (_gate)
            {
                return _next;
            }
        }

        private set
        {
            lock (_gate)
            {
                _next = value;
            }
        }
    }

    private string Directory => _followed.Directory ?? throw new IOException("the store is not open");

    /// <summary>Runs until it has come to where <see cref="Finish"/> says, or is cancelled.</summary>
    /// <param name="from">The first record whose samples are handed on; null for those that are committed from now on.</param>
    public async Task RunAsync(WalPosition? from, CancellationToken cancellation)
    {
        Next = from;
        _log.Info("Starting WAL watcher", [("queue", _name)]);
        _followed.Listen(Notify);
        try
        {
            while (!await TryFollowAsync(cancellation))
            {
                await Task.Delay(Period, _time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was handed on so far is all.
        }
        finally
        {
            _followed.Leave(Notify);
            _log.Info("WAL watcher stopped", [("queue", _name)]);
        }
    }

    /// <summary>Lets it come to the end that the log has now, and end there.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _finish = _followed.Directory is null ? default : _followed.End;
        }

        _written.Set();
    }

    private bool IsFinished
    {
        get
        {
            lock (_gate)
            {
                return _finish is { } end && (_next is null || _next >= end);
            }
        }
    }

    private void Notify()
    {
        if (!_written.Set())
        {
            _metrics.Skipped.Increment();
        }
    }

    /// <summary>False if it has to begin anew.</summary>
    private async Task<bool> TryFollowAsync(CancellationToken cancellation)
    {
        try
        {
            await FollowAsync(cancellation);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CorruptionException)
        {
            _log.Error("error tailing WAL", [("err", error.Message)]);
            return IsFinished;
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        var directory = Directory;
        var end = _followed.End;
        var from = Next is { } next && next <= end ? next : end;
        Next = from;
        _log.Info("Replaying WAL", [("queue", _name)]);
        var began = _time.GetTimestamp();
        var first = 0;
        if (CheckpointDirectories.Last(directory) is { } checkpoint)
        {
            using var reader = new WalReader(checkpoint.Path);
            while (reader.MoveNext())
            {
                _records.ReadAboutSeries(reader.Record, checkpoint.Segment);
            }

            _lastCheckpoint = checkpoint.Path;
            first = checkpoint.Segment;
        }

        var segments = WalSegments.List(directory);
        if (segments.Count > 0 && from.Segment < segments[0].Index)
        {
            _log.Error(
                "segments of the WAL were deleted before they were read, their samples are not sent",
                [("queue", _name), ("from", from.Segment), ("to", segments[0].Index - 1)]);
            from = new WalPosition(segments[0].Index, 0);
            Next = from;
        }

        foreach (var segment in segments.Where(segment => segment.Index >= first && segment.Index <= from.Segment))
        {
            ReadAboutSeries(segment, segment.Index == from.Segment ? from.Offset : long.MaxValue);
            cancellation.ThrowIfCancellationRequested();
        }

        _log.Info("Done replaying WAL", [("duration", _time.GetElapsedTime(began))]);
        _lookedAt = _time.GetTimestamp();
        while (!await FollowSegmentAsync(Next!.Value, cancellation))
        {
            Next = new WalPosition(Next!.Value.Segment + 1, 0);
        }
    }

    /// <summary>Reads a segment, or its beginning, for its series only.</summary>
    private void ReadAboutSeries(WalSegment segment, long limit)
    {
        try
        {
            using var follower = new SegmentFollower(segment.Path);
            while (follower.MoveNext(limit))
            {
                _records.ReadAboutSeries(follower.Record, segment.Index);
            }
        }
        catch (CorruptionException error)
        {
            _log.Warn("Ignoring error reading to end of segment, may have dropped data", [("segment", segment.Index), ("err", error.Message)]);
        }
    }

    /// <summary>Hands on what a segment has from a place on. True at the end of all that is to be read, false at that of the segment.</summary>
    private async Task<bool> FollowSegmentAsync(WalPosition from, CancellationToken cancellation)
    {
        using var follower = new SegmentFollower(WalSegments.PathOf(Directory, from.Segment), from.Offset);
        _metrics.CurrentSegment.Set(from.Segment);
        while (true)
        {
            var end = _followed.End;
            var isWritten = end.Segment == from.Segment;
            try
            {
                while (follower.MoveNext(isWritten ? end.Offset : long.MaxValue))
                {
                    var start = Next!.Value;
                    if (_records.Read(follower.Record, from.Segment))
                    {
                        await _sink.AppendAsync(_records.Samples, start, cancellation);
                    }

                    Next = new WalPosition(from.Segment, follower.Offset);
                }
            }
            catch (CorruptionException)
            {
                // Behind a whole record that makes no sense the next one begins; where the log itself is broken nobody can tell where that is.
                _metrics.DecodeFailures.Increment();
                Next = follower.Offset > Next!.Value.Offset ? new WalPosition(from.Segment, follower.Offset)
                    : isWritten ? end
                    : new WalPosition(from.Segment + 1, 0);
                throw;
            }

            if (!isWritten)
            {
                if (follower.IsInRecord)
                {
                    _log.Warn("Expected to have read whole segment, may have dropped data", [("segment", from.Segment), ("read", follower.Offset)]);
                }

                return false;
            }

            if (IsFinished)
            {
                return true;
            }

            LookForCheckpoint(from.Segment);
            await _written.WaitAsync(Period, cancellation);
        }
    }

    /// <summary>Forgets series by a checkpoint that is new. That saves memory only, so a failure is no reason to stop.</summary>
    private void LookForCheckpoint(int segment)
    {
        if (_time.GetElapsedTime(_lookedAt) < Period)
        {
            return;
        }

        _lookedAt = _time.GetTimestamp();
        try
        {
            if (CheckpointDirectories.Last(Directory) is not { } checkpoint || checkpoint.Path == _lastCheckpoint || checkpoint.Segment >= segment)
            {
                return;
            }

            _lastCheckpoint = checkpoint.Path;
            using var reader = new WalReader(checkpoint.Path);
            while (reader.MoveNext())
            {
                _records.ReadKept(reader.Record, checkpoint.Segment);
            }

            _sink.ForgetSeriesBefore(checkpoint.Segment);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CorruptionException)
        {
            _log.Warn("Error process checkpoint", [("err", error.Message)]);
        }
    }
}
