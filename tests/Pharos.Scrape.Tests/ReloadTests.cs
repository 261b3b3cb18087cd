using Pharos.Model;
using Pharos.Scrape.Targets;
using Pharos.Scrape.Tests.Hostile;
using Pharos.Scrape.Tests.Stage;

namespace Pharos.Scrape.Tests;

/// <summary>What a changed configuration does to targets that are being scraped.</summary>
public sealed class ReloadTests : IAsyncDisposable
{
    private const string Job = "job_name: j\nscrape_interval: 10s\nscrape_timeout: 5s\n";
    private readonly ScrapeStage _stage = new();
    private readonly HostileServer _server = new();
    private DateTimeOffset _start;

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(Job, "job_name: other\nscrape_interval: 1h")]
    [InlineData(Job + "sample_limit: 100")]
    [InlineData(Job + "honor_labels: true")]
    [InlineData(Job + "basic_auth: {username: a, password: b}")]
    [InlineData(Job + "metric_relabel_configs: [{source_labels: [__name__], regex: none, action: drop}]")]
    [InlineData(Job + "relabel_configs: [{source_labels: [__address__], regex: none, action: drop}]")]
    public async Task Reload_TargetStaysTheSame_KeepsStateTicksAndSeries(params string[] after)
    {
        var target = await StartAsync();
        var last = target.Status.Last;
        var tick = await _stage.NextTickAsync(target);
        Assert.True(_stage.Configure(after));
        Assert.Same(target, _stage.Target("j", "x"));
        Assert.Same(last, target.Status.Last);
        Assert.Equal(tick, await _stage.NextTickAsync(target));
        await _stage.ScrapeAsync(target);
        await _stage.ScrapeAsync(target);
        Assert.Equal(["1@0 1@10 1@20"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(["1@0 1@10 1@20"], _stage.Stored(_start, ("__name__", "up"), ("job", "j")));
    }

    [Fact]
    public async Task Reload_SameConfiguration_IsNoReload()
    {
        var target = await StartAsync();
        Assert.True(_stage.Configure(Job));
        Assert.Same(target, _stage.Target("j", "x"));
        Assert.Equal(0, _stage.Metric("prometheus_target_scrape_pool_reloads_total"));
        Assert.True(_stage.Configure(Job + "sample_limit: 5"));
        Assert.Equal(1, _stage.Metric("prometheus_target_scrape_pool_reloads_total"));
        Assert.Equal(1, _stage.Metric("prometheus_target_reload_length_seconds_count{interval=\"10s\"}"));
    }

    [Fact]
    public async Task Reload_LimitChanges_TakesEffectAtTheNextTick()
    {
        var target = await StartAsync();
        _server.Answer("/metrics", HostileStage.Ok("a 1\nb 1\nc 1\n"));
        Assert.True(_stage.Configure(Job + "sample_limit: 2"));
        Assert.Equal("sample limit exceeded", (await _stage.ScrapeAsync(target)).Error);
        Assert.Equal(["1@0 stale@10"], _stage.Stored(_start, ("__name__", "a")));
        Assert.True(_stage.Configure(Job + "sample_limit: 3"));
        Assert.Equal("", (await _stage.ScrapeAsync(target)).Error);
        Assert.Equal(["1@0 stale@10 1@20"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(1, _stage.Metric("prometheus_target_scrapes_exceeded_sample_limit_total"));
    }

    [Theory]
    [InlineData("job_name: j\nscrape_interval: 4s\nscrape_timeout: 2s\n", 4)]
    [InlineData("job_name: j\nscrape_interval: 10s\nscrape_timeout: 7s\n", 10)]
    public async Task Reload_PaceChanges_GoesOnWithTheSameSeriesWithoutAMarker(string after, int interval)
    {
        var before = await StartAsync();
        Assert.True(_stage.Configure(after));
        var target = _stage.Target("j", "x");
        Assert.NotSame(before, target);
        Assert.Equal(TimeSpan.FromSeconds(interval), target.Interval);
        var ending = EndingsAsync();
        for (var i = 0; i < 8 || !ending.IsCompleted; i++)
        {
            Assert.Equal(TargetHealth.Up, (await _stage.ScrapeAsync(target)).Health);
        }

        // The old loop would have marked the end after two intervals and a tenth, at the time of the first.
        var samples = Assert.Single(_stage.Stored(_start, ("__name__", "a"))).Split(' ');
        Assert.DoesNotContain(samples, static sample => sample.StartsWith("stale", StringComparison.Ordinal));
        Assert.True(samples.Length >= 9);
    }

    [Fact]
    public async Task Reload_ExternalLabelsChange_KeepsTicksOfTargetsThatRun()
    {
        var target = await StartAsync();
        var tick = await _stage.NextTickAsync(target);
        Assert.True(_stage.Configure(Labels.Of(("replica", "b")), Job));
        Assert.Same(target, _stage.Target("j", "x"));
        Assert.Equal(tick, await _stage.NextTickAsync(target));
    }

    [Fact]
    public async Task Reload_JobIsGone_MarksItsSeriesAndDropsItsMetrics()
    {
        var target = await StartAsync();
        Assert.Equal(1, _stage.Metric("prometheus_target_scrape_pool_targets{scrape_job=\"j\"}"));
        Assert.True(_stage.Configure("job_name: other\nscrape_interval: 1h"));
        Assert.Null(_stage.Metric("prometheus_target_scrape_pool_targets{scrape_job=\"j\"}"));
        Assert.Null(_stage.Metric("prometheus_target_scrape_pool_sync_total{scrape_job=\"j\"}"));
        Assert.Null(_stage.Metric("prometheus_target_metadata_cache_entries{scrape_job=\"j\"}"));
        await EndAsync(target);
        Assert.Equal(["1@0 stale@10"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(["1@0 stale@10"], _stage.Stored(_start, ("__name__", "up")));
        Assert.Equal(2, _stage.Metric("prometheus_target_scrape_pools_total"));
    }

    [Fact]
    public async Task Reload_CertificateCannotBeRead_KeepsTheOldJob()
    {
        var target = await StartAsync();
        Assert.False(_stage.Configure(Job + "tls_config: {ca_file: /does/not/exist}"));
        Assert.Same(target, _stage.Target("j", "x"));
        Assert.Equal(TargetHealth.Up, (await _stage.ScrapeAsync(target)).Health);
        Assert.Equal(1, _stage.Metric("prometheus_target_scrape_pool_reloads_failed_total"));
        Assert.False(_stage.Configure(Job, "job_name: new\ntls_config: {ca_file: /does/not/exist}"));
        Assert.Equal(1, _stage.Metric("prometheus_target_scrape_pools_failed_total"));
    }

    /// <summary>One target, scraped once at the start time.</summary>
    private async Task<Target> StartAsync()
    {
        _server.Answer("/metrics", HostileStage.Ok("a 1\n"));
        Assert.True(_stage.Configure(Job));
        _stage.Discover(("j", [("__address__", _server.Address), ("instance", "x")]));
        var target = _stage.Target("j", "x");
        _start = await _stage.NextTickAsync(target);
        Assert.Equal((TargetHealth.Up, ""), await _stage.ScrapeAsync(target) is var last ? (last.Health, last.Error) : default);
        return target;
    }

    /// <summary>Lets a loop that was stopped right after a scrape come to the place where it marks the end.</summary>
    private async Task EndAsync(Target target)
    {
        foreach (var wait in (TimeSpan[])[target.Interval, target.Interval, target.Interval / 10])
        {
            await _stage.Time.UntilTimerAsync(wait);
            _stage.Time.Advance(wait);
        }

        await EndingsAsync();
    }

    private Task EndingsAsync() => _stage.Manager.EndingsAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
