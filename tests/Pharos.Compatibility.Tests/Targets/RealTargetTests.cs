using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;

namespace Pharos.Compatibility.Tests.Targets;

/// <summary>What we store of a program's metrics is what a real Prometheus stores of them.</summary>
public sealed class RealTargetTests(RealTargets targets) : IClassFixture<RealTargets>
{
    public static TheoryData<string, string> Scrapes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var target in (string[])["express", "express-open", "express-api", "node-exporter", "prometheus"])
            {
                foreach (var protocol in RealTargets.Protocols)
                {
                    data.Add(target, protocol);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scrapes))]
    public async Task Scrape_RealTarget_StoresTheSeriesThatPrometheusStores(string target, string protocol)
    {
        var (theirs, ours) = await BothAsync(target, protocol);
        Assert.Equal(new TargetState(IsUp: true, ""), targets.State($"{target}-{protocol}"));
        Assert.True(theirs.Count > 10, $"{theirs.Count} series");

        // Between two scrapes a program may make a metric that it did not have before; these are few, and of its own runtime.
        var different = theirs.Keys.Except(ours.Keys).Concat(ours.Keys.Except(theirs.Keys)).Where(series => !MayAppear(series)).ToList();
        Assert.Empty(different);
    }

    [Theory]
    [MemberData(nameof(Scrapes))]
    public async Task Scrape_RealTarget_StoresTheValuesThatDoNotChange(string target, string protocol)
    {
        var (theirs, ours) = await BothAsync(target, protocol);
        var fixedSeries = theirs.Where(static pair => IsFixed(pair.Key)).ToList();
        Assert.NotEmpty(fixedSeries);
        Assert.All(fixedSeries, pair => Assert.Equal(pair.Value, ours.GetValueOrDefault(pair.Key)));
    }

    private static bool MayAppear(string series) =>
        ((string[])["nodejs_", "process_", "promhttp_metric_handler_errors", "go_", "node_scrape", "node_network", "node_disk", "node_filesystem", "node_netstat", "node_nf", "node_sockstat", "node_softnet", "prometheus_http_", "http_", "node_cooling", "node_thermal", "node_hwmon"])
            .Any(start => series.StartsWith("__name__=" + start, StringComparison.Ordinal));

    private static bool IsFixed(string series) =>
        ((string[])["shop_", "node_uname_info", "node_memory_MemTotal_bytes", "node_boot_time_seconds", "node_cpu_info", "node_exporter_build_info", "process_max_fds", "process_start_time_seconds", "prometheus_build_info", "prometheus_engine_queries_concurrent_max", "prometheus_tsdb_retention_limit_seconds", "nodejs_version_info", "app_version"])
            .Any(start => series.StartsWith("__name__=" + start, StringComparison.Ordinal));

    private async Task<(Dictionary<string, string> Theirs, Dictionary<string, string> Ours)> BothAsync(string target, string protocol)
    {
        var (prometheus, pharos) = targets.Both(target);

        // A later scrape that a busy machine was too slow for takes nothing away from what was stored.
        var query = $"last_over_time({{scrape=\"{target}-{protocol}\"}}[1h])";
        var theirs = await prometheus.GetAsync("api/v1/query", ("query", query));
        var ours = await pharos.GetAsync("api/v1/query", ("query", query));
        return (Series(theirs), Series(ours));
    }

    /// <summary>The values by labels; native histograms by their count and sum.</summary>
    private static Dictionary<string, string> Series(JsonElement data) => data.GetProperty("result").EnumerateArray().ToDictionary(
        static one => string.Join(',', one.GetProperty("metric").EnumerateObject().OrderBy(static label => label.Name, StringComparer.Ordinal).Select(static label => $"{label.Name}={label.Value}")),
        static one => one.TryGetProperty("value", out var value)
            ? value[1].GetString()!
            : $"{one.GetProperty("histogram")[1].GetProperty("count")} {one.GetProperty("histogram")[1].GetProperty("sum")}",
        StringComparer.Ordinal);
}
