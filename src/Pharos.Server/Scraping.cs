using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pharos.Discovery;
using Pharos.Discovery.Managing;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Scrape;
using Pharos.Server.Configuration;
using Pharos.Storage;

namespace Pharos.Server;

/// <summary>What brings samples in: discovery finds targets, scraping reads them, the store gets what they say.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync ends discovery.")]
internal sealed class Scraping
{
    private readonly DiscoveryManager _discovery;

    public Scraping(IAppendable store, ServerOptions options, DiscoveryMetrics discovery, ILogger log, MetricRegistry metrics, TimeProvider time)
    {
        var http = new HttpClientServices { Log = log, Time = time, UserAgent = "Prometheus/" + options.Build.Version };
        Manager = new ScrapeManager(new ScrapeServices
        {
            Store = store,
            Time = time,
            Log = log.With(("component", "scrape manager")),
            Metrics = metrics,
            Http = http,
            AlignsTimestamps = options.Scrape.AlignsTimestamps,
            TimestampTolerance = options.Scrape.TimestampTolerance,
            Features = options.Scrape.Features,
        });
        var services = new DiscoveryServices
        {
            Time = time,
            Log = log.With(("component", "discovery manager scrape")),
            Http = http,
            Metrics = discovery,
            Job = "",
        };
        _discovery = new DiscoveryManager("scrape", Manager, services, options.Scrape.DiscoveryInterval);
    }

    public ScrapeManager Manager { get; }

    public bool Apply(ServerConfiguration configuration) =>
        Manager.Apply(configuration.Jobs, configuration.Global.ExternalLabels());

    public bool ApplyDiscovery(ServerConfiguration configuration)
    {
        _discovery.Apply(configuration.Jobs.ToDictionary(static job => job.JobName, static job => job.Discovery, StringComparer.Ordinal));
        return true;
    }

    public void Start() => _discovery.Start();

    /// <summary>Ends discovery first, so that no target comes or goes while the loops end.</summary>
    public async Task StopAsync()
    {
        await _discovery.DisposeAsync();
        await Manager.StopAsync();
    }
}
