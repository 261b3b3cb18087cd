using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Server.Storage;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>What our API says of targets and of the server, beside a real Prometheus with the same configuration.</summary>
public sealed class ScrapingApiParityTests
{
    private const string Configuration =
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: answering
            static_configs: [{targets: [TARGET], labels: {zone: "a<b"}}]
          - job_name: silent
            scrape_interval: 1h
            static_configs: [{targets: ["example.invalid:1", "kept.invalid:2"]}]
            relabel_configs:
              - {source_labels: [__address__], regex: "example.*", action: drop}
        """;

    private const string Exposition =
        """
        # HELP one_total Counts "one" <thing>.
        # TYPE one_total counter
        one_total{a="1"} 1
        one_total{a="2"} 1
        # HELP two Measures.
        # TYPE two gauge
        two 2

        """;

    /// <summary>What depends on the clock, the process or the version: only whether it is there, and of what type.</summary>
    private static readonly HashSet<string> Volatile =
    [
        "lastScrape", "lastScrapeDuration", "startTime", "CWD", "serverTime", "lastConfigTime", "goroutineCount", "GOMEMLIMIT", "GOGC", "yaml", "minTime", "maxTime",
    ];

    /// <summary>Labels that targets have before relabelling since Prometheus 3.6.</summary>
    private static readonly HashSet<string> NewLabels =
        ["__scrape_native_histograms__", "__convert_classic_histograms_to_nhcb__", "__always_scrape_classic_histograms__"];

    private static readonly string[] Requests =
    [
        "targets", "targets?state=active", "targets?state=dropped", "targets?state=any", "targets?state=x", "targets?scrapePool=silent", "targets?scrapePool=x",
        "scrape_pools",
        "targets/metadata", "targets/metadata?metric=two", "targets/metadata?limit=1", "targets/metadata?limit=x", "targets/metadata?match_target=%7Bjob=%22x%22%7D",
        "targets/metadata?match_target=%7B",
        "metadata", "metadata?metric=two", "metadata?metric=x", "metadata?limit=0", "metadata?limit=x", "metadata?limit_per_metric=x", "metadata?limit_per_metric=1",
        "status/config", "status/runtimeinfo", "status/tsdb", "status/tsdb?limit=3", "status/tsdb?limit=0", "status/walreplay",
        "alertmanagers", "alerts", "rules", "rules?type=x", "rules?type=alert", "rules?exclude_alerts=x", "rules?group_limit=x", "rules?group_limit=0", "rules?group_limit=99999999999",
        "rules?group_next_token=a", "rules?group_next_token=a&group_limit=1", "rules?match[]=%7B%7D", "rules?match[]=%7B",
    ];

    [Fact]
    public async Task Answers_OnTheSameConfiguration_AreThoseOfPrometheus()
    {
        using var folder = new TemporaryFolder();
        await using var served = new ServedExpositions();
        served.Add("/metrics", static context => PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, Exposition));
        await served.StartAsync();
        var configuration = Configuration.Replace("TARGET", served.Address, StringComparison.Ordinal);
        await using var prometheus = await PrometheusServer.TryStartAsync(configuration);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await File.WriteAllTextAsync(folder.File("prometheus.yml"), configuration, TestContext.Current.CancellationToken);
        var app = ServerApp.New(
            new ServerOptions
            {
                Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] },
                ConfigFile = folder.File("prometheus.yml"),
                Storage = new StorageOptions { Path = folder.File("data") },
            },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            using var theirs = new HttpClient { BaseAddress = prometheus!.BaseAddress };
            using var ours = new HttpClient { BaseAddress = new Uri($"http://{app.Addresses[0]}/") };
            await WaitForScrapesAsync(theirs);
            await WaitForScrapesAsync(ours);
            var different = new List<string>();
            foreach (var request in Requests)
            {
                var expected = await AskAsync(theirs, request);
                var actual = await AskAsync(ours, request);
                if (expected != actual)
                {
                    different.Add($"{request}\n  expected {expected}\n  found    {actual}");
                }
            }

            Assert.True(different.Count == 0, $"{different.Count} of {Requests.Length} differ:\n{string.Join('\n', different)}");
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static async Task WaitForScrapesAsync(HttpClient client)
    {
        while (!(await AskAsync(client, "targets")).Contains("health:\"up\"", StringComparison.Ordinal)
            || !(await AskAsync(client, "status/tsdb")).Contains("numSeries:8,", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> AskAsync(HttpClient client, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/" + request, UriKind.Relative));
        using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {Normalize("", JsonNode.Parse(body))}";
    }

    /// <summary>Without what may differ. Lists of objects come in no particular order, and of equal counts any may be among the first.</summary>
    private static string Normalize(string name, JsonNode? node) => node switch
    {
        JsonValue value when Volatile.Contains(name) => value.GetValueKind().ToString(),
        JsonObject entry when entry.Count == 2 && entry["value"] is JsonValue count && entry.ContainsKey("name") => count.ToJsonString(),
        JsonObject members => $"{{{string.Join(',', members.Where(static member => !NewLabels.Contains(member.Key)).Select(static member => $"{member.Key}:{Normalize(member.Key, member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(static item => Normalize("", item)).Order(StringComparer.Ordinal))}]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
