using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Scraped;
using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Targets;

/// <summary>
/// Programs as people run them, scraped by a real Prometheus and by ours in every format: the jobs are named <c>TARGET-PROTOCOL</c>.
/// </summary>
public sealed class RealTargets : IAsyncLifetime
{
    public static IReadOnlyList<string> Protocols { get; } = ["PrometheusProto", "OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4"];

    private readonly List<ScrapeJob> _jobs = [];
    private readonly List<IAsyncDisposable> _programs = [];
    private PrometheusServer? _prometheus;
    private PharosUnderTest? _pharos;
    private IReadOnlyDictionary<string, TargetState> _states = new Dictionary<string, TargetState>();

    /// <summary>Why targets are not there, by their names.</summary>
    private readonly Dictionary<string, string> _absent = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        var (node, reason) = await NodeApplication.TryStartAsync();
        if (node is not null)
        {
            _programs.Add(node);
            Add("express", node.Address, "/metrics");
            Add("express-open", node.Address, "/openmetrics");
            Add("express-api", node.Address, "/api-metrics");
        }

        foreach (var name in (string[])["express", "express-open", "express-api"])
        {
            _absent.TryAdd(name, reason);
        }

        await StartExporterAsync();
        var target = await PrometheusServer.TryStartAsync("global: {scrape_interval: 1h}\n", "native-histograms");
        _absent["prometheus"] = target is null ? "Prometheus is not there: set PHAROS_PEERS to the folder of its executable" : "";
        if (target is null)
        {
            return;
        }

        _programs.Add(target);
        Add("prometheus", target.BaseAddress.Authority, "/metrics");
        _prometheus = await PrometheusServer.TryStartAsync(ScrapeJob.Configuration(_jobs), "native-histograms", "exemplar-storage");
        var ours = _jobs.Select(static job => job with { Settings = [.. job.Settings, "scrape_native_histograms: true"] });
        _pharos = await PharosUnderTest.StartAsync(ScrapeJob.Configuration(ours));
        _states = await TargetState.WaitForAllAsync(_prometheus!, _jobs);
        await _pharos.WaitForUpAsync(_jobs.Count);
    }

    /// <summary>Both servers; skips the test where the target or the peer is not there.</summary>
    internal (PrometheusServer Prometheus, PharosUnderTest Pharos) Both(string target)
    {
        Assert.SkipWhen(_absent.TryGetValue(target, out var reason) && reason.Length > 0, $"{target} is not there: {reason}");
        Assert.SkipWhen(_prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        return (_prometheus!, _pharos!);
    }

    /// <summary>How a scrape of a job by the real Prometheus went.</summary>
    internal TargetState State(string job) => _states[job];

    public async ValueTask DisposeAsync()
    {
        foreach (var program in (IAsyncDisposable?[])[_pharos, _prometheus, .. _programs])
        {
            if (program is not null)
            {
                await program.DisposeAsync();
            }
        }
    }

    private async Task StartExporterAsync()
    {
        if (Executables.Peer("prometheus-node-exporter") is not { } exporter)
        {
            _absent["node-exporter"] = "set PHAROS_PEERS to the folder of prometheus-node-exporter";
            return;
        }

        var program = RunningProgram.Start(exporter, "--web.listen-address=127.0.0.1:0");
        _programs.Add(program);
        var line = await program.ErrorLineAsync("Listening on");
        var address = line[(line.IndexOf("address=", StringComparison.Ordinal) + "address=".Length)..].Split(' ')[0].Trim();
        Add("node-exporter", address, "/metrics");
    }

    private void Add(string name, string address, string path)
    {
        foreach (var protocol in Protocols)
        {
            _jobs.Add(new ScrapeJob($"{name}-{protocol}", address, path, $"scrape_protocols: [{protocol}]", "always_scrape_classic_histograms: true"));
        }
    }
}
