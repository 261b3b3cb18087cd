using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.PromQL.Running;
using Pharos.Server.Configuration;
using Pharos.Storage;
using Pharos.Tsdb;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Wal;

namespace Pharos.Server.Storage;

/// <summary>The server's own store, from the time it is opened to the time it is closed. Safe for concurrent use.</summary>
internal sealed class LocalStorage : IQuerySource, IChunkQuerySource, IExemplarQuerySource, IAppendable
{
    private readonly StorageOptions _options;
    private readonly ILogger _log;
    private readonly MetricRegistry _metrics;
    private readonly TimeProvider _time;
    private volatile Database? _database;
    private volatile StorageSection _section = new();
    private ActiveQueryLog? _queries;

    public LocalStorage(StorageOptions options, ILogger log, MetricRegistry metrics, TimeProvider time)
    {
        _options = options;
        _log = log;
        _metrics = metrics;
        _time = time;
    }

    /// <summary>Reads the log and opens what is there, which takes as long as it takes. Queries of the engine are noted in the directory from then on.</summary>
    /// <param name="maxQueries">How many queries run at once.</param>
    /// <exception cref="IOException">The directory cannot be used; the message says why.</exception>
    public Task OpenAsync(QueryEngine engine, int maxQueries) => Task.Run(() =>
    {
        var began = _time.GetTimestamp();
        _log.Info("Starting TSDB ...", [("path", _options.Path)]);
        _database = Database.Open(_options.Path, Configured(), new DatabaseServices { Log = _log, Metrics = _metrics, Time = _time, Replay = Replay, Followed = Followed });
        _log.Info("TSDB started", [("duration", _time.GetElapsedTime(began)), ("series", _database.SeriesInMemory), ("blocks", _database.Blocks.Count)]);

        // Behind the lock: the queries of a server that still runs are not ours to take away.
        _queries = ActiveQueryLog.Open(_options.Path, maxQueries, _time);
        if (_queries.Unfinished is { } unfinished)
        {
            _log.Info("These queries didn't finish in prometheus' last run:", [("queries", unfinished)]);
        }

        engine.NoteIn(_queries);
    });

    /// <summary>Takes what the configuration says of the store, which follows it while it is open.</summary>
    public bool Apply(ServerConfiguration configuration)
    {
        _section = configuration.Storage;
        if (_database is not { } database)
        {
            return true;
        }

        var configured = Configured();
        database.ResizeExemplars(configured.MaxExemplars);
        try
        {
            database.SetOutOfOrderWindow(configured.OutOfOrderWindow);
            return true;
        }
        catch (IOException error)
        {
            _log.Error("The log of samples out of order cannot be begun", [("err", error.Message)]);
            return false;
        }
    }

    /// <summary>The directory.</summary>
    public string Path => _options.Path;

    /// <summary>What those who follow the log go by.</summary>
    public FollowedLog Followed { get; } = new();

    /// <summary>How far opening has got with the log.</summary>
    public ReplayProgress Replay { get; } = new();

    /// <summary>The options of the flags, with what the configuration file says in their place.</summary>
    private DatabaseOptions Configured() => _options.Database with
    {
        Retention = Retention,
        OutOfOrderWindow = OutOfOrderWindow(_section),
        MaxExemplars = _options.Database.MaxExemplars > 0 && _section.Exemplars is { } exemplars ? (int)Math.Clamp(exemplars.MaxExemplars, 0, int.MaxValue) : _options.Database.MaxExemplars,
    };

    /// <summary>How much is kept, by the configuration in force.</summary>
    public RetentionLimits Retention()
    {
        var flags = _options.Database.Retention();
        return _section.Tsdb?.Retention is not { } said ? flags : flags with
        {
            TimeMs = said.Time is { } time ? (long)time.TotalMilliseconds : flags.TimeMs,
            Bytes = said.Size > 0 ? said.Size : flags.Bytes,
            Percentage = said.Percentage > 0 ? said.Percentage : flags.Percentage,
        };
    }

    private static TimeSpan OutOfOrderWindow(StorageSection section) => section.Tsdb?.OutOfOrderTimeWindow ?? TimeSpan.Zero;

    /// <summary>The open database.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet, or no longer.</exception>
    public Database Database => _database ?? throw new InvalidOperationException("The store is not open.");

    public IAppender NewAppender() => Database.NewAppender();

    public IQuerier NewQuerier(long minTimeMs, long maxTimeMs) => Database.NewQuerier(minTimeMs, maxTimeMs);

    public IChunkQuerier NewChunkQuerier(long minTimeMs, long maxTimeMs) => Database.NewChunkQuerier(minTimeMs, maxTimeMs);

    public IReadOnlyList<SeriesExemplars> SelectExemplars(
        long minTimeMs, long maxTimeMs, IReadOnlyList<Matcher[]> selectors, CancellationToken cancellation = default) =>
        Database.SelectExemplars(minTimeMs, maxTimeMs, selectors, cancellation);

    public Task CloseAsync() => Task.Run(() =>
    {
        _database?.Dispose();
        _database = null;
        _queries?.Dispose();
    });
}
