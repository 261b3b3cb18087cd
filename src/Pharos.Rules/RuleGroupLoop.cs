using System.Diagnostics.CodeAnalysis;
using Pharos.Rules.Alerting;

namespace Pharos.Rules;

/// <summary>Evaluates a group at its ticks, until it is stopped.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Sources without timers hold nothing, and the loop may be told to stop when it has ended.")]
internal sealed class RuleGroupLoop
{
    private readonly RuleServices _services;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private bool _restores;

    /// <param name="restores">Whether what was known before a restart is to be looked up, after two evaluations.</param>
    public RuleGroupLoop(RuleGroup group, bool restores, RuleServices services)
    {
        (Group, _restores, _services) = (group, restores, services);
    }

    public RuleGroup Group { get; }

    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Stops the one that was there for the group before, at once, and goes on where it stopped.</summary>
    public void Start(RuleGroupLoop? earlier)
    {
        var ended = earlier?.StopAsync() ?? Task.CompletedTask;
        Completion = Task.Run(async () =>
        {
            await ended;
            if (earlier is not null)
            {
                Group.TakeOver(earlier.Group);
                _restores = earlier._restores;
            }

            await RunAsync();
        });
    }

    /// <summary>Ends when the rule that is being evaluated has ended.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return Completion;
    }

    /// <summary>As <see cref="StopAsync"/>, without waiting for queries: the server is going down.</summary>
    public Task AbandonAsync()
    {
        _abandon.Cancel();
        return StopAsync();
    }

    /// <summary>The tick of the group at or before a time: its own place in the interval, the same at every start.</summary>
    public static DateTimeOffset TickBefore(DateTimeOffset time, RuleGroupIdentity identity, TimeSpan interval)
    {
        // To the millisecond: timers count whole ones, and so do samples.
        var length = (long)interval.TotalMilliseconds;
        var place = (long)(identity.Hash() % (ulong)length);
        var since = time.ToUnixTimeMilliseconds() - place;
        return DateTimeOffset.FromUnixTimeMilliseconds(since - since % length + place);
    }

    private async Task RunAsync()
    {
        var interval = Group.Settings.Interval;
        var key = Group.Identity.Key;
        var tick = TickBefore(_services.Time.GetUtcNow(), Group.Identity, interval) + interval;
        var evaluations = 0;
        try
        {
            while (true)
            {
                var wait = tick - _services.Time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _services.Time, _stop.Token);
                }

                _stop.Token.ThrowIfCancellationRequested();
                var missed = (_services.Time.GetUtcNow() - tick).Ticks / interval.Ticks;
                if (missed > 0)
                {
                    _services.Metrics.Missed.WithLabels(key).Add(missed);
                    _services.Metrics.Scheduled.WithLabels(key).Add(missed);
                    tick += missed * interval;
                }

                _services.Metrics.Scheduled.WithLabels(key).Increment();
                await Group.EvaluateAsync(tick, _stop.Token, _abandon.Token);

                // Not before: the first time there may be too little data for what alerts depend on.
                if (_restores && ++evaluations == 2)
                {
                    AlertRestoration.Restore(Group, _services, _services.Time.GetUtcNow());
                    _restores = false;
                }

                tick += interval;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The loop was stopped.
        }
    }
}
