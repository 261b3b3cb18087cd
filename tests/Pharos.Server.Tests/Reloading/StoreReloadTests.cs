using System.Globalization;
using Pharos.Server.Tests.Api;
using Pharos.Tsdb;

namespace Pharos.Server.Tests.Reloading;

/// <summary>What a changed configuration does to the store while it is open.</summary>
public sealed class StoreReloadTests
{
    [Fact]
    public async Task Reload_WindowForLateSamples_IsFollowedBothWays()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var exposition = string.Create(CultureInfo.InvariantCulture, $"a 2 {now.ToUnixTimeMilliseconds()}\na 1 {now.AddMinutes(-5).ToUnixTimeMilliseconds()}\n");
        const string Jobs = "scrape_configs: [{job_name: j, scrape_interval: 100ms, static_configs: [{targets: ['TARGET']}], fallback_scrape_protocol: PrometheusText0.0.4}]\n";
        await using var server = await ScrapingServer.StartAsync(Jobs, exposition, static options => options with { EnableLifecycle = true });
        var target = server.Target;
        await server.WaitAsync("query?query=" + Uri.EscapeDataString("sum_over_time(up[1m]) > 2"), static data => data.GetProperty("result").GetArrayLength() == 1);
        Assert.Equal(1, await CountAsync(server));

        await File.WriteAllTextAsync(
            server.ConfigurationFile, Jobs.Replace("TARGET", target, StringComparison.Ordinal) + "storage: {tsdb: {out_of_order_time_window: 1h}, exemplars: {max_exemplars: 7}}\n", TestContext.Current.CancellationToken);
        (await server.Server.SendAsync("POST", "-/reload")).EnsureSuccessStatusCode();
        await server.WaitAsync("query?query=" + Uri.EscapeDataString("count_over_time(a[10m]) == 2"), static data => data.GetProperty("result").GetArrayLength() == 1);
        using (var metrics = await server.Server.SendAsync("GET", "metrics"))
        {
            Assert.Contains("\nprometheus_tsdb_exemplar_max_exemplars 7\n", await metrics.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        // What came late stays when none is accepted any more.
        await File.WriteAllTextAsync(server.ConfigurationFile, Jobs.Replace("TARGET", target, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await server.Server.SendAsync("POST", "-/reload")).EnsureSuccessStatusCode();
        Assert.Equal(2, await CountAsync(server));
    }

    [Fact]
    public async Task Start_FeaturesOfScraping_ChangeTheDefaults()
    {
        await using var server = await ScrapingServer.StartAsync(
            "scrape_configs: [{job_name: j, scrape_interval: 1s, static_configs: [{targets: ['TARGET']}], fallback_scrape_protocol: PrometheusText0.0.4}]\n",
            "# TYPE a counter\na 1\n",
            static options => options with
            {
                Scrape = options.Scrape with { HasExtraMetrics = true, Features = new Pharos.Scrape.ScrapeFeatures { ReadsStartTimes = true, AddsTypeAndUnitLabels = true } },
                Storage = options.Storage! with { Database = new DatabaseOptions { AppendsZeroAtStart = true } },
            });
        await server.WaitAsync("query?query=scrape_body_size_bytes", static data => data.GetProperty("result").GetArrayLength() == 1);
        var typed = await server.DataAsync("query?query=" + Uri.EscapeDataString("a{__type__=\"counter\"}"));
        Assert.Equal(1, typed.GetProperty("result").GetArrayLength());
        var features = (await server.DataAsync("features")).GetProperty("scrape");
        Assert.True(features.GetProperty("start_timestamp_zero_ingestion").GetBoolean());
        Assert.True(features.GetProperty("type_and_unit_labels").GetBoolean());
    }

    private static async Task<int> CountAsync(ScrapingServer server)
    {
        var data = await server.DataAsync("query?query=" + Uri.EscapeDataString("count_over_time(a[10m])"));
        return int.Parse(data.GetProperty("result")[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }
}
