using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Pharos.Configuration;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Model;
using Pharos.Remote.Options;
using Pharos.Remote.Watching;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>
/// Sends what goes into the log of a store to the receivers of the configuration. <see cref="Apply"/> is called by one thread at a time, from when the store
/// is open; <see cref="StopAsync"/> once, behind the last.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes what there is.")]
public sealed class RemoteWriter
{
    /// <summary>What was sent within so long before a sudden end of the process is sent again.</summary>
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(5);

    private readonly RemoteWriteServices _services;
    private readonly QueueMetrics _metrics;
    private readonly WatcherMetrics _watcherMetrics;
    private readonly List<Task> _leaving = [];
    private readonly SavedPositions _positions;
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);
    private Labels _externalLabels;
    private Task? _saving;

    public RemoteWriter(RemoteWriteServices services)
    {
        _services = services;
        _metrics = new QueueMetrics(services.Metrics);
        _watcherMetrics = new WatcherMetrics(services.Metrics);
        _positions = new SavedPositions(services.PositionsFile, services.Log);
        var followed = services.Followed;
        const string Instead = "Deprecated, check prometheus_wal_watcher_records_read_total and prometheus_remote_storage_";
        Count("samples", "Samples in to remote storage, compare to samples out for queue managers.", () => followed.Samples);
        Count("exemplars", "Exemplars in to remote storage, compare to exemplars out for queue managers.", () => followed.Exemplars);
        Count("histograms", "HistogramSamples in to remote storage, compare to histograms out for queue managers.", () => followed.Histograms);
        services.Metrics.GaugeFromFunction(
            "prometheus_remote_storage_highest_timestamp_in_seconds",
            "Highest timestamp that has come into the remote storage via the Appender interface, in seconds since epoch. Initialized to 0 when no data has been received yet. Deprecated, check prometheus_remote_storage_queue_highest_timestamp_seconds which is more accurate.",
            () => (followed.NewestMs ?? 0) / 1000);

        // Texts are shared without counting who uses them, so there is nothing that could go wrong with it.
        services.Metrics.CounterFromFunction(
            "prometheus_remote_storage_string_interner_zero_reference_releases_total",
            "The number of times release has been called for strings that are not interned.",
            static () => 0);

        void Count(string kind, string help, Func<double> read) =>
            services.Metrics.CounterFromFunction($"prometheus_remote_storage_{kind}_in_total", $"{help} {Instead}{kind}_dropped_total", read);
    }

    /// <summary>
    /// The time up to which all receivers have got samples, as far as their newest ones tell; 0 if there are none. For the log of an agent.
    /// </summary>
    public long LowestSentMs
    {
        get
        {
            var endpoints = Volatile.Read(ref _endpoints);
            return endpoints.Count == 0 ? 0 : endpoints.Values.Min(static endpoint => endpoint.NewestSentMs);
        }
    }

    /// <summary>
    /// Goes over to other receivers. One whose section is the same but for secrets goes on as it is. One that has the URL of another that is no more goes on in
    /// the log where that has stopped, behind what that had to send still. If something is wrong with the sections, the log says what, and nothing changes.
    /// </summary>
    /// <param name="options">Resolved.</param>
    /// <param name="externalLabels">What samples get unless they have it.</param>
    /// <param name="scheme">Which names the rules of sections that are new may write.</param>
    /// <returns>Whether all went well.</returns>
    public bool Apply(IReadOnlyList<RemoteWriteOptions> options, Labels externalLabels, NameValidationScheme scheme = NameValidationScheme.Utf8)
    {
        var sections = new Dictionary<string, RemoteWriteOptions>(StringComparer.Ordinal);
        var clients = new Dictionary<string, WriteClient>(StringComparer.Ordinal);
        try
        {
            foreach (var section in options)
            {
                Refuse(section);
                var key = OptionsWriter.Print(section);
                if (!sections.TryAdd(key, section))
                {
                    throw new ClientConfigurationException(
                        $"duplicate remote write configs are not allowed, found duplicate for URL: {UrlText.WithoutPassword(section.Url)}");
                }

                if (!_endpoints.TryGetValue(key, out var same) || externalLabels != _externalLabels || same.Identity != OptionsWriter.Identity(section))
                {
                    clients[key] = new WriteClient(section, _services.Http);
                }
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or FormatException)
        {
            foreach (var client in clients.Values)
            {
                client.Dispose();
            }

            _services.Log.Error("remote write cannot be set up", [("err", error.Message)]);
            return false;
        }

        if (_saving is null)
        {
            _positions.Load();
        }

        Replace(sections, clients, externalLabels, scheme);
        _positions.Forget();
        _saving ??= SaveAgainAndAgainAsync();
        return true;
    }

    /// <summary>Ends: reads the log to its end and flushes, for so long as there is patience.</summary>
    public async Task StopAsync()
    {
        Task[] stopping = [.. _leaving, .. _endpoints.Values.Select(static endpoint => endpoint.StopAsync())];
        await Task.WhenAll(stopping);
        await _stop.CancelAsync();
        if (_saving is not null)
        {
            await _saving;
            Save();
        }

        _stop.Dispose();
    }

    private async Task SaveAgainAndAgainAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(SavePeriod, _services.Time);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Save();
            }
        }
        catch (OperationCanceledException)
        {
            // The writer ends, and saves once more itself.
        }
    }

    private void Save() => _positions.Save(
        Volatile.Read(ref _endpoints).Values.Where(static endpoint => endpoint.Position is not null).Select(static endpoint => (endpoint.Key, endpoint.Position!.Value)));

    private void Replace(
        Dictionary<string, RemoteWriteOptions> sections, Dictionary<string, WriteClient> clients, Labels externalLabels, NameValidationScheme scheme)
    {
        var old = new Dictionary<string, Endpoint>(_endpoints, StringComparer.Ordinal);
        var isSameLabels = externalLabels == _externalLabels;
        _externalLabels = externalLabels;
        var next = new Dictionary<string, Endpoint>(StringComparer.Ordinal);
        foreach (var key in sections.Keys)
        {
            if (isSameLabels && old.Remove(key, out var same))
            {
                next.Add(key, same);
                if (clients.Remove(key, out var client))
                {
                    same.Use(client, OptionsWriter.Identity(sections[key]));
                }
            }
        }

        // Those that are left of the old ones end.
        List<(Endpoint Endpoint, Task<WalPosition?> Stopped)> stopping = [.. old.Values.Select(static endpoint => (endpoint, endpoint.StopAsync()))];

        _leaving.RemoveAll(static leaving => leaving.IsCompleted);
        _leaving.AddRange(stopping.Select(static leaving => leaving.Stopped));
        foreach (var (key, client) in clients)
        {
            var section = sections[key];
            var name = section.Name.Length > 0 ? section.Name : XxHash64.Hash(Encoding.UTF8.GetBytes(key)).ToString("x16", CultureInfo.InvariantCulture)[..6];
            var endpoint = new Endpoint(name, section, externalLabels, scheme, client, _metrics, _watcherMetrics, _services);
            var before = stopping.FindIndex(leaving => leaving.Endpoint.Url == section.Url);
            if (before < 0)
            {
                endpoint.Start(null, null, _positions.Take(endpoint.Key));
            }
            else
            {
                endpoint.Start(stopping[before].Endpoint, stopping[before].Stopped, null);
                stopping.RemoveAt(before);
            }

            next.Add(key, endpoint);
        }

        Volatile.Write(ref _endpoints, next);
    }

    /// <summary>A section that asks for what there is not is no section to go by: samples would go out without their credentials, for instance.</summary>
    private static void Refuse(RemoteWriteOptions section)
    {
        var missing = section.AzureAd is not null ? "azuread"
            : section.GoogleIam is not null ? "google_iam"
            : section.RoundRobinDns ? "round_robin_dns"
            : null;
        if (missing is not null)
        {
            throw new ClientConfigurationException(
                $"remote_write to {UrlText.WithoutPassword(section.Url)} asks for {missing}, which this version does not do yet");
        }
    }
}
