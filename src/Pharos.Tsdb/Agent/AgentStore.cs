using Pharos.Foundation.Logging;
using Pharos.Storage;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Agent;

/// <summary>
/// A store that only remembers what is still to be sent elsewhere: a log of samples, which is shortened as they age, and of each series nothing but its
/// labels and the time of its newest sample. The directory is that of Prometheus's agent mode: either program opens what the other has left. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// A commit that has returned survives the end of the process, however it comes. Metadata and start timestamps are accepted and not stored. Readers of
/// the log follow it in <see cref="WalDirectory"/>.
/// </remarks>
public sealed class AgentStore : IAppendable, IDisposable
{
    private readonly Lock _truncating = new();
    private readonly AgentOptions _options;
    private readonly DatabaseServices _services;
    private readonly DirectoryLock? _lock;
    private readonly AgentSeries _series;
    private readonly AgentMetrics? _metrics;
    private readonly WalWriter _wal;
    private readonly AgentTruncation _truncation;
    private ITimer? _timer;
    private bool _isDisposed;

    private AgentStore(string directory, AgentOptions options, DatabaseServices services, DirectoryLock? held)
    {
        _options = options;
        _services = services;
        _lock = held;
        WalDirectory = Path.Combine(directory, "wal");
        _series = new AgentSeries((long)options.OutOfOrderWindow.TotalMilliseconds);
        _metrics = services.Metrics is null ? null : new AgentMetrics(services.Metrics, _series);
        try
        {
            Replay();
            Directory.CreateDirectory(WalDirectory);
            CheckpointDirectories.DeleteUnfinished(WalDirectory);
            _wal = new WalWriter(
                WalDirectory,
                new WalOptions { SegmentBytes = options.WalSegmentBytes, Compression = options.WalCompression },
                services.Metrics is null ? null : new WalMetrics(services.Metrics, WalMetrics.WalPrefix, WalDirectory),
                services.Log);
            _series.Log.Start(_wal, services.Followed);
            _truncation = new AgentTruncation(_series, _wal, _metrics, services.Log, services.Time);
        }
        catch
        {
            _wal?.Dispose();
            _series.Dispose();
            throw;
        }
    }

    /// <summary>Where the log is.</summary>
    public string WalDirectory { get; }

    public int SeriesInMemory => _series.All.Count;

    /// <summary>Memory outside the garbage collector's reach.</summary>
    internal long NativeBytes => _series.NativeBytes;

    /// <summary>
    /// Opens a directory, which is made if it is not there. What a crash has torn is repaired, with a line in the log that says what was dropped.
    /// Throws <see cref="IOException"/> if another process has the directory, or it cannot be written to.
    /// </summary>
    public static AgentStore Open(string directory, AgentOptions? options = null, DatabaseServices? services = null)
    {
        options ??= new AgentOptions();
        services ??= new DatabaseServices();
        Directory.CreateDirectory(directory);
        var held = options.UseLock ? DirectoryLock.Take(directory) : null;
        try
        {
            DirectoryLock.Report(held, services, "prometheus_agent_clean_start");
            var store = new AgentStore(directory, options, services, held);
            store.Start();
            return store;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    public IAppender NewAppender() => new AgentAppender(_series, _metrics);

    /// <summary>
    /// Drops series that had no sample for long, and shortens the log by samples that were sent or are too old. Happens by itself too.
    /// </summary>
    /// <exception cref="IOException">There is no room; then the log stays as it is.</exception>
    public void Truncate()
    {
        lock (_truncating)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _truncation.Run(_options.TruncateBeforeMs(_services.Time.GetUtcNow().ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Flushes and closes. Waits for a truncation that is running. Appenders must not be used any more.</summary>
    public void Dispose()
    {
        lock (_truncating)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _timer?.Dispose();
            _wal.Dispose();
            _series.Dispose();
            _lock?.Dispose();
        }
    }

    private void Start()
    {
        if (_options.TruncateFrequency > TimeSpan.Zero)
        {
            _timer = _services.Time.CreateTimer(_ => TruncateInBackground(), null, _options.TruncateFrequency, _options.TruncateFrequency);
        }
    }

    private void TruncateInBackground()
    {
        if (!_truncating.TryEnter())
        {
            return;
        }

        try
        {
            if (!_isDisposed)
            {
                Truncate();
            }
        }
        catch (Exception exception)
        {
            // Whatever it is: tried again at the next interval, and nothing that was accepted is lost by that. What is not about files is our
            // mistake, and is told with its place.
            var isExpected = exception is IOException or UnauthorizedAccessException;
            _services.Log.Warn("failed to truncate WAL", [("err", isExpected ? exception.Message : exception.ToString())]);
        }
        finally
        {
            _truncating.Exit();
        }
    }

    private void Replay()
    {
        var started = _services.Time.GetTimestamp();
        _services.Log.Info("replaying WAL, this may take a while", [("dir", WalDirectory)]);
        var replay = new AgentReplay(_series);
        var first = 0;
        if (CheckpointDirectories.Last(WalDirectory) is { } checkpoint)
        {
            ReadCheckpoint(replay, checkpoint);
            first = checkpoint.Segment + 1;
        }

        using (var reader = new WalReader(WalDirectory, first))
        {
            if (RepairingRead.Run(() => replay.Read(reader), reader.DamageHere, "The write-ahead log", repair: true, _services.Log) is not null)
            {
                _metrics?.Corruptions.Increment();
            }
        }

        replay.Finish();
        if (replay.UnknownSamples > 0)
        {
            _services.Log.Warn("found sample referencing non-existing series", [("skipped_series", replay.UnknownSamples)]);
        }

        var duration = _services.Time.GetElapsedTime(started);
        _metrics?.ReplaySeconds.Set(duration.TotalSeconds);
        _services.Log.Info("WAL replay completed", [("series", _series.All.Count), ("duration", duration)]);
    }

    /// <summary>A checkpoint is not repaired: what can be read of it is used until the next one replaces it.</summary>
    private void ReadCheckpoint(AgentReplay replay, CheckpointDirectory checkpoint)
    {
        try
        {
            using var reader = new WalReader(checkpoint.Path);
            replay.Read(reader, checkpoint.Segment);
        }
        catch (CorruptionException exception)
        {
            _metrics?.Corruptions.Increment();
            _services.Log.Warn("The checkpoint is broken, what follows in it is dropped", [("checkpoint", checkpoint.Path), ("err", exception.Message)]);
        }
    }
}
