using System.Globalization;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Scraped;
using Pharos.Testing.Waiting;

namespace Pharos.Compatibility.Tests.Sending;

/// <summary>A real Prometheus gets from us what we scrape: the same series, with the same values at the same times.</summary>
public sealed class SentToPrometheusTests
{
    private const string V1 = "prometheus.WriteRequest";
    private const string V2 = "io.prometheus.write.v2.Request";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(V1)]
    [InlineData(V2)]
    public async Task Scraped_SamplesHistogramsAndExemplars_AreThere(string message)
    {
        await using var registry = new ServedExpositions();
        registry.Add("/metrics", OwnMetrics.NewEndpoint().HandleAsync);
        await registry.StartAsync();
        await using var prometheus = await StartReceiverAsync();
        await using var pharos = await PharosUnderTest.StartAsync(Configuration(registry.Address, prometheus.BaseAddress.Authority, prometheus.BaseAddress.Authority, message));
        await pharos.WaitForUpAsync(2);
        await RealTime.PassAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        var series = await WaitForSameAsync(pharos, prometheus, "{job=~\"registry|prometheus\"}[1h]", minSamples: 3);
        Assert.True(series > 300, $"{series} series");
        Assert.Equal(1, (await prometheus.GetAsync("api/v1/query", ("query", "count(native_seconds{sent=\"yes\",job=\"registry\"})"))).GetProperty("result").GetArrayLength());
        var exemplars = await prometheus.GetAsync("api/v1/query_exemplars", ("query", "jobs_total"), ("start", "0"), ("end", Now()));
        Assert.Contains("4bf9", exemplars.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(prometheus.Log.Split('\n'), static line => line.Contains("remote write", StringComparison.OrdinalIgnoreCase) && line.Contains("level=ERROR", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(V1)]
    [InlineData(V2)]
    public async Task Receiver_AwayForAWhile_GetsAllThatItMissed(string message)
    {
        await using var registry = new ServedExpositions();
        registry.Add("/metrics", OwnMetrics.NewEndpoint().HandleAsync);
        await registry.StartAsync();
        await using var prometheus = await StartReceiverAsync();
        await using var relay = new Relay(prometheus.BaseAddress);
        await using var pharos = await PharosUnderTest.StartAsync(Configuration(registry.Address, prometheus.BaseAddress.Authority, relay.Address, message));
        await pharos.WaitForUpAsync(2);
        await WaitForSameAsync(pharos, prometheus, "up[1h]", minSamples: 1);
        await relay.CloseAsync();
        await RealTime.PassAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(relay.Refused > 1, "nobody tried meanwhile");
        relay.Open();
        await WaitForSameAsync(pharos, prometheus, "{job=~\"registry|prometheus\"}[1h]", minSamples: 9);
    }

    private static async Task<PrometheusServer> StartReceiverAsync()
    {
        var prometheus = await PrometheusServer.TryStartWithAsync(
            null, "global: {}\n", ["--web.enable-remote-write-receiver", "--enable-feature=native-histograms,exemplar-storage"]);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        return prometheus!;
    }

    private static string Configuration(string registry, string prometheus, string receiver, string message) => $$"""
        global:
          scrape_interval: 1s
          scrape_native_histograms: true
          external_labels: {sent: "yes"}
        scrape_configs:
        - job_name: registry
          scrape_protocols: [PrometheusProto]
          static_configs:
          - targets: ['{{registry}}']
        - job_name: prometheus
          scrape_protocols: [PrometheusProto]
          static_configs:
          - targets: ['{{prometheus}}']
        remote_write:
        - url: http://{{receiver}}/api/v1/write
          protobuf_message: {{message}}
          send_exemplars: true
          send_native_histograms: true
          queue_config: {batch_send_deadline: 200ms, max_samples_per_send: 300, max_shards: 4}
        """;

    /// <summary>Until a selector has the same samples on both sides, up to now; returns how many series that are.</summary>
    private static async Task<int> WaitForSameAsync(PharosUnderTest pharos, PrometheusServer prometheus, string selector, int minSamples)
    {
        var until = Now();
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            var ours = Samples(await pharos.GetAsync("api/v1/query", ("query", selector), ("time", until)));
            var theirs = Samples(await prometheus.GetAsync("api/v1/query", ("query", selector.Replace("[", selector[0] == '{' ? "[" : "{sent=\"yes\"}[", StringComparison.Ordinal)), ("time", until)));
            var isEnough = ours.Values.Any(samples => samples.Split("],[").Length >= minSamples);
            if (isEnough && ours.Count == theirs.Count && ours.All(series => theirs.GetValueOrDefault(series.Key) == series.Value))
            {
                return ours.Count;
            }

            if (patience.IsCancellationRequested)
            {
                var different = ours.Where(series => theirs.GetValueOrDefault(series.Key) != series.Value).Take(3).Select(series => $"{series.Key}\n  {series.Value}\n  {theirs.GetValueOrDefault(series.Key)}");
                Assert.Fail($"{ours.Count} and {theirs.Count} series, different ones:\n{string.Join('\n', different)}\n{prometheus.LogTail}");
            }

            if (!isEnough)
            {
                until = Now();
            }

            await RealTime.PassAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        }
    }

    /// <summary>By labels without the external one: values and histograms as they stand in the answer.</summary>
    private static Dictionary<string, string> Samples(JsonElement answer) => answer.GetProperty("result").EnumerateArray().ToDictionary(
        static series => string.Join(",", series.GetProperty("metric").EnumerateObject().Where(static label => label.Name != "sent").Select(static label => $"{label.Name}={label.Value}").Order(StringComparer.Ordinal)),
        static series => (series.TryGetProperty("values", out var values) ? values.GetRawText() : "") + (series.TryGetProperty("histograms", out var histograms) ? histograms.GetRawText() : ""),
        StringComparer.Ordinal);

    private static string Now() => (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1e3).ToString("F3", CultureInfo.InvariantCulture);
}
