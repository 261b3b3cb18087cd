using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Merging;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Postings;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Head.Snapshots;
using Pharos.Tsdb.Querying;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb;

/// <summary>
/// A store of time series in a directory, which is Prometheus's: either program opens what the other has left. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Samples go through <see cref="NewAppender"/> into the log and into memory; every two hours' worth becomes a block, and blocks become larger ones.
/// A commit that has returned survives the end of the process, however it comes; the log is flushed to the disk when a segment is full and when
/// the database is closed.
/// </remarks>
public sealed class Database : IAppendable, IQuerySource, IChunkQuerySource, IExemplarQuerySource, IDisposable
{
    private readonly DatabaseOptions _options;
    private readonly DatabaseServices _services;
    private readonly DirectoryLock? _lock;
    private readonly BlockCatalog _catalog;
    private readonly HeadStore _head;
    private readonly WalWriter _wal;
    private WalWriter? _wbl;
    private readonly DatabaseMaintenance _maintenance;
    private int _isDisposed;

    private Database(string directory, DatabaseOptions options, DatabaseServices services, DirectoryLock? held)
    {
        DirectoryPath = directory;
        _options = options;
        _services = services;
        _lock = held;
        var metrics = services.Metrics;
        var walDirectory = Path.Combine(directory, "wal");
        var wblDirectory = Path.Combine(directory, "wbl");
        _catalog = new BlockCatalog(
            directory,
            new BlockCatalogOptions
            {
                Retention = options.Retention,
                OtherBytes = () => WalDirectory.SizeBytes(walDirectory) + WalDirectory.SizeBytes(wblDirectory) + (_head?.ChunkFiles.SizeBytes ?? 0),
                Log = services.Log,
                Metrics = metrics is null ? null : new BlockCatalogMetrics(metrics),
            });
        try
        {
            _catalog.Reload();
            var opening = new HeadOpening(directory, services.Log, services.Time, metrics)
            {
                Progress = services.Replay,
                Relief = new ReplayReliefOptions
                {
                    Directory = directory,
                    Ulids = new UlidSource(services.Time),
                    BlockSegmentBytes = options.BlockSegmentBytes,
                    IsShort = options.IsShortOfMemory ? static _ => true : MemoryInReach.IsShort,
                    RecordsPerLook = options.IsShortOfMemory ? 16 : ReplayReliefOptions.UsualRecordsPerLook,
                },
            };
            _head = opening.Open(HeadOptionsOf(options), _catalog.InOrderMaxTimeMs ?? long.MinValue, repair: true);
            if (opening.CutBlocks > 0)
            {
                _catalog.Reload();
            }

            Directory.CreateDirectory(walDirectory);
            CheckpointDirectories.DeleteUnfinished(walDirectory);
            var walOptions = new WalOptions { SegmentBytes = options.WalSegmentBytes, Compression = options.WalCompression };
            _wal = new WalWriter(walDirectory, walOptions, metrics is null ? null : new WalMetrics(metrics, WalMetrics.WalPrefix, walDirectory), services.Log);
            _head.Log.Start(_wal, services.Followed);
            if (options.OutOfOrderWindow > TimeSpan.Zero || Directory.Exists(wblDirectory))
            {
                _wbl = NewLateLog();
                _head.LateLog = _wbl;
            }

            _maintenance = new DatabaseMaintenance(_head, _catalog, _wal, options, services);
        }
        catch
        {
            _wbl?.Dispose();
            _wal?.Dispose();
            _head?.Dispose();
            _catalog.Dispose();
            throw;
        }
    }

    public string DirectoryPath { get; }

    /// <summary>How many series are in memory.</summary>
    public int SeriesInMemory => _head.Series.Count;

    /// <summary>How often the log was found broken since the database was opened.</summary>
    public long LogCorruptions => (long)(_head.Metrics?.WalCorruptions.Value ?? 0);

    /// <summary>What stands in the meta files of the blocks, by their first times.</summary>
    public IReadOnlyList<BlockMeta> Blocks => [.. _catalog.Blocks.Select(static block => block.Meta)];

