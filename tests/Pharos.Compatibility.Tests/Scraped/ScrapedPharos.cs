using Pharos.Compatibility.Tests.Peers;
using Pharos.Formats.Negotiation;

namespace Pharos.Compatibility.Tests.Scraped;

/// <summary>
/// A real Prometheus that scrapes our server and a registry with metrics of every kind, each in each of its protocols: the jobs are named
/// <c>pharos-PROTOCOL</c> and <c>registry-PROTOCOL</c>.
/// </summary>
public sealed class ScrapedPharos : IAsyncLifetime
{
    private readonly ServedExpositions _registry = new();
    private PharosUnderTest? _pharos;
    private PrometheusServer? _prometheus;
    private IReadOnlyDictionary<string, TargetState> _states = new Dictionary<string, TargetState>();

    /// <summary>Skips the test where there is no Prometheus.</summary>
    internal PrometheusServer Prometheus
    {
        get
        {
            Assert.SkipWhen(_prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
            return _prometheus!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _registry.Add("/metrics", OwnMetrics.NewEndpoint().HandleAsync);
        await _registry.StartAsync();
        _pharos = await PharosUnderTest.StartAsync();
        List<ScrapeJob> jobs = [];
        foreach (var format in Enum.GetValues<ExpositionFormat>())
        {
            var protocol = ExpositionFormats.Name(format);
            string[] settings = [$"scrape_protocols: [{protocol}]", "always_scrape_classic_histograms: true"];
            jobs.Add(new ScrapeJob("pharos-" + protocol, _pharos.Address, "/metrics", settings));
            jobs.Add(new ScrapeJob("registry-" + protocol, _registry.Address, "/metrics", settings));
        }

        _prometheus = await PrometheusServer.TryStartAsync(ScrapeJob.Configuration(jobs), "exemplar-storage", "native-histograms");
        if (_prometheus is not null)
        {
            _states = await TargetState.WaitForAllAsync(_prometheus, jobs);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        if (_pharos is not null)
        {
            await _pharos.DisposeAsync();
        }

        await _registry.DisposeAsync();
    }

    internal TargetState State(string job) => _states[job];

    /// <summary>The value of an instant query, which has exactly one result.</summary>
    internal async Task<string> ValueAsync(string query)
    {
        var result = (await Prometheus.GetAsync("api/v1/query", ("query", query))).GetProperty("result");
        Assert.True(result.GetArrayLength() == 1, $"{query}: {result}\n{Prometheus.LogTail}");
        return result[0].GetProperty("value")[1].GetString()!;
    }
}
