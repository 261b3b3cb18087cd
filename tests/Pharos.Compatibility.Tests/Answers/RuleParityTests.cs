using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Storage;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Server.Storage;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>The same rules here and in a real Prometheus: what both say of them, of their alerts and of the series that they store.</summary>
public sealed class RuleParityTests
{
    private const string Rules =
        """
        groups:
        - name: first
          interval: 1s
          labels: {team: all, gone: here}
          rules:
          - record: zone:value
            expr: label_replace(vector(2), "zone", "a", "", "") or label_replace(vector(3), "zone", "b", "", "")
            labels: {kind: recorded, gone: ""}
          - alert: Instant
            expr: zone:value > 2
            labels: {severity: page, about: '{{ $labels.zone }}-{{ $value }}'}
            annotations:
              summary: 'zone {{ $labels.zone | toUpper }} has {{ $value | humanize }}, {{ printf "%.2f" .Value }}'
              wrong: 'before {{ .Nope }} after'
              failing: '{{ query "nothing" | first }}'
              asked: '{{ range query "zone:value" | sortByLabel "zone" }}{{ .Labels.zone }}={{ .Value }} {{ end }}'
          - alert: Waiting
            expr: zone:value
            for: 1h
          - alert: Inactive
            expr: zone:value > 5
            for: 90s
            keep_firing_for: 2m
          - record: broken
            expr: zone:value
            labels: {zone: ""}
          - record: histogram
            expr: vector(1) and vector(2)
        - name: second
          interval: 1s
          limit: 1
          labels: {of: second}
          rules:
          - record: too:many
            expr: zone:value
          - record: one
            expr: 1
        """;

    private static readonly string[] Requests =
    [
        "api/v1/rules",
        "api/v1/rules?type=alert",
        "api/v1/rules?type=record",
        "api/v1/rules?exclude_alerts=true",
        "api/v1/rules?rule_name[]=Instant&rule_name[]=one",
        "api/v1/rules?rule_group[]=second",
        "api/v1/rules?rule_group[]=none",
        "api/v1/rules?file[]=/none",
        "api/v1/rules?match[]={severity=\"page\"}",
        "api/v1/rules?match[]={kind=\"recorded\"}&match[]={severity=\"page\"}",
        "api/v1/rules?group_limit=1",
        "api/v1/alerts",
        "api/v1/query?query=ALERTS",
        "api/v1/query?query=ALERTS_FOR_STATE * 0",
        "api/v1/query?query={__name__=~\"zone:.*|one|broken|too:many|histogram\"}",
    ];

    /// <summary>What depends on when something happened, and where the next page begins, which later versions say by another hash.</summary>
    private static readonly HashSet<string> Times = ["evaluationTime", "lastEvaluation", "activeAt", "groupNextToken"];

    [Fact]
    public async Task Rules_OfOneFile_ComeToTheSameAsInPrometheus()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("rules.yml"), Rules, TestContext.Current.CancellationToken);
        var configuration = $"global: {{external_labels: {{region: eu}}}}\nrule_files: [{folder.File("rules.yml")}]\n";
        await File.WriteAllTextAsync(folder.File("prometheus.yml"), configuration, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder.File("theirs"));
        await using var prometheus = await PrometheusServer.TryStartOnAsync(folder.File("theirs"), configuration);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        var app = ServerApp.New(
            new ServerOptions
            {
                Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] },
                ConfigFile = folder.File("prometheus.yml"),
                Storage = new StorageOptions { Path = folder.File("ours"), Database = OurDatabase.Options },
            },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            using var theirs = new HttpClient { BaseAddress = prometheus!.BaseAddress };
            using var ours = new HttpClient { BaseAddress = new Uri($"http://{app.Addresses[0]}/") };
            await WaitForAlertsAsync(theirs);
            await WaitForAlertsAsync(ours);
            foreach (var request in Requests)
            {
                Assert.Equal(request + "\n" + await AskAsync(theirs, request), request + "\n" + await AskAsync(ours, request));
            }
        }
        finally
        {
            await app.StopAsync();
        }
    }

    /// <summary>Two evaluations later everything is stored: alerts only from then on, since they could have been active before.</summary>
    private static async Task WaitForAlertsAsync(HttpClient client)
    {
        while (!(await AskAsync(client, "api/v1/query?query=ALERTS")).Contains("Waiting", StringComparison.Ordinal)
            || !(await AskAsync(client, "api/v1/rules")).Contains("exceeded limit", StringComparison.Ordinal)
            || !(await AskAsync(client, "api/v1/query?query=one")).Contains("\"one\"", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> AskAsync(HttpClient client, string request)
    {
        using var answer = await client.GetAsync(new Uri(request, UriKind.Relative), TestContext.Current.CancellationToken);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Normalize(json);
        return $"{(int)answer.StatusCode} {json.ToJsonString()}";
    }

    /// <summary>Takes out what depends on time, and sorts what comes in any order.</summary>
    private static void Normalize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToArray())
                {
                    if (Times.Contains(name))
                    {
                        fields.Remove(name);
                    }
                    else if (name == "value" && value is JsonArray point)
                    {
                        point[0] = 0;
                    }
                    else
                    {
                        Normalize(value);
                    }

                    if (name is "alerts" or "result" && fields[name] is JsonArray list)
                    {
                        fields[name] = new JsonArray([.. list.Select(static item => item!.DeepClone()).OrderBy(static item => item.ToJsonString(), StringComparer.Ordinal)]);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Normalize(item);
                }

                break;
        }
    }
}
