using Pharos.Compatibility.Tests.Judgement;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Formats.Negotiation;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>One real Prometheus that has scraped all the expositions there are here, good and bad.</summary>
public sealed class ScrapedExpositions : IAsyncLifetime
{
    private readonly ServedExpositions _served = new();
    private readonly Dictionary<string, ExpositionCase> _cases = [];
    private readonly Dictionary<string, ScrapeJob> _jobs = [];
    private IReadOnlyDictionary<string, TargetState> _states = new Dictionary<string, TargetState>();
    private PrometheusServer? _prometheus;

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
        await _served.StartAsync();
        var verdicts = SmallExpositions.All.Select(static (_, index) => SmallExpositions.CaseAt(index));
        foreach (var one in ExpositionFiles.All(TimeProvider.System).Concat(ProtobufExpositions.All(TimeProvider.System)).Concat(verdicts))
        {
            _served.Add("/" + one.Name, ExpositionFormats.ContentType(one.Format, EscapingScheme.AllowUtf8), one.Exposition);
            _cases.Add(one.Name, one);
            _jobs.Add(one.Name, one.JobAt(_served.Address));
        }

        _prometheus = await PrometheusServer.TryStartAsync(ScrapeJob.Configuration(_jobs.Values), "exemplar-storage", "native-histograms");
        if (_prometheus is not null)
        {
            _states = await TargetState.WaitForAllAsync(_prometheus, _jobs.Values);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        await _served.DisposeAsync();
    }

    internal ExpositionCase Case(string name) => _cases[name];

    internal ScrapeJob Job(string name) => _jobs[name];

    internal TargetState State(string name) => _states[name];
}

/// <summary>The tests that share it; they only ask.</summary>
[CollectionDefinition(Name)]
public sealed class ScrapedExpositionsCollection : ICollectionFixture<ScrapedExpositions>
{
    public const string Name = "scraped expositions";
}
