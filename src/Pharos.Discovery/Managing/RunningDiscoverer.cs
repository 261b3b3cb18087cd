using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Managing;

/// <summary>A discoverer with the groups that it has found. Safe for concurrent use.</summary>
#pragma warning disable CA1001 // A source of cancellation without timers holds nothing that must be let go.
internal sealed class RunningDiscoverer : ITargetSink
#pragma warning restore CA1001
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly IDiscoverer _discoverer;
    private readonly DiscoveryServices _services;
    private readonly Action _received;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TargetGroup> _groups = new(StringComparer.Ordinal);
    private IReadOnlyList<TargetGroup>? _list;
    private bool _hasAnswered;
    private int _isStopped;

    /// <param name="received">Called after each update, on the discoverer's thread.</param>
    public RunningDiscoverer(string mechanism, IDiscoverer discoverer, DiscoveryServices services, Action received)
    {
        Mechanism = mechanism;
        _discoverer = discoverer;
        _services = services;
        _received = received;
    }

    public string Mechanism { get; }

    /// <summary>The job that asked first, which metrics and log name.</summary>
    public string Job => _services.Job;

    /// <summary>Done when the discoverer has ended after <see cref="Stop"/>. Never fails.</summary>
    public Task Completion => _completion.Task;

    /// <summary>All groups there are, the same list as long as none changes; null before the first answer.</summary>
    public IReadOnlyList<TargetGroup>? Groups
    {
        get
        {
            lock (_gate)
            {
                return _hasAnswered ? _list ??= [.. _groups.Values] : null;
            }
        }
    }

    public void Start() => _ = Task.Run(RunAsync);

    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            // Not awaited: it runs what others have registered, and they are waited for by Completion.
            _ = _stop.CancelAsync();
        }
    }

    public void Update(IReadOnlyList<TargetGroup> groups)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        lock (_gate)
        {
            _hasAnswered = true;
            foreach (var group in groups)
            {
                if (TryChange(group))
                {
                    _list = null;
                }
            }
        }

        _received();
    }

    private bool TryChange(TargetGroup group)
    {
        if (group.Targets.Count == 0)
        {
            return _groups.Remove(group.Source);
        }

        if (_groups.TryGetValue(group.Source, out var known) && known.Equals(group))
        {
            return false;
        }

        _groups[group.Source] = group;
        return true;
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            var start = _services.Time.GetTimestamp();
            var reason = await RunOnceAsync();
            if (_stop.IsCancellationRequested)
            {
                break;
            }

            pause = _services.Time.GetElapsedTime(start) > LongestPause ? FirstPause : pause;
            _services.Metrics.Restarts.WithLabels(Mechanism, Job).Increment();
            _services.Log.Error("Service discovery ended, it is started again", [("err", reason), ("pause", pause)]);
            await Task.Delay(pause, _services.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        (_discoverer as IDisposable)?.Dispose();
        _completion.SetResult();
    }

    /// <summary>Returns why it ended.</summary>
    private async Task<string> RunOnceAsync()
    {
        try
        {
            await _discoverer.RunAsync(this, _stop.Token);
            return "it returned";
        }
        catch (Exception error)
        {
            // Any fault of one mechanism: logged and counted by the caller, and the mechanism begins anew.
            return error.Message;
        }
    }
}
