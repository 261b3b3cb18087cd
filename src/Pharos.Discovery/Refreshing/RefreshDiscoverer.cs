using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Refreshing;

/// <summary>
/// A mechanism that asks for all it finds, at once and then again and again. What it found last stays while it fails; groups that a later
/// answer does not have are taken away.
/// </summary>
internal abstract class RefreshDiscoverer : IDiscoverer
{
    /// <summary>More than this a timer does not take, and less makes no sense.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(49);

    /// <summary>What an answer may take where answers are asked for more often than that.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(1);

    private readonly RefreshMetrics.Of _metrics;
    private HashSet<string> _sources = new(StringComparer.Ordinal);

    protected RefreshDiscoverer(string mechanism, TimeSpan interval, DiscoveryServices services)
    {
        Services = services;
        Interval = interval > LongestInterval ? LongestInterval : interval;
        _metrics = services.Metrics.Refreshes.For(mechanism, services.Job);
    }

    protected TimeSpan Interval { get; }

    protected DiscoveryServices Services { get; }

    /// <summary>When an answer is given up.</summary>
    protected virtual TimeSpan Patience => Interval > LeastPatience ? Interval : LeastPatience;

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        // The timer runs while a refresh does: an interval is from start to start. What it owes after a slow one is a single tick.
        using var timer = new PeriodicTimer(Interval, Services.Time);
        do
        {
            await UpdateAsync(sink, stop);
        }
        while (await WaitAsync(timer, stop));
    }

    /// <summary>All groups there are. Throws if they cannot be told, with a message that may be logged.</summary>
    protected abstract Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel);

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task UpdateAsync(ITargetSink sink, CancellationToken stop)
    {
        if (await TryRefreshAsync(stop) is { } groups && !stop.IsCancellationRequested)
        {
            var sources = groups.Select(static group => group.Source).ToHashSet(StringComparer.Ordinal);
            sink.Update([.. groups, .. _sources.Where(source => !sources.Contains(source)).Select(TargetGroup.Gone)]);
            _sources = sources;
        }
    }

    private async Task<IReadOnlyList<TargetGroup>?> TryRefreshAsync(CancellationToken stop)
    {
        var start = Services.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await RefreshAsync(either.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            // Whatever went wrong with one answer: the next may be better, and the targets of the last stay.
            _metrics.Failed();
            var reason = limit.IsCancellationRequested && error is OperationCanceledException ? $"no answer within {Patience}" : error.Message;
            Services.Log.Error("Unable to refresh target groups", [("err", reason)]);
            return null;
        }
        finally
        {
            _metrics.Took(Services.Time.GetElapsedTime(start));
        }
    }
}
