using Microsoft.AspNetCore.Http;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Hosting.Http;
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

    /// <summary>When the first and the last sample was scraped.</summary>
    private static readonly HashSet<string> ScrapeTimes = ["minTime", "maxTime"];

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
        await using var servers = await ServerPair.StartAsync(
            folder, configuration, static (client, request) => AskedRequest.Parse("api/v1/" + request).AskAsync(client, ScrapeTimes));
        await servers.UntilBothAsync("targets", "health:\"up\"");
        await servers.UntilBothAsync("status/tsdb", "numSeries:8,");
        await servers.AssertSameAsync(Requests);
    }
}
