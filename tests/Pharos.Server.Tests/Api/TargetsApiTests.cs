using System.Text.Json;

namespace Pharos.Server.Tests.Api;

public sealed class TargetsApiTests
{
    private const string Configuration =
        """
        scrape_configs:
          - job_name: never
            scrape_interval: 1h
            static_configs: [{targets: ["example.invalid:1", "kept.invalid:2"], labels: {zone: "a<b"}}]
            relabel_configs:
              - {source_labels: [__address__], regex: "example.*", action: drop}
              - {source_labels: [zone], regex: "(.*)<(.*)", target_label: both, replacement: "$2$1"}
          - job_name: answering
            scrape_interval: 1s
            static_configs: [{targets: [TARGET]}]
          - job_name: all dropped
            static_configs: [{targets: ["a.invalid:1", "b.invalid:1"]}]
            relabel_configs: [{action: drop}]
        """;

    private const string Exposition =
        """
        # HELP one_total Counts "one" thing.
        # TYPE one_total counter
        one_total 1
        # HELP two Measures.
        # TYPE two gauge
        two 2

        """;

    [Fact]
    public async Task Targets_AScrapedOne_HasAllFields()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, Exposition);
        var data = await server.WaitAsync("targets?state=active&scrapePool=answering", static data =>
            data.GetProperty("activeTargets") is var all && all.GetArrayLength() == 1 && all[0].GetProperty("health").GetString() == "up");
        var target = data.GetProperty("activeTargets")[0];
        Assert.Equal(
            ["discoveredLabels", "labels", "scrapePool", "scrapeUrl", "globalUrl", "lastError", "lastScrape", "lastScrapeDuration", "health", "scrapeInterval", "scrapeTimeout"],
            target.EnumerateObject().Select(static field => field.Name));
        Assert.Equal($$"""{"instance":"{{server.Target}}","job":"answering"}""", target.GetProperty("labels").GetRawText());
        Assert.Equal(server.Target, target.GetProperty("discoveredLabels").GetProperty("__address__").GetString());
        Assert.Equal($"http://{server.Target}/metrics", target.GetProperty("scrapeUrl").GetString());
        Assert.Equal($"http://{System.Net.Dns.GetHostName()}:{server.Target.Split(':')[1]}/metrics", target.GetProperty("globalUrl").GetString());
        Assert.Equal("", target.GetProperty("lastError").GetString());
        Assert.InRange(target.GetProperty("lastScrape").GetDateTimeOffset(), DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.MaxValue);
        Assert.True(target.GetProperty("lastScrapeDuration").GetDouble() > 0);
        Assert.Equal("1s", target.GetProperty("scrapeInterval").GetString());
        Assert.Equal("1s", target.GetProperty("scrapeTimeout").GetString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("droppedTargetCounts").ValueKind);
        Assert.Empty(data.GetProperty("droppedTargets").EnumerateArray());
    }

    [Fact]
    public async Task Targets_BeforeTheFirstScrape_HaveNoTimeAndUnknownHealth()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, Exposition);
        var data = await server.WaitAsync("targets?scrapePool=never", static data => data.GetProperty("activeTargets").GetArrayLength() == 1);
        var target = data.GetProperty("activeTargets")[0];
        Assert.Equal("0001-01-01T00:00:00Z", target.GetProperty("lastScrape").GetString());
        Assert.Equal("unknown", target.GetProperty("health").GetString());
        Assert.Equal("""{"both":"ba","instance":"kept.invalid:2","job":"never","zone":"a<b"}""", target.GetProperty("labels").GetRawText());
    }

    [Theory]
    [InlineData("", 2, 3)]
    [InlineData("?state=any", 2, 3)]
    [InlineData("?state=ACTIVE", 2, 0)]
    [InlineData("?state=dropped", 0, 3)]
    [InlineData("?state=other", 0, 0)]
    [InlineData("?scrapePool=never", 1, 1)]
    [InlineData("?scrapePool=nothing", 0, 0)]
    public async Task Targets_ByStateAndPool_AreThose(string query, int active, int dropped)
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, Exposition);
        await server.WaitAsync("targets", static data => data.GetProperty("activeTargets").GetArrayLength() == 2 && data.GetProperty("droppedTargets").GetArrayLength() == 3);
        var data = await server.DataAsync("targets" + query);
        Assert.Equal(active, data.GetProperty("activeTargets").GetArrayLength());
        Assert.Equal(dropped, data.GetProperty("droppedTargets").GetArrayLength());
        Assert.Equal(
            query is "?state=ACTIVE" or "?state=other" ? "null" : """{"all dropped":2,"answering":0,"never":1}""",
            data.GetProperty("droppedTargetCounts").GetRawText());
    }

    [Theory]
    [InlineData("scrape_pools", 200, """{"status":"success","data":{"scrapePools":["all dropped","answering","never"]}}""")]
    [InlineData("scrape_pools/config", 400, """{"status":"error","errorType":"bad_data","error":"no scrapePool parameter provided"}""")]
    [InlineData("scrape_pools/config?scrapePool=x", 400, """{"status":"error","errorType":"bad_data","error":"error retrieving scrape config: scrape pool \"x\" not found"}""")]
    [InlineData("targets/relabel_steps", 400, """{"status":"error","errorType":"bad_data","error":"no scrapePool parameter provided"}""")]
    [InlineData("targets/relabel_steps?scrapePool=x", 400, """{"status":"error","errorType":"bad_data","error":"no labels parameter provided"}""")]
    [InlineData("targets/relabel_steps?scrapePool=x&labels={}", 400, """{"status":"error","errorType":"bad_data","error":"error retrieving scrape config: scrape pool \"x\" not found"}""")]
    [InlineData("targets/relabel_steps?scrapePool=never&labels=[]", 400, """{"status":"error","errorType":"bad_data","error":"error parsing labels: not an object with texts in it"}""")]
    [InlineData("targets/relabel_steps?scrapePool=never&labels={\"a\":1}", 400, """{"status":"error","errorType":"bad_data","error":"error parsing labels: not an object with texts in it"}""")]
    [InlineData("targets/relabel_steps?scrapePool=answering&labels={}", 200, """{"status":"success","data":{"steps":[]}}""")]
    [InlineData("targets/relabel_steps?scrapePool=never&labels={\"__address__\":\"x\",\"zone\":\"c<d\",\"none\":\"\"}", 200,
        """{"status":"success","data":{"steps":[{"rule":{"source_labels":["__address__"],"separator":";","regex":"example.*","replacement":"$1","action":"drop"},"output":{"__address__":"x","zone":"c<d"},"keep":true},{"rule":{"source_labels":["zone"],"separator":";","regex":"(.*)\u003c(.*)","target_label":"both","replacement":"$2$1","action":"replace"},"output":{"__address__":"x","both":"dc","zone":"c<d"},"keep":true}]}}""")]
    [InlineData("targets/relabel_steps?scrapePool=never&labels={\"__address__\":\"example\"}", 200,
        """{"status":"success","data":{"steps":[{"rule":{"source_labels":["__address__"],"separator":";","regex":"example.*","replacement":"$1","action":"drop"},"output":{},"keep":false},{"rule":{"source_labels":["zone"],"separator":";","regex":"(.*)\u003c(.*)","target_label":"both","replacement":"$2$1","action":"replace"},"output":{},"keep":false}]}}""")]
    [InlineData("targets/metadata?limit=x", 400, """{"status":"error","errorType":"bad_data","error":"limit must be a number"}""")]
    [InlineData("targets/metadata?limit=0", 200, """{"status":"success","data":[]}""")]
    [InlineData("metadata?limit=x", 400, """{"status":"error","errorType":"bad_data","error":"limit must be a number"}""")]
    [InlineData("metadata?limit_per_metric=x", 400, """{"status":"error","errorType":"bad_data","error":"limit_per_metric must be a number"}""")]
    [InlineData("metadata?limit=0", 200, """{"status":"success","data":{}}""")]
    [InlineData("metadata?metric=nothing", 200, """{"status":"success","data":{}}""")]
    public async Task Answers_OfAllRoutes_AreTheReferences(string path, int status, string expected)
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, Exposition);
        using var answer = await server.Server.SendAsync("GET", "api/v1/" + path);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task PoolConfig_HasItsDefaultsFilledIn()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, Exposition);
        var yaml = (await server.DataAsync("scrape_pools/config?scrapePool=answering")).GetProperty("yaml").GetString()!;
        Assert.StartsWith("job_name: answering\nhonor_timestamps: true\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\nscrape_timeout: 1s\n", yaml, StringComparison.Ordinal);
        Assert.Contains(server.Target, yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_OfAScrapedTarget_IsWhatItSays()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, Exposition);
        var metrics = await server.WaitAsync("metadata", static data => data.TryGetProperty("two", out _));
        Assert.Equal(
            """{"one_total":[{"type":"counter","unit":"","help":"Counts \"one\" thing."}],"two":[{"type":"gauge","unit":"","help":"Measures."}]}""", metrics.GetRawText());
        Assert.Equal("""{"one_total":[{"type":"counter","unit":"","help":"Counts \"one\" thing."}]}""", (await server.DataAsync("metadata?limit=1")).GetRawText());
        Assert.Equal("""{"two":[{"type":"gauge","unit":"","help":"Measures."}]}""", (await server.DataAsync("metadata?metric=two")).GetRawText());
        var labels = $$"""{"instance":"{{server.Target}}","job":"answering"}""";
        Assert.Equal(
            $$"""[{"target":{{labels}},"type":"gauge","help":"Measures.","unit":""}]""", (await server.DataAsync("targets/metadata?metric=two")).GetRawText());
        Assert.Equal(
            $$"""[{"target":{{labels}},"metric":"one_total","type":"counter","help":"Counts \"one\" thing.","unit":""},{"target":{{labels}},"metric":"two","type":"gauge","help":"Measures.","unit":""}]""",
            (await server.DataAsync("targets/metadata?match_target={job=\"answering\"}")).GetRawText());
        Assert.Equal("[]", (await server.DataAsync("targets/metadata?match_target={job!=\"answering\"}")).GetRawText());
        Assert.Equal(400, (await server.AskAsync("targets/metadata?match_target={")).Status);
    }
}
