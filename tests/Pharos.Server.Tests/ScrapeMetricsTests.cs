using Pharos.Server.Tests.Api;

namespace Pharos.Server.Tests;

/// <summary>The server's own metrics of scraping and discovery are there, under the names and with the types that dashboards and alerts know.</summary>
public sealed class ScrapeMetricsTests
{
    private const string Job = "{scrape_job=\"j\"}";
    private const string Dialer = "{dialer_name=\"j\"}";

    /// <summary>Names, types, and a series that has to be there after the first scrapes; null where none can be.</summary>
    private static readonly (string Name, string Type, string? Series)[] Known =
    [
        ("net_conntrack_dialer_conn_attempted_total", "counter", Dialer),
        ("net_conntrack_dialer_conn_closed_total", "counter", Dialer),
        ("net_conntrack_dialer_conn_established_total", "counter", Dialer),
        ("net_conntrack_dialer_conn_failed_total", "counter", "{dialer_name=\"j\",reason=\"refused\"}"),
        ("prometheus_sd_discovered_targets", "gauge", "{config=\"j\",name=\"scrape\"}"),
        ("prometheus_sd_failed_configs", "gauge", null),
        ("prometheus_sd_received_updates_total", "counter", "{name=\"scrape\"}"),
        ("prometheus_sd_updates_total", "counter", "{name=\"scrape\"}"),
        ("prometheus_sd_updates_delayed_total", "counter", "{name=\"scrape\"}"),
        ("prometheus_target_interval_length_seconds", "summary", null),
        ("prometheus_target_interval_length_histogram_seconds", "histogram", null),
        ("prometheus_target_reload_length_seconds", "summary", null),
        ("prometheus_target_sync_length_seconds", "summary", null),
        ("prometheus_target_sync_length_histogram_seconds", "histogram", null),
        ("prometheus_target_sync_failed_total", "counter", Job),
        ("prometheus_target_scrape_pools_total", "counter", ""),
        ("prometheus_target_scrape_pools_failed_total", "counter", ""),
        ("prometheus_target_scrape_pool_reloads_total", "counter", ""),
        ("prometheus_target_scrape_pool_reloads_failed_total", "counter", ""),
        ("prometheus_target_scrape_pool_exceeded_target_limit_total", "counter", ""),
        ("prometheus_target_scrape_pool_exceeded_label_limits_total", "counter", ""),
        ("prometheus_target_scrape_pool_target_limit", "gauge", Job),
        ("prometheus_target_scrape_pool_targets", "gauge", Job),
        ("prometheus_target_scrape_pool_symboltable_items", "gauge", Job),
        ("prometheus_target_scrape_pool_sync_total", "counter", Job),
        ("prometheus_target_scrapes_exceeded_body_size_limit_total", "counter", ""),
        ("prometheus_target_scrapes_exceeded_sample_limit_total", "counter", ""),
        ("prometheus_target_scrapes_exceeded_native_histogram_bucket_limit_total", "counter", ""),
        ("prometheus_target_scrapes_sample_duplicate_timestamp_total", "counter", ""),
        ("prometheus_target_scrapes_sample_out_of_order_total", "counter", ""),
        ("prometheus_target_scrapes_sample_out_of_bounds_total", "counter", ""),
        ("prometheus_target_scrapes_exemplar_out_of_order_total", "counter", ""),
        ("prometheus_target_scrapes_cache_flush_forced_total", "counter", ""),
        ("prometheus_target_scrape_duration_seconds", "histogram", null),
        ("prometheus_target_metadata_cache_entries", "gauge", Job),
        ("prometheus_target_metadata_cache_bytes", "gauge", Job),
    ];

    [Fact]
    public async Task Metrics_AfterScrapesAndAReload_HaveAllNamesAndTypes()
    {
        // The interval is the timeout, too: one that is missed costs the connection, which is counted.
        await using var server = await ScrapingServer.StartAsync(
            "scrape_configs: [{job_name: j, scrape_interval: 1s, sample_limit: 10, target_limit: 5, static_configs: [{targets: ['TARGET']}], fallback_scrape_protocol: PrometheusText0.0.4}]", "# TYPE a gauge\na 1\n", static options => options with { EnableLifecycle = true });
        await server.WaitAsync("query?query=" + Uri.EscapeDataString("sum_over_time(up[1m]) > 1"), static data => data.GetProperty("result").GetArrayLength() == 1);
        var before = await File.ReadAllTextAsync(server.ConfigurationFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(server.ConfigurationFile, before.Replace("sample_limit: 10", "sample_limit: 11", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await server.Server.SendAsync("POST", "-/reload")).EnsureSuccessStatusCode();
        using var answer = await server.Server.SendAsync("GET", "metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var lines = text.Split('\n').ToHashSet(StringComparer.Ordinal);
        var missing = Known.Where(one => !lines.Contains($"# TYPE {one.Name} {one.Type}")).Select(static one => one.Name)
            .Concat(Known.Where(one => one.Series is { } series && !text.Contains($"\n{one.Name}{series} ", StringComparison.Ordinal)).Select(static one => one.Name + one.Series));
        Assert.Empty(missing);
        foreach (var line in (string[])
            [
                $"prometheus_target_scrape_pool_targets{Job} 1", $"prometheus_target_scrape_pool_target_limit{Job} 5",
                $"prometheus_target_metadata_cache_entries{Job} 1", $"prometheus_target_scrape_pool_symboltable_items{Job} 1",
                $"net_conntrack_dialer_conn_attempted_total{Dialer} 1", $"net_conntrack_dialer_conn_established_total{Dialer} 1",
                $"net_conntrack_dialer_conn_closed_total{Dialer} 0",
            ])
        {
            Assert.Contains(line, lines);
        }
    }

    [Fact]
    public async Task Metrics_NobodyListens_CountRefusals()
    {
        await using var server = await ScrapingServer.StartAsync("scrape_configs: [{job_name: j, scrape_interval: 100ms, static_configs: [{targets: ['127.0.0.1:1']}]}]");
        await server.WaitAsync("query?query=" + Uri.EscapeDataString("up == 0"), static data => data.GetProperty("result").GetArrayLength() == 1);
        using var answer = await server.Server.SendAsync("GET", "metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("net_conntrack_dialer_conn_failed_total{dialer_name=\"j\",reason=\"refused\"} 0", text, StringComparison.Ordinal);
        Assert.Contains("net_conntrack_dialer_conn_failed_total{dialer_name=\"j\",reason=\"timeout\"} 0", text, StringComparison.Ordinal);
        Assert.Contains("net_conntrack_dialer_conn_established_total{dialer_name=\"j\"} 0", text, StringComparison.Ordinal);
    }
}
