using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Remote.Sending;
using Pharos.Server.Configuration;
using Pharos.Server.Storage;

namespace Pharos.Server;

/// <summary>What sends samples to other stores as they come into this one.</summary>
internal sealed class Sending
{
    private readonly RemoteWriter _writer;

    public Sending(LocalStorage storage, Scraping scraping, ServerOptions options, ILogger log, MetricRegistry metrics, TimeProvider time)
    {
        var remoteLog = log.With(("component", "remote"));
        _writer = new RemoteWriter(new RemoteWriteServices
        {
            Followed = storage.Followed,
            Http = new HttpClientServices { Log = remoteLog, Time = time, UserAgent = "Prometheus/" + options.Build.Version },
            Metrics = metrics,
            Log = remoteLog,
            Time = time,
            PositionsFile = Path.Combine(storage.Path, "remote_write_positions"),
            FlushDeadline = options.RemoteFlushDeadline,
            Families = () => scraping.Manager.Pools().SelectMany(static pool => pool.ActiveTargets()).SelectMany(static active => active.Families.All()),
            HasTypeLabels = options.Scrape.Features.AddsTypeAndUnitLabels,
        });
    }

    public bool Apply(ServerConfiguration configuration) => _writer.Apply(
        configuration.RemoteWrites, configuration.Global.ExternalLabels(), configuration.Global.Scrape.Validation ?? NameValidationScheme.Utf8);

    public Task StopAsync() => _writer.StopAsync();
}
