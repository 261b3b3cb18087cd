using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Remote.Options;
using Pharos.Remote.Watching;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>A receiver and all that runs for it. Nothing of it is shared with other receivers but the log that they read.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes what there is.")]
internal sealed class Endpoint
{
    private readonly RemoteWriteOptions _options;
    private readonly RemoteWriteServices _services;
    private readonly SentSeries _series;
    private readonly Func<QueueMetrics.OneQueue> _newMetrics;
    private readonly Func<WatcherMetrics.OneWatcher> _newWatcherMetrics;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Ends everything at once, when the patience with what is flushed is over.</summary>
    private readonly CancellationTokenSource _hard = new();
    private readonly Lock _gate = new();
    private WriteClient _client;
    private WriteClient? _clientBefore;
    private QueueParts? _parts;
    private LogWatcher? _watcher;
    private RemoteQueue? _queue;
    private Endpoint? _before;
    private bool _isStopping;
    private Task<WalPosition?> _running = Task.FromResult<WalPosition?>(null);

    /// <param name="name">Unique among those that run at one time with the same URL.</param>
    /// <param name="client">Belongs to the endpoint from now on.</param>
    public Endpoint(
        string name, RemoteWriteOptions options, Labels externalLabels, NameValidationScheme scheme, WriteClient client, QueueMetrics metrics,
        WatcherMetrics watcherMetrics, RemoteWriteServices services)
    {
        _options = options;
        _services = services;
        _client = client;
        Name = name;
        Identity = OptionsWriter.Identity(options);
        var url = UrlText.WithoutPassword(options.Url);
        _log = services.Log.With(("remote_name", name), ("url", url));
        var rules = RelabelRules.Compile([.. options.WriteRules.Select(static rule => rule.Rule)], scheme);
        _series = new SentSeries(
            options.Message == RemoteWriteOptions.Version2 ? new SentLabelsV2(services.HasTypeLabels) : new SentLabelsV1(), externalLabels, rules);
        _newMetrics = () => metrics.Of(name, url);
        _newWatcherMetrics = () => watcherMetrics.Of(name);
    }

    public string Name { get; }

    public string Url => _options.Url;

    /// <summary>What the receiver is known by when the process is started again.</summary>
    public string Key => SavedPositions.KeyOf(_options);

    /// <summary>
    /// The place in the log before which everything is dealt with, and behind which some may be; null before the endpoint runs. What could not be flushed any
    /// more is behind it.
    /// </summary>
    public WalPosition? Position
    {
        get
        {
            LogWatcher? watcher;
            RemoteQueue? queue;
            Endpoint? before;
            lock (_gate)
            {
                (watcher, queue, before) = (_watcher, _queue, _before);
            }

            if (watcher is null)
            {
                return before?.Position;
            }

            // In this order: what is before the first has been with the queue when it is asked.
            var next = watcher.Next;
            return queue?.Start is { } start && (next is null || start < next) ? start : next;
        }
    }

    /// <summary>The section with its secrets. Never shown.</summary>
    public string Identity { get; private set; }

    /// <summary>The time of the newest sample that was sent, in milliseconds.</summary>
    public long NewestSentMs => (_parts?.HighestSent.Seconds ?? 0) * 1000;

    /// <summary>Goes on with another client, of a section that differs in secrets only.</summary>
    /// <param name="client">Belongs to the endpoint from now on.</param>
    public void Use(WriteClient client, string identity)
    {
        lock (_gate)
        {
            // Requests of the one before the last are long over, those of the last may still be under way.
            _clientBefore?.Dispose();
            (_clientBefore, _client, Identity) = (_client, client, identity);
            if (_parts is { } parts)
            {
                parts.Client = client;
            }
        }
    }

    /// <summary>Begins to send: what is committed from now on, or what another has not got to, in this process or in one before.</summary>
    /// <param name="before">The one that was there for the receiver before and is stopping; null if there is none.</param>
    /// <param name="stopped">Ends with the place in the log where that has stopped.</param>
    /// <param name="saved">Where an earlier process has stopped, if there is nobody before in this one.</param>
    public void Start(Endpoint? before, Task<WalPosition?>? stopped, WalPosition? saved)
    {
        var from = saved ?? (_services.Followed.Directory is null ? null : _services.Followed.End);
        _before = before;
        _running = Task.Run(() => RunAsync(stopped, from));
    }

