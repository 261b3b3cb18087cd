using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Managing;

/// <summary>
/// Runs the discoverers that all jobs ask for, one for each distinct configuration, and passes on what they find. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A reload leaves alone what it does not change: a discoverer whose configuration stays runs on with its targets. One that is no longer
/// asked for ends, and its targets leave, unless the same job asks the same mechanism in another way: then they stay until that has an
/// answer, or <see cref="StandIn.Lifetime"/> has passed.
/// </remarks>
public sealed class DiscoveryManager : IAsyncDisposable
{
    /// <summary>How often targets are passed on at most if nothing else is said.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    private readonly DiscoveryServices _services;
    private readonly ManagerMetrics _metrics;
    private readonly UpdateSender _sender;
    private readonly Lock _gate = new();
    private readonly List<Task> _ending = [];

    // Replaced as a whole under the gate.
    private Dictionary<string, RunningDiscoverer> _discoverers = new(StringComparer.Ordinal);
    private Dictionary<string, DiscoveryJob> _jobs = new(StringComparer.Ordinal);
    private ITimer? _standInsEnd;
    private bool _isStopped;

    /// <param name="name">For the label <c>name</c> of metrics: scrape or notify.</param>
    /// <param name="receiver">Gets all targets, first at once and then at most once an interval.</param>
    /// <param name="services">Discoverers get these with the name of their job, and a log that has it too.</param>
    public DiscoveryManager(string name, IDiscoveredTargets receiver, DiscoveryServices services, TimeSpan? interval = null)
    {
        _services = services;
        _metrics = new ManagerMetrics(services.Metrics.Registry, name);
        _sender = new UpdateSender(CollectTargets, receiver, _metrics, new UpdatePace(services.Time, interval ?? DefaultInterval), services);
    }

    /// <summary>Begins to pass targets on. What was applied before is sent at once.</summary>
    public void Start() => _sender.Start();

    /// <summary>Makes these the jobs there are. A configuration that no discoverer can be made of is logged and counted; the others go on.</summary>
    /// <param name="jobs">Options by the name of their job. They must not change afterwards.</param>
    public void Apply(IReadOnlyDictionary<string, DiscoveryOptions> jobs)
    {
        List<RunningDiscoverer> superfluous;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var plan = new DiscoveryPlan(_discoverers, Create);
            var applied = new Dictionary<string, DiscoveryJob>(StringComparer.Ordinal);
            foreach (var (name, options) in jobs.OrderBy(static job => job.Key, StringComparer.Ordinal))
            {
                applied.Add(name, new DiscoveryJob(options, plan.For(name, options), _jobs.GetValueOrDefault(name), _services.Time));
            }

            superfluous = [.. _discoverers.Values.Except(plan.Discoverers.Values)];
            ForgetMetrics(applied, plan, superfluous);
            (_jobs, _discoverers) = (applied, plan.Discoverers);
            _metrics.FailedConfigs.Set(plan.Failures);
            WatchStandIns(applied);
            _ending.RemoveAll(static task => task.IsCompleted);
            _ending.AddRange(superfluous.Select(static discoverer => discoverer.Completion));
            foreach (var discoverer in plan.Created)
            {
                discoverer.Start();
            }
        }

        foreach (var discoverer in superfluous)
        {
            discoverer.Stop();
        }

        // Receivers expect the whole after a reload, also if nothing new is found.
        _sender.Changed();
    }

    /// <summary>Ends all discoverers and waits for them. Nothing is passed on afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        RunningDiscoverer[] discoverers;
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            _standInsEnd?.Dispose();
            discoverers = [.. _discoverers.Values];
            running = [.. _ending, .. discoverers.Select(static discoverer => discoverer.Completion)];
        }

        await _sender.DisposeAsync();
        foreach (var discoverer in discoverers)
        {
            discoverer.Stop();
        }

        await Task.WhenAll(running);
    }

    private RunningDiscoverer? Create(string job, IDiscoveryOptions options)
    {
        var log = _services.Log.With(("discovery", options.Mechanism), ("config", job));
        try
        {
            var services = _services with { Log = log, Job = job };
            return new RunningDiscoverer(options.Mechanism, options.Create(services), services, OnReceived);
        }
        catch (Exception error)
        {
            // Mostly a file that cannot be read; whatever it is, it must not keep the other jobs from their targets.
            log.Error("Cannot create service discovery", [("err", error.Message)]);
            return null;
        }
    }

    private void OnReceived()
    {
        _metrics.ReceivedUpdates.Increment();
        _sender.Changed();
    }

    private Dictionary<string, IReadOnlyList<TargetGroup>> CollectTargets()
    {
        lock (_gate)
        {
            var all = new Dictionary<string, IReadOnlyList<TargetGroup>>(_jobs.Count, StringComparer.Ordinal);
            foreach (var (name, job) in _jobs)
            {
                all.Add(name, job.Collect());
                _metrics.Sent(name, job.TargetCount);
            }

            return all;
        }
    }

    private void ForgetMetrics(Dictionary<string, DiscoveryJob> applied, DiscoveryPlan plan, List<RunningDiscoverer> superfluous)
    {
        foreach (var name in _jobs.Keys.Where(name => !applied.ContainsKey(name)))
        {
            _metrics.Remove(name);
        }

        var alive = plan.Discoverers.Values.Select(static discoverer => (discoverer.Mechanism, discoverer.Job)).ToHashSet();
        foreach (var discoverer in superfluous.Where(discoverer => !alive.Contains((discoverer.Mechanism, discoverer.Job))))
        {
            _services.Metrics.Remove(discoverer.Mechanism, discoverer.Job);
        }
    }

    /// <summary>When the time of stand-ins is over, somebody has to notice.</summary>
    private void WatchStandIns(Dictionary<string, DiscoveryJob> jobs)
    {
        _standInsEnd?.Dispose();
        _standInsEnd = jobs.Values.Any(static job => job.HasStandIns)
            ? _services.Time.CreateTimer(static sender => ((UpdateSender)sender!).Changed(), _sender, StandIn.Lifetime, Timeout.InfiniteTimeSpan)
            : null;
    }
}
