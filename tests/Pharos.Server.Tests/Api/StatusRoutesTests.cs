using System.Text.Json;

namespace Pharos.Server.Tests.Api;

public sealed class StatusRoutesTests
{
    private const string Configuration =
        """
        global: {scrape_interval: 100ms, scrape_timeout: 100ms}
        storage: {tsdb: {retention: {time: 1w, size: 1GiB}}}
        scrape_configs:
          - job_name: answering
            basic_auth: {username: me, password: very secret}
            static_configs: [{targets: [TARGET]}]
        """;

    [Fact]
    public async Task Configuration_IsShownWithoutItsSecrets()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration);
        var yaml = (await server.DataAsync("status/config")).GetProperty("yaml").GetString()!;
        Assert.Contains("scrape_interval: 100ms\n", yaml, StringComparison.Ordinal);
        Assert.Contains("password: <secret>\n", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("very secret", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_AreThoseOfTheOptionsInOrder()
    {
        var flags = new Dictionary<string, string> { ["web.page-title"] = "A & B", ["agent"] = "false" };
        await using var server = await ScrapingServer.StartAsync(Configuration, change: options => options with { Flags = flags });
        using var answer = await server.Server.SendAsync("GET", "api/v1/status/flags");
        Assert.Equal(
            """{"status":"success","data":{"agent":"false","web.page-title":"A \u0026 B"}}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RuntimeInfo_HasAllFields()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration);
        var data = await server.DataAsync("status/runtimeinfo");
        Assert.Equal(
            ["startTime", "CWD", "hostname", "serverTime", "reloadConfigSuccess", "lastConfigTime", "corruptionCount", "goroutineCount", "GOMAXPROCS", "GOMEMLIMIT", "GOGC", "GODEBUG", "storageRetention"],
            data.EnumerateObject().Select(static field => field.Name));
        Assert.Equal("1w or 1GiB", data.GetProperty("storageRetention").GetString());
        Assert.True(data.GetProperty("reloadConfigSuccess").GetBoolean());
        Assert.InRange(data.GetProperty("serverTime").GetDateTimeOffset(), data.GetProperty("startTime").GetDateTimeOffset(), DateTimeOffset.MaxValue);
        Assert.InRange(data.GetProperty("lastConfigTime").GetDateTimeOffset().AddSeconds(1), data.GetProperty("startTime").GetDateTimeOffset(), DateTimeOffset.MaxValue);
        Assert.Equal(0, data.GetProperty("corruptionCount").GetInt64());
    }

    [Fact]
    public async Task Tsdb_AfterAScrape_CountsWhatIsThere()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, "one{a=\"1\"} 1\none{a=\"2\"} 1\ntwo 2\n");
        var data = await server.WaitAsync("status/tsdb?limit=2", static data => data.GetProperty("headStats").GetProperty("chunkCount").GetInt32() == 8);
        var metrics = data.GetProperty("seriesCountByMetricName");
        Assert.Equal("""{"name":"one","value":2}""", metrics[0].GetRawText());
        Assert.Equal(1, metrics[1].GetProperty("value").GetInt32());
        Assert.Equal(2, metrics.GetArrayLength());
        Assert.Equal("""[{"name":"__name__","value":7},{"name":"a","value":2}]""", data.GetProperty("labelValueCountByLabelName").GetRawText());
        Assert.Equal($$"""[{"name":"instance={{server.Target}}","value":8},{"name":"job=answering","value":8}]""", data.GetProperty("seriesCountByLabelValuePair").GetRawText());
        var instance = 8 * ("instance".Length + server.Target.Length + 2);
        Assert.Contains($$"""{"name":"instance","value":{{instance}}}""", data.GetProperty("memoryInBytesByLabelName").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(11, data.GetProperty("headStats").GetProperty("numLabelPairs").GetInt32());
        Assert.Equal(8, data.GetProperty("headStats").GetProperty("numSeries").GetInt32());
    }

    [Theory]
    [InlineData("status/tsdb?limit=0", 400, "limit must be a positive number")]
    [InlineData("status/tsdb?limit=x", 400, "limit must be a positive number")]
    [InlineData("status/tsdb?limit=10001", 400, "limit must not exceed 10000")]
    [InlineData("status/tsdb?limit=10000", 200, null)]
    [InlineData("rules?type=other", 400, "invalid parameter \"type\": not supported value \"other\"")]
    [InlineData("rules?type=ALERT&exclude_alerts=TRUE&group_limit=1", 200, null)]
    [InlineData("rules?exclude_alerts=yes", 400, "invalid parameter \"exclude_alerts\": error converting exclude_alerts: strconv.ParseBool: parsing \"yes\": invalid syntax")]
    [InlineData("rules?group_limit=x", 400, "invalid parameter \"group_limit\": group_limit needs to be a valid number: strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("rules?group_limit=4294967296", 400, "invalid parameter \"group_limit\": group_limit needs to be a valid number: strconv.ParseInt: parsing \"4294967296\": value out of range")]
    [InlineData("rules?group_limit=0", 400, "invalid parameter \"group_limit\": group_limit needs to be greater than 0")]
    [InlineData("rules?group_next_token=x", 400, "invalid parameter \"group_next_token\": group_limit needs to be present in order to paginate over the groups")]
    [InlineData("rules?group_next_token=x&group_limit=1", 400, "invalid parameter \"group_next_token\": invalid group_next_token 'x'. were rule groups changed?")]
    [InlineData("rules?match[]={}", 400, "match[] must contain at least one non-empty matcher")]
    public async Task Parameters_OfAllRoutes_AreChecked(string path, int status, string? error)
    {
        await using var server = await ScrapingServer.StartAsync(Configuration);
        var answer = await server.AskAsync(path);
        Assert.Equal(status, answer.Status);
        Assert.Equal(error, answer.Json.TryGetProperty("error", out var text) ? text.GetString() : null);
    }

    [Theory]
    [InlineData("rules", """{"groups":[]}""")]
    [InlineData("alerts", """{"alerts":[]}""")]
    [InlineData("alertmanagers", """{"activeAlertmanagers":[],"droppedAlertmanagers":[]}""")]
    [InlineData("status/tsdb/blocks", """{"blocks":[]}""")]
    [InlineData("status/walreplay", """{"min":0,"max":0,"current":0}""")]
    public async Task Answers_OfANewServer_AreEmpty(string path, string expected)
    {
        await using var server = await ScrapingServer.StartAsync(Configuration);
        Assert.Equal(expected, (await server.DataAsync(path)).GetRawText());
    }

    [Fact]
    public async Task Blocks_OfAServerWithSome_AreTheirMetaFiles()
    {
        using var folder = new Testing.TemporaryFolder();
        using (var database = Tsdb.Database.Open(folder.Path))
        {
            using var appender = database.NewAppender();
            for (var i = 0; i < 5; i++)
            {
                appender.Append(default, Model.Labels.Of(("__name__", "a")).View, i * 3_600_000L, i);
            }

            appender.Commit();
            database.Maintain(TestContext.Current.CancellationToken);
        }

        await using var server = await RunningServer.StartAsync(RunningServer.Options with
        {
            Storage = new Storage.StorageOptions { Path = folder.Path, Database = new Tsdb.DatabaseOptions { Retention = static () => default } },
        });
        using var answer = await server.SendAsync("GET", "api/v1/status/tsdb/blocks");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("""{"status":"success","data":{"blocks":[{"ulid":""", body, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        var block = json.RootElement.GetProperty("data").GetProperty("blocks")[0];
        Assert.Equal(7_200_000, block.GetProperty("maxTime").GetInt64());
        Assert.Equal(1, block.GetProperty("compaction").GetProperty("level").GetInt32());
        using var replay = await server.SendAsync("GET", "api/v1/status/walreplay");
        using var progress = JsonDocument.Parse(await replay.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var data = progress.RootElement.GetProperty("data");
        Assert.Equal(data.GetProperty("max").GetInt32(), data.GetProperty("current").GetInt32());
    }
}
