using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Scrape.Looping;
using Pharos.Scrape.Targets;
using Pharos.Testing.Time;

namespace Pharos.Scrape.Tests.Looping;

/// <summary>When a target is scraped, and what time its samples have.</summary>
public sealed class ScrapeClockTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Wait_TimerIsOnTime_GivesTheTick()
    {
        var (clock, first) = NewClock(alignsTimestamps: true);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(first + i * Interval, await WaitAsync(clock, first + i * Interval - _time.GetUtcNow()));
        }
    }

    [Theory]
    [InlineData(0.5, true, 0)]
    [InlineData(1.9, true, 0)]
    [InlineData(2.1, true, 2.1)]
    [InlineData(40, true, 40)]
    [InlineData(0.5, false, 0.5)]
    public async Task Wait_TimerIsLate_GivesTheTickIfItIsNear(double lateMs, bool alignsTimestamps, double expectedMs)
    {
        var (clock, first) = NewClock(alignsTimestamps);
        _time.Advance(first - _time.GetUtcNow() + TimeSpan.FromMilliseconds(lateMs));
        Assert.Equal(first + TimeSpan.FromMilliseconds(expectedMs), await clock.WaitAsync(CancellationToken.None));

        // The lateness does not add up; timers count whole milliseconds.
        Assert.InRange(await WaitAsync(clock, first + Interval - _time.GetUtcNow()), first + Interval - TimeSpan.FromMilliseconds(1), first + Interval);
    }

    [Fact]
    public async Task Wait_ShortInterval_ToleratesAHundredthOfIt()
    {
        var (clock, first) = NewClock(alignsTimestamps: true, interval: "100ms");
        _time.Advance(first - _time.GetUtcNow() + TimeSpan.FromMilliseconds(1.5));
        Assert.Equal(first + TimeSpan.FromMilliseconds(1.5), await clock.WaitAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(12, 12, 20)]
    [InlineData(20, 20, 30)]
    [InlineData(57, 57, 60)]
    public async Task Wait_ScrapeTookTooLong_MakesUpForOneTickAndLeavesOutTheRest(double tookSeconds, double scraped, double following)
    {
        var (clock, first) = NewClock(alignsTimestamps: true);
        await WaitAsync(clock, first - _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(tookSeconds));
        Assert.Equal(first.AddSeconds(scraped), await clock.WaitAsync(CancellationToken.None));
        Assert.Equal(first.AddSeconds(following), await WaitAsync(clock, first.AddSeconds(following) - _time.GetUtcNow()));
    }

    [Fact]
    public async Task Wait_IsStopped_Ends()
    {
        var (clock, _) = NewClock(alignsTimestamps: true);
        using var stop = new CancellationTokenSource();
        var waiting = clock.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task<DateTimeOffset> WaitAsync(ScrapeClock clock, TimeSpan due)
    {
        var waiting = clock.WaitAsync(CancellationToken.None);
        await _time.UntilTimerAsync(TimeSpan.FromMilliseconds(Math.Floor(due.TotalMilliseconds)));
        _time.Advance(due);
        return await waiting;
    }

    private (ScrapeClock Clock, DateTimeOffset FirstTick) NewClock(bool alignsTimestamps, string interval = "10s")
    {
        var job = ScrapedTarget.Job($"scrape_interval: {interval}\nscrape_timeout: {interval}");
        var target = new TargetBuilder(job).Build(default, Labels.Of(("__address__", "host:1")), out _, out _)!;
        var services = new ScrapeServices
        {
            Store = null!,
            Time = _time,
            Log = NullLogger.Instance,
            Metrics = new MetricRegistry(_time),
            Http = new HttpClientServices { Log = NullLogger.Instance, UserAgent = "" },
            AlignsTimestamps = alignsTimestamps,
        };
        return (new ScrapeClock(target, 0, services), _time.GetUtcNow() + target.UntilTick(_time.GetUtcNow(), 0));
    }
}