    /// <summary>The time of the oldest sample; null if there is none.</summary>
    public long? MinTimeMs
    {
        get
        {
            var blocks = _catalog.Blocks;
            return blocks.Count > 0 ? blocks.Min(static block => block.Meta.MinTimeMs) : _head.Times.HasSamples ? _head.Times.MinMs : null;
        }
    }

    /// <summary>
    /// Opens a directory, which is made if it is not there. What a crash has torn is repaired, with a line in the log that says what was dropped.
    /// Throws <see cref="IOException"/> if another process has the directory, or it cannot be written to.
    /// </summary>
    public static Database Open(string directory, DatabaseOptions? options = null, DatabaseServices? services = null)
    {
        options ??= new DatabaseOptions();
        services ??= new DatabaseServices();
        Directory.CreateDirectory(directory);
        var held = options.UseLock ? DirectoryLock.Take(directory) : null;
        try
        {
            DirectoryLock.Report(held, services, "prometheus_tsdb_clean_start");
            var database = new Database(directory, options, services, held);
            database._maintenance.Start();
            return database;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a directory to be read as it is now, without the lock and without changing anything in it. Throws <see cref="IOException"/> if a block
    /// in it is broken; a log that is broken is read up to there.
    /// </summary>
    /// <param name="sandboxRoot">Where a temporary folder may be made; the directory itself if null.</param>
    public static ReadOnlyDatabase OpenReadOnly(string directory, string? sandboxRoot = null, DatabaseServices? services = null) =>
        new(directory, sandboxRoot, services ?? new DatabaseServices());

    public IAppender NewAppender() => _head.NewAppender();

    public IQuerier NewQuerier(long minTimeMs, long maxTimeMs)
    {
        // The head first: what it drops later is in a block that is found then, and what it drops earlier in one that is there already.
        var head = _head.NewQuerier(minTimeMs, maxTimeMs);
        return MergedQuerier.Of(Join(_catalog.Read(minTimeMs, maxTimeMs), head, lease => new BlockQuerier(lease, minTimeMs, maxTimeMs)));
    }

    public IChunkQuerier NewChunkQuerier(long minTimeMs, long maxTimeMs)
    {
        var head = _head.NewChunkQuerier(minTimeMs, maxTimeMs);
        return MergedChunkQuerier.Of(Join(_catalog.Read(minTimeMs, maxTimeMs), head, lease => new BlockChunkQuerier(lease, minTimeMs, maxTimeMs)), []);
    }

    public IReadOnlyList<SeriesExemplars> SelectExemplars(
        long minTimeMs, long maxTimeMs, IReadOnlyList<Matcher[]> selectors, CancellationToken cancellation = default) =>
        _head.Exemplars.SelectExemplars(minTimeMs, maxTimeMs, selectors, cancellation);

    /// <summary>Looks at each pair of a name and a value in memory; no series can be added meanwhile.</summary>
    /// <param name="limit">How long the lists are at most.</param>
    public HeadStatistics Statistics(int limit) => LabelStatistics.Of(_head, limit);

    /// <summary>
    /// Accepts samples so much older than the newest from now on; zero accepts those in order only, and keeps what has come late until then. Called by
    /// one thread at a time.
    /// </summary>
    /// <exception cref="IOException">The log of late samples cannot be begun; then nothing has changed.</exception>
    public void SetOutOfOrderWindow(TimeSpan window)
    {
        if (window > TimeSpan.Zero && _wbl is null)
        {
            _wbl = NewLateLog();
            _head.LateLog = _wbl;
        }

        _head.OutOfOrderWindowMs = (long)window.TotalMilliseconds;
        _head.Exemplars.OutOfOrderWindowMs = _head.OutOfOrderWindowMs;
    }

    /// <summary>Keeps so many exemplars from now on, those that came last; 0 or less keeps none.</summary>
    public void ResizeExemplars(int capacity)
    {
        if (Math.Max(capacity, 0) != _head.Exemplars.Capacity)
        {
            _head.Exemplars.Resize(capacity);
        }
    }

    /// <summary>
    /// Does what there is to do now: cuts blocks from what is in memory, compacts blocks, looks for new ones, and deletes what is beyond retention. Happens
    /// by itself too.
    /// </summary>
    public void Maintain(CancellationToken cancellation = default) => _maintenance.Run(cancellation);

    /// <summary>
    /// Deletes the samples of a range, both ends included, of the series that fulfil all matchers: they are not seen any more, also after the end of
    /// the process. Their room is given back by compaction, or by <see cref="CleanTombstones"/>. Samples that come later stay, whatever the range says.
    /// </summary>
    /// <param name="matchers">At least one: to delete everything is said by one that everything fulfils.</param>
    /// <param name="cancellation">Leaves some of the samples deleted. So does a failure; done once more, the rest follows.</param>
    /// <exception cref="IOException">The disk does not take what is to be remembered.</exception>
    public void Delete(long minTimeMs, long maxTimeMs, IReadOnlyList<Matcher> matchers, CancellationToken cancellation = default) =>
        _maintenance.Delete(minTimeMs, maxTimeMs, matchers, cancellation);

    /// <summary>
    /// Writes all blocks anew that have deleted samples; those that have nothing else disappear. What was deleted in memory goes with the next block
    /// that is cut of it.
    /// </summary>
    /// <exception cref="IOException">There is no room for instance; the block at which that happens stays as it was.</exception>
    public void CleanTombstones(CancellationToken cancellation = default) => _maintenance.CleanTombstones(cancellation);

    /// <summary>
    /// Puts all that is stored now into another directory, which either program opens: blocks as links, what is in memory as one more block. It is on
    /// the disk when this returns; a failure leaves a part of it.
    /// </summary>
    /// <param name="directory">Made if it is not there; not with blocks in it that are here too, as after an earlier one into the same.</param>
    /// <param name="withHead">Whether what is in memory is wanted, too.</param>
    /// <exception cref="ArgumentException">The directory is that of the database, or would be taken for one of its blocks.</exception>
    /// <exception cref="IOException">Something cannot be linked or written.</exception>
    public void Snapshot(string directory, bool withHead = true, CancellationToken cancellation = default) =>
        _maintenance.Snapshot(directory, withHead, cancellation);

    /// <summary>Flushes and closes. Queriers that are still open must not be used any more.</summary>
    public void Dispose()
    {
        // The lock's file may be another's by the second time.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _maintenance.Dispose();
        _wal.Dispose();
        _wbl?.Dispose();
        if (TryCompleteChunks() && _options.SnapshotOnShutdown)
        {
            new SnapshotWriting(DirectoryPath, _head, _options.WalCompression, _services.Log, _services.Time).Run(_wal.Position);
        }

        _head.Dispose();
        _catalog.Dispose();
        _lock?.Dispose();
    }

    private WalWriter NewLateLog()
    {
        var directory = Path.Combine(DirectoryPath, "wbl");
        var metrics = _services.Metrics is { } registry ? new WalMetrics(registry, WalMetrics.WblPrefix, directory) : null;
        return new WalWriter(directory, new WalOptions { SegmentBytes = _options.WalSegmentBytes, Compression = _options.WalCompression }, metrics, _services.Log);
    }

    private bool TryCompleteChunks()
    {
        try
        {
            _head.ChunkFiles.Complete();
            return true;
        }
        catch (IOException exception)
        {
            _services.Log.Error(
                "Finished chunks of the head could not be written, the next start reads their samples from the write-ahead log",
                [("err", exception.Message)]);
            return false;
        }
    }

    private static HeadOptions HeadOptionsOf(DatabaseOptions options) => new()
    {
        ChunkRangeMs = (long)options.MinBlockDuration.TotalMilliseconds,
        SamplesPerChunk = options.SamplesPerChunk,
        OutOfOrderWindowMs = (long)options.OutOfOrderWindow.TotalMilliseconds,
        OutOfOrderCapacity = options.OutOfOrderCapacity,
        MaxSeries = options.MaxSeries,
        AppendsZeroAtStart = options.AppendsZeroAtStart,
        MaxExemplars = options.MaxExemplars,
        HasSnapshots = options.SnapshotOnShutdown,
    };

    private static List<TQuerier> Join<TQuerier>(IReadOnlyList<BlockLease> leases, TQuerier head, Func<BlockLease, TQuerier> querierOf) =>
        [.. leases.Select(querierOf), head];
}
