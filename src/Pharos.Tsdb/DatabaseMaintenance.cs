using Pharos.Foundation.Logging;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Head.Querying;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb;

/// <summary>What a database does beside appending and reading, on a thread of its own.</summary>
/// <remarks>
/// <code>
/// head has three hours ──▶ wait for batches ─▶ block ─▶ readers see it ─▶ head drops what it has ─▶ … ─▶ log is shortened
/// then                     samples out of order become blocks, and leave the head
/// then                     blocks become larger ones, until the head has a block's worth again
/// </code>
/// If the process ends anywhere in between, what is in the head and in a block too is passed over at the next start, and what was not finished is
/// removed.
/// </remarks>
internal sealed partial class DatabaseMaintenance : IDisposable
{
    private readonly Lock _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HeadStore _head;
    private readonly BlockCatalog _catalog;
    private readonly DatabaseOptions _options;
    private readonly DatabaseServices _services;
    private readonly CompactionMetrics? _metrics;
    private readonly UlidSource _ulids;
    private readonly HeadTruncation _truncation;
    private readonly HeadCheckpoint _checkpoint;
    private readonly CompactionRound _round;
    private ITimer? _timer;

    /// <summary>When it was first seen that there is enough for a block; null if there is not.</summary>
    private long? _compactableSince;

    public DatabaseMaintenance(HeadStore head, BlockCatalog catalog, WalWriter wal, DatabaseOptions options, DatabaseServices services)
    {
        _head = head;
        _catalog = catalog;
        _options = options;
        _services = services;
        _metrics = services.Metrics is null ? null : new CompactionMetrics(services.Metrics);
        _ulids = new UlidSource(services.Time);
        _truncation = new HeadTruncation(head);
        _checkpoint = new HeadCheckpoint(head, wal, services.Log, services.Time);
        var compactor = new Compactor(
            _ulids,
            new CompactorOptions { SegmentBytes = options.BlockSegmentBytes, Metrics = _metrics, Log = services.Log, Time = services.Time });
        _round = new CompactionRound(
            catalog, compactor, BlockRanges.Of(head.Options.ChunkRangeMs, options.LongestBlockMs()), options.CompactOverlapping, services.Log);
    }

    public void Start()
    {
        if (_options.MaintenanceInterval > TimeSpan.Zero)
        {
            _timer = _services.Time.CreateTimer(_ => RunInBackground(), null, _options.MaintenanceInterval, _options.MaintenanceInterval);
        }
    }

    public void Run(CancellationToken cancellation) => Alone(RunLocked, cancellation);

    /// <summary>Stops what is running, and waits for that.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _timer?.Dispose();
        lock (_running)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Runs something while nothing else here runs. Ends when the database is closed, too.</summary>
    private void Alone(Action<CancellationToken> run, CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        lock (_running)
        {
            run(linked.Token);
        }
    }

    private void RunInBackground()
    {
        // A round that takes longer than the interval is not joined by a second one.
        if (!_running.TryEnter())
        {
            return;
        }

        try
        {
            if (!_stop.IsCancellationRequested)
            {
                RunLocked(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Closing.
        }
        catch (Exception exception)
        {
            // Whatever it is: tried again at the next interval, and nothing that was accepted is lost by that. What is not about files is our
            // mistake, and is told with its place.
            _metrics?.Failed.Increment();
            var isExpected = exception is IOException or UnauthorizedAccessException;
            _services.Log.Error("compaction failed", [("err", isExpected ? exception.Message : exception.ToString())]);
        }
        finally
        {
            _running.Exit();
        }
    }

    private void RunLocked(CancellationToken cancellation)
    {
        _catalog.Reload();
        _metrics?.Triggered.Increment();
        var truncatedMs = long.MinValue;
        while (MustCut())
        {
            cancellation.ThrowIfCancellationRequested();
            truncatedMs = CutHead(cancellation);
        }

        if (truncatedMs > long.MinValue)
        {
            _checkpoint.Run(truncatedMs);
        }

        if (truncatedMs > long.MinValue && !_head.LateAppending.Times.IsEmpty)
        {
            CutLate(cancellation);
        }

        _round.CompactBlocks(MustCut, cancellation);
    }

    /// <summary>Whether there is enough for a block, and has been for as long as it is to wait.</summary>
    private bool MustCut()
    {
        if (!_head.Times.IsCompactable)
        {
            _compactableSince = null;
            return false;
        }

        _compactableSince ??= _services.Time.GetTimestamp();
        return _services.Time.GetElapsedTime(_compactableSince.Value) >= _options.CompactionDelay;
    }

    /// <summary>Moves the oldest range of the head into a block, and returns where that ends.</summary>
    private long CutHead(CancellationToken cancellation)
    {
        var started = _services.Time.GetTimestamp();
        var min = _head.Times.MinMs;
        var max = HeadTimes.RangeEnd(min, _head.Options.ChunkRangeMs);
        _head.Times.CutBeforeMs = max;
        _head.Isolation.WaitForBatches(max, cancellation);
        var block = new HeadCutting(_head, _ulids).Cut(
            _catalog.Directory, HeadPart.InOrder, min, max, _options.BlockSegmentBytes, cancellation);
        if (block is not null)
        {
            _services.Log.Info(
                "write block",
                [("mint", block.MinTimeMs), ("maxt", block.MaxTimeMs), ("ulid", block.Ulid), ("duration", _services.Time.GetElapsedTime(started))]);
            _catalog.Reload();
        }

        started = _services.Time.GetTimestamp();
        _truncation.Run(max, cancellation);
        _services.Log.Info("Head GC completed", [("duration", _services.Time.GetElapsedTime(started)), ("series", _head.Series.Count)]);
        return max;
    }

    private void CutLate(CancellationToken cancellation)
    {
        _services.Log.Info("Out-of-order compaction started");
        var compaction = new LateCompaction(_head, _ulids);
        foreach (var block in compaction.Cut(_catalog.Directory, _options.BlockSegmentBytes, cancellation))
        {
            _services.Log.Info("write block", [("mint", block.MinTimeMs), ("maxt", block.MaxTimeMs), ("ulid", block.Ulid), ("ooo", true)]);
        }

        _catalog.Reload();
        compaction.End(cancellation);
        _services.Log.Info("Out-of-order compaction completed");
    }
}
