using Pharos.Scrape.Targets;

namespace Pharos.Scrape.Looping;

/// <summary>When a target is scraped: at its own ticks, which are spread over the interval and the same after every restart.</summary>
internal sealed class ScrapeClock(Target target, ulong seed, ScrapeServices services)
{
    private readonly TimeSpan _interval = target.Interval;
    private readonly TimeSpan _tolerance = TimeSpan.FromTicks(Math.Min(services.TimestampTolerance.Ticks, target.Interval.Ticks / 100));
    private DateTimeOffset _next = services.Time.GetUtcNow() + target.UntilTick(services.Time.GetUtcNow(), seed);

    /// <summary>Waits for the next tick, and gives the time that the samples of its scrape have. A tick that was missed is made up for at once.</summary>
    public async Task<DateTimeOffset> WaitAsync(CancellationToken stop)
    {
        var wait = _next - services.Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, services.Time, stop);
        }

        stop.ThrowIfCancellationRequested();
        var now = services.Time.GetUtcNow();
        while (now - _next >= _interval)
        {
            _next += _interval;
        }

        var tick = _next;
        _next += _interval;

        // Timers count whole milliseconds, so one may end a little early.
        return services.AlignsTimestamps && (now - tick).Duration() <= _tolerance ? tick : now;
    }
}
