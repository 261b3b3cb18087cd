using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Remote.Options;

namespace Pharos.Remote.Sending;

/// <summary>
/// How many shards a queue should have: by what comes in, what gets out, and how long requests take, as the reference calculates it. What happens is noted
/// by any thread; <see cref="Tick"/> is called every <see cref="MovingRate.Interval"/>.
/// </summary>
internal sealed class ShardPlan(QueueOptions options, ILogger log, TimeProvider time)
{
    /// <summary>So much more or less than now is no reason for a change.</summary>
    private const double Tolerance = 0.3;

    /// <summary>The part of what is behind that is to be caught up with in a second.</summary>
    private const double CatchUp = 0.05;

    /// <summary>A queue that is further behind gets no fewer shards.</summary>
    private const double MostSecondsBehind = 10;

    private readonly MovingRate _in = new();
    private readonly MovingRate _out = new();
    private readonly MovingRate _dropped = new();
    private readonly MovingRate _outTicks = new();
    private long _lastSent;
    private long _pausedSince;
    private long _pausedUntil;

    /// <summary>What the calculation came to the last time, before it was rounded and limited; null if there was nothing to calculate with.</summary>
    public double? Wanted { get; private set; }

    /// <summary>Samples that were committed to the log.</summary>
    public void NoteIn(long count) => _in.Add(count);

    /// <summary>Samples that were read and not enqueued.</summary>
    public void NoteDropped(long count) => _dropped.Add(count);

    /// <summary>A request that was done with, well or not.</summary>
    public void NoteSent(int count, TimeSpan took)
    {
        _out.Add(count);
        _outTicks.Add(took.Ticks);
        Volatile.Write(ref _lastSent, Now());
    }

    /// <summary>A receiver that has to be waited for is not helped by more requests.</summary>
    public void NoteWait(TimeSpan wait)
    {
        var now = Now();
        var until = (time.GetUtcNow() + 2 * wait).ToUnixTimeSeconds();
        for (var known = Volatile.Read(ref _pausedUntil); until > known;)
        {
            var before = Interlocked.CompareExchange(ref _pausedUntil, until, known);
            if (before == known)
            {
                if (known < now)
                {
                    Volatile.Write(ref _pausedSince, now);
                }

                return;
            }

            known = before;
        }
    }

    /// <summary>How many shards there should be.</summary>
    /// <param name="current">How many there are.</param>
    /// <param name="newestInSeconds">The time of the newest sample that was committed.</param>
    /// <param name="newestSentSeconds">The time of the newest one that was sent.</param>
    public int Tick(int current, double newestInSeconds, double newestSentSeconds)
    {
        _in.Tick();
        _out.Tick();
        _dropped.Tick();
        _outTicks.Tick();
        Wanted = null;
        if (_out.PerSecond <= 0)
        {
            return current;
        }

        var kept = _out.PerSecond / (_dropped.PerSecond + _out.PerSecond);
        var behind = newestInSeconds - newestSentSeconds;
        var pending = behind * _in.PerSecond * kept;
        var secondsPerSample = _outTicks.PerSecond / TimeSpan.TicksPerSecond / _out.PerSecond;
        var wanted = secondsPerSample * (_in.PerSecond * kept + CatchUp * pending);
        Wanted = wanted;
        log.Debug("QueueManager.calculateDesiredShards", [
            ("dataInRate", _in.PerSecond), ("dataOutRate", _out.PerSecond), ("dataKeptRatio", kept), ("dataPending", pending),
            ("timePerSample", secondsPerSample), ("desiredShards", wanted), ("highestSent", newestSentSeconds), ("highestRecv", newestInSeconds)]);

        wanted = Math.Ceiling(wanted);
        if (wanted >= current * (1 - Tolerance) && wanted <= current * (1 + Tolerance))
        {
            return current;
        }

        if (wanted < current && behind > MostSecondsBehind)
        {
            log.Debug("Not downsharding due to being too far behind");
            return current;
        }

        return (int)Math.Clamp(wanted, options.MinShards, options.MaxShards);
    }

    /// <summary>Whether now is a time to change the number.</summary>
    public bool MayChange()
    {
        var now = Now();
        var least = now - (long)MovingRate.Interval.TotalSeconds;
        var lastSent = Volatile.Read(ref _lastSent);
        if (lastSent < least)
        {
            log.Warn("Skipping resharding, last successful send was beyond threshold", [("lastSendTimestamp", lastSent), ("minSendTimestamp", least)]);
            return false;
        }

        var until = Volatile.Read(ref _pausedUntil);
        if (now < until)
        {
            log.Warn("Skipping resharding, resharding is disabled while waiting for recoverable errors", [
                ("disabled_at", DateTimeOffset.FromUnixTimeSeconds(Volatile.Read(ref _pausedSince))), ("disabled_for", TimeSpan.FromSeconds(until - now))]);
            return false;
        }

        return true;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
