namespace Pharos.Scrape.Tests.Hostile;

/// <summary>Answers that are in order as far as HTTP goes, and expose nonsense.</summary>
[Collection(HostileTargetsAlone.Name)]
public sealed class HostileExpositionTests
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string Protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    [Theory]
    [InlineData("a 1\nb{x=\"1", "text/plain")]
    [InlineData("a 1\nb", "text/plain")]
    [InlineData("a 1\n", OpenMetrics)]
    [InlineData("# TYPE a counter\na_total 1\n# EO", OpenMetrics)]
    public async Task Scrape_CutOff_StoresNothing(string body, string type)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", HostileStage.Ok(body, type));
        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "a")));
    }

    [Fact]
    public async Task Scrape_Rubbish_Fails()
    {
        var random = new Random(7);
        foreach (var type in (string[])["text/plain", OpenMetrics, Protobuf])
        {
            await using var stage = new HostileStage();
            for (var attempt = 0; attempt < 4; attempt++)
            {
                var rubbish = new byte[20_000];
                random.NextBytes(rubbish);
                await stage.FailsAsync("", connection => connection.SendAnswerAsync(rubbish, $"Content-Type: {type}\r\n"));
            }
        }
    }

    [Theory]
    [InlineData("a{x=\"\u00ff\u00fe\"} 1\n", "text/plain")]
    [InlineData("a{x=\"\u00c3\"} 1\n", "text/plain")]
    [InlineData("{\"\u00ff\"} 1\n", "text/plain")]
    [InlineData("a{x=\"\u00ff\"} 1\n# EOF\n", OpenMetrics)]
    public async Task Scrape_TextIsNoUtf8_Fails(string body, string type)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", HostileStage.Ok(body, type));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 4, 0x0A, 0x7F, 1, 1 })]
    [InlineData(new byte[] { 3, 0x0A, 1 })]
    [InlineData(new byte[] { 2, 0x0F, 0 })]
    public async Task Scrape_MessagesReachBeyondTheEnd_Fails(byte[] body)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", connection => connection.SendAnswerAsync(body, $"Content-Type: {Protobuf}\r\n"));
    }

    [Fact]
    public async Task Scrape_GroupsAreNestedDeeply_Fails()
    {
        // A hundred thousand groups in each other, of an unknown field.
        var groups = Enumerable.Repeat((byte)0x7B, 100_000).ToArray();
        byte[] body = [0xA0, 0x8D, 0x06, .. groups];
        await using var stage = new HostileStage();
        await stage.FailsAsync("", connection => connection.SendAnswerAsync(body, $"Content-Type: {Protobuf}\r\n"));
    }

    [Fact]
    public async Task Scrape_BracesWithoutEnd_Fails()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", HostileStage.Ok(new string('{', 1_000_000)));
        await stage.FailsAsync("", HostileStage.Ok("a" + new string(' ', 1_000_000)));
        await stage.FailsAsync("", HostileStage.Ok("a{" + string.Concat(Enumerable.Repeat("x=\"1\",", 100_000))));
    }

    [Theory]
    [InlineData("label_value_length_limit: 100", "label_value_length_limit exceeded (metric: a, label name: x, value: \"vvvvvvvvvv")]
    [InlineData("label_name_length_limit: 100", "label_name_length_limit exceeded (metric: a, label name: nnnnnnnnnn")]
    [InlineData("label_limit: 10", "label_limit exceeded (metric: a, number of labels: ")]
    public async Task Scrape_LabelsOverTheLimit_Fails(string limit, string message)
    {
        var many = string.Join(',', Enumerable.Range(0, 20).Select(static i => $"l{i}=\"1\""));
        var line = $"a{{x=\"{new string('v', 100_000)}\",{new string('n', 100_000)}=\"1\",{many}}} 1\n";
        await using var stage = new HostileStage(limit);
        await stage.FailsAsync(message, HostileStage.Ok(line));
        Assert.Equal(1, stage.Stage.Metric("prometheus_target_scrape_pool_exceeded_label_limits_total"));
    }

    [Fact]
    public async Task Scrape_HugeLabelsWithoutALimit_AreStored()
    {
        await using var stage = new HostileStage();
        await stage.SucceedsAsync(HostileStage.Ok($"a{{x=\"{new string('v', 1_000_000)}\"}} 1\n"));
        Assert.Single(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "a")));
    }

    [Fact]
    public async Task Scrape_MoreSamplesThanAllowed_StoresNoneAndCountsAll()
    {
        await using var stage = new HostileStage("sample_limit: 100");
        await stage.FailsAsync("sample limit exceeded", HostileStage.Ok(string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"s{i} 1\n"))));
        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "s0")));
        Assert.Equal(1, stage.Stage.Metric("prometheus_target_scrapes_exceeded_sample_limit_total"));
    }

    [Fact]
    public async Task Scrape_RepeatedSamples_DoNotCountAgainstTheLimit()
    {
        await using var stage = new HostileStage("sample_limit: 2");
        await stage.SucceedsAsync(HostileStage.Ok("a 1\na 2\na 3\nb 1\n"));
        Assert.Equal(2, stage.Stage.Metric("prometheus_target_scrapes_sample_duplicate_timestamp_total"));
    }

    [Fact]
    public async Task Scrape_HistogramOfTooManyBuckets_Fails()
    {
        // A histogram with custom bounds cannot be made coarser.
        var buckets = string.Concat(Enumerable.Range(1, 50).Select(static i => $"h_bucket{{le=\"{i}\"}} {i}\n"));
        var body = "# TYPE h histogram\n" + buckets + "h_bucket{le=\"+Inf\"} 50\nh_sum 5\nh_count 50\n";
        await using var stage = new HostileStage("native_histogram_bucket_limit: 10\nconvert_classic_histograms_to_nhcb: true\nscrape_native_histograms: true");
        await stage.FailsAsync("histogram bucket limit exceeded", HostileStage.Ok(body));
        Assert.Equal(1, stage.Stage.Metric("prometheus_target_scrapes_exceeded_native_histogram_bucket_limit_total"));
    }

    [Fact]
    public async Task Scrape_DuplicatesAndStrangeTimes_KeepTheRest()
    {
        await using var stage = new HostileStage();
        var now = stage.Stage.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await stage.SucceedsAsync(HostileStage.Ok(
            $"a 1\na 2\nold 1 {now - 86_400_000L * 365}\nnever 1 0\nahead 1 {now + 86_400_000}\nalways 1 {long.MaxValue}\nsoon 1 {now + 300_000}\nb 1\n"));
        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "ahead")));
        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "always")));
        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "old")));
        Assert.Single(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "soon")));
        Assert.Single(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "b")));
        Assert.Equal(1, stage.Stage.Metric("prometheus_target_scrapes_sample_duplicate_timestamp_total"));
        Assert.Equal(4, stage.Stage.Metric("prometheus_target_scrapes_sample_out_of_bounds_total"));
    }

    [Fact]
    public async Task Scrape_TimesGoBackwards_CountsAndGoesOn()
    {
        await using var stage = new HostileStage();
        var now = stage.Stage.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await stage.SucceedsAsync(HostileStage.Ok($"a 1 {now}\n"));
        await stage.SucceedsAsync(HostileStage.Ok($"a 2 {now - 5000}\nb 1\n"));
        Assert.Equal(1, stage.Stage.Metric("prometheus_target_scrapes_sample_out_of_order_total"));
        Assert.Equal(["1@0"], stage.Stage.Stored(DateTimeOffset.FromUnixTimeMilliseconds(now), ("__name__", "a")));
    }
}