    /// <summary>
    /// Ends: reads the log to where it is now, flushes what there is, for so long as there is patience, and returns the place in the log behind which nothing
    /// was handed over.
    /// </summary>
    public async Task<WalPosition?> StopAsync()
    {
        _log.Info("Stopping remote storage...");
        lock (_gate)
        {
            _isStopping = true;
            _watcher?.Finish();
        }

        await _stop.CancelAsync();
        WalPosition? end;
        using (var patience = new CancellationTokenSource(_services.FlushDeadline, _services.Time))
        {
            await using (patience.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _hard))
            {
                end = await _running;
            }
        }

        _log.Info("Remote storage stopped.");
        Dispose();
        return end;
    }

    private async Task<WalPosition?> RunAsync(Task<WalPosition?>? stopped, WalPosition? from)
    {
        from = stopped is null ? from : await stopped ?? from;
        var metrics = _newMetrics();
        var watcherMetrics = _newWatcherMetrics();
        QueueParts parts;
        LogWatcher watcher;
        RemoteQueue queue;
        lock (_gate)
        {
            _parts = parts = new QueueParts(_options, _client, metrics, _log, _services.Time);
            _queue = queue = new RemoteQueue(parts, _series);
            _before = null;
            _watcher = watcher = new LogWatcher(Name, _services.Followed, queue, watcherMetrics, _log, _services.Time);
            if (_isStopping)
            {
                watcher.Finish();
            }
        }

        using (queue)
        {
            var others = Task.WhenAll(GuardAsync(PlanAsync(parts, queue)), GuardAsync(SendMetadataAsync(parts)));
            await GuardAsync(watcher.RunAsync(from, _hard.Token));
            await GuardAsync(queue.FlushAsync(_hard.Token));
            await _stop.CancelAsync();
            await others;
            metrics.Remove();
            watcherMetrics.Remove();

            return Position;
        }
    }

    /// <summary>What is not expected ends one part of one endpoint, and is in the log.</summary>
    private async Task GuardAsync(Task part)
    {
        try
        {
            await part;
        }
        catch (Exception error)
        {
            _log.Error("A part of remote storage has failed", [("err", error.ToString())]);
        }
    }

    /// <summary>Looks every ten seconds how many shards there should be.</summary>
    private async Task PlanAsync(QueueParts parts, RemoteQueue queue)
    {
        var followed = _services.Followed;
        var known = Committed(followed);
        try
        {
            using var timer = new PeriodicTimer(MovingRate.Interval, _services.Time);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var now = Committed(followed);
                parts.Plan.NoteIn(now - known);
                known = now;
                var current = queue.Shards;
                var wanted = parts.Plan.Tick(current, (followed.NewestMs ?? 0) / 1000, parts.HighestSent.Seconds);
                if (parts.Plan.Wanted is { } exact)
                {
                    parts.Metrics.DesiredShards.Set(exact);
                }

                if (wanted != current && parts.Plan.MayChange())
                {
                    _log.Info("Remote storage resharding", [("from", current), ("to", wanted)]);
                    queue.Shards = wanted;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The queue ends.
        }
    }

    private async Task SendMetadataAsync(QueueParts parts)
    {
        if (!_options.Metadata.Send)
        {
            return;
        }

        if (parts.IsV2)
        {
            _log.Warn("usage of 'metadata_config.send' is redundant when using remote write v2 (or higher) as metadata will always be gathered from the WAL and included for every series within each write request");
            return;
        }

        await new MetadataSending(parts, _services.Families).RunAsync(_stop.Token, _hard.Token);
    }

    private static long Committed(FollowedLog followed) => followed.Samples + followed.Histograms + followed.Exemplars;

    private void Dispose()
    {
        lock (_gate)
        {
            _clientBefore?.Dispose();
            _client.Dispose();
        }

        _stop.Dispose();
        _hard.Dispose();
    }
}
