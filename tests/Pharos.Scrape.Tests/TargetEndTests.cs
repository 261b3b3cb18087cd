using Pharos.Scrape.Targets;
using Pharos.Scrape.Tests.Hostile;
using Pharos.Scrape.Tests.Stage;

namespace Pharos.Scrape.Tests;

/// <summary>When the end of a target's series is marked.</summary>
public sealed class TargetEndTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly HostileServer _server = new();
    private ScrapeStage _stage = new();
    private DateTimeOffset _start;

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Discovery_TargetIsGone_MarksItAfterTwoIntervalsAtTheTimeOfTheFirst()
    {
        await StartAsync();
        _stage.Discover();
        await AdvanceAsync(Interval);
        await AdvanceAsync(Interval);
        await _stage.Time.UntilTimerAsync(Interval / 10);
        Assert.Equal(["1@0"], _stage.Stored(_start, ("__name__", "a")));
        await AdvanceAsync(Interval / 10);
        await EndingsAsync();
        Assert.Equal(["1@0 stale@10"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(["1@0 stale@10"], _stage.Stored(_start, ("__name__", "up")));
        Assert.Equal(0, _stage.Metric("prometheus_target_scrape_pool_targets{scrape_job=\"j\"}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Discovery_TargetIsGoneAndBack_HasNoMarker(bool acceptsLate)
    {
        if (acceptsLate)
        {
            await _stage.DisposeAsync();
            _stage = new ScrapeStage(outOfOrderWindow: TimeSpan.FromHours(1));
        }

        await StartAsync();
        _stage.Discover();
        Find();
        var target = _stage.Target("j", "x");
        Assert.Equal(_start + Interval, await _stage.NextTickAsync(target));

        // The loop that ends and the new one have the same ticks.
        await AdvanceAsync(Interval, loops: 2);
        await AdvanceAsync(Interval, loops: 2);
        await _stage.Time.UntilTimerAsync(Interval);
        await AdvanceAsync(Interval / 10);
        await EndingsAsync();
        await AdvanceAsync(Interval - Interval / 10);
        await _stage.Time.UntilTimerAsync(Interval);
        Assert.Equal(["1@0 1@10 1@20 1@30"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(["1@0 1@10 1@20 1@30"], _stage.Stored(_start, ("__name__", "up")));
    }

    [Fact]
    public async Task Scrape_Fails_MarksAllSeriesAndSaysSo()
    {
        var target = await StartAsync();
        _server.Answer("/metrics", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
        await _stage.ScrapeAsync(target);
        await _stage.ScrapeAsync(target);
        _server.Answer("/metrics", HostileStage.Ok("a 2\n"));
        await _stage.ScrapeAsync(target);
        Assert.Equal(["1@0 stale@10 2@30"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(["1@0 0@10 0@20 1@30"], _stage.Stored(_start, ("__name__", "up")));
        Assert.Equal(["1@0 0@10 0@20 1@30"], _stage.Stored(_start, ("__name__", "scrape_samples_scraped")));
        Assert.Equal(["1@0 0@10 0@20 0@30"], _stage.Stored(_start, ("__name__", "scrape_series_added")));
    }

    [Fact]
    public async Task Stop_ServerGoesDown_MarksNothing()
    {
        await StartAsync();
        await _stage.Manager.StopAsync();
        Assert.Equal(["1@0"], _stage.Stored(_start, ("__name__", "a")));
        Assert.Equal(["1@0"], _stage.Stored(_start, ("__name__", "up")));
    }

    [Fact]
    public async Task Stop_WhileATargetWaitsForItsEnd_MarksNothing()
    {
        await StartAsync();
        _stage.Discover();
        await AdvanceAsync(Interval);
        await _stage.Manager.StopAsync();
        Assert.Equal(["1@0"], _stage.Stored(_start, ("__name__", "a")));
    }

    [Fact]
    public async Task Stop_DuringAScrape_EndsAtOnce()
    {
        var target = await StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer("/metrics", connection =>
        {
            asked.SetResult();
            return connection.StallAsync();
        });
        await _stage.BeginScrapeAsync(target);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await _stage.Manager.StopAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["1@0"], _stage.Stored(_start, ("__name__", "a")));
    }

    [Fact]
    public async Task Scrape_TimesAreTheTargetsOwn_EndOnlyIfTheJobWantsThat()
    {
        foreach (var (tracks, expected) in ((string, string)[])[("false", "1@0"), ("true", "1@0 stale@10")])
        {
            await using var stage = new ScrapeStage();
            var now = stage.Time.GetUtcNow();
            _server.Answer("/metrics", HostileStage.Ok($"a 1 {now.ToUnixTimeMilliseconds()}\n"));
            stage.Configure($"job_name: j\nscrape_interval: 10s\nscrape_timeout: 5s\ntrack_timestamps_staleness: {tracks}");
            stage.Discover(("j", [("__address__", _server.Address), ("instance", "x")]));
            var target = stage.Target("j", "x");
            await stage.ScrapeAsync(target);
            _server.Answer("/metrics", HostileStage.Ok("b 1\n"));
            var second = await stage.NextTickAsync(target);
            await stage.ScrapeAsync(target);
            var expectedHere = expected.Replace("stale@10", $"stale@{(second - now).TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}", StringComparison.Ordinal);
            Assert.Equal([expectedHere], stage.Stored(now, ("__name__", "a")));
        }
    }

    [Fact]
    public async Task Discovery_MoreTargetsThanAllowed_ScrapesNoneOfThemUntilThereAreFewer()
    {
        _server.Answer("/metrics", HostileStage.Ok("a 1\n"));
        _stage.Configure("job_name: j\nscrape_interval: 10s\nscrape_timeout: 5s\ntarget_limit: 1");
        Find();
        var target = _stage.Target("j", "x");
        Assert.Equal(TargetHealth.Up, (await _stage.ScrapeAsync(target)).Health);
        _stage.Discover(("j", [("__address__", _server.Address), ("instance", "x")]), ("j", [("__address__", _server.Address), ("instance", "y")]));
        Assert.Equal("target_limit exceeded (number of targets: 2, limit: 1)", (await _stage.ScrapeAsync(target)).Error);
        Assert.Equal("target_limit exceeded (number of targets: 2, limit: 1)", (await _stage.ScrapeAsync(_stage.Target("j", "y"))).Error);
        Assert.Equal(0, _stage.Newest("up", "y"));
        Assert.Equal(1, _stage.Metric("prometheus_target_scrape_pool_exceeded_target_limit_total"));
        Assert.Equal(1, _stage.Metric("prometheus_target_scrape_pool_target_limit{scrape_job=\"j\"}"));
        Find();
        Assert.Equal(TargetHealth.Up, (await _stage.ScrapeAsync(target)).Health);
    }

    private void Find() => _stage.Discover(("j", [("__address__", _server.Address), ("instance", "x")]));

    /// <summary>One target, scraped once at the start time.</summary>
    private async Task<Target> StartAsync()
    {
        _server.Answer("/metrics", HostileStage.Ok("a 1\n"));
        _stage.Configure("job_name: j\nscrape_interval: 10s\nscrape_timeout: 5s");
        Find();
        var target = _stage.Target("j", "x");
        _start = await _stage.NextTickAsync(target);
        await _stage.ScrapeAsync(target);
        return target;
    }

    /// <summary>Moves the clock when so many loops wait for that time.</summary>
    private async Task AdvanceAsync(TimeSpan by, int loops = 1)
    {
        await _stage.Time.UntilTimerAsync(by, loops);
        _stage.Time.Advance(by);
    }

    private Task EndingsAsync() => _stage.Manager.EndingsAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
