using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Configuration;
using Pharos.Discovery.Managing;
using Pharos.Discovery.Targets;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Scrape.Options;
using Pharos.Scrape.Targets;
using Pharos.Testing;
using Pharos.Testing.Time;
using Pharos.Tsdb;

namespace Pharos.Scrape.Tests.Stage;

/// <summary>
/// The scrape manager with a real store and real connections, under a clock that the test moves from tick to tick. Whatever moves the clock waits
/// until the loops wait again, so that nothing depends on how fast the machine is.
/// </summary>
internal sealed class ScrapeStage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<Target, DateTimeOffset> _ticks = [];
    private readonly Dictionary<Target, TaskCompletionSource> _scraped = [];
    private IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> _groups = new Dictionary<string, IReadOnlyList<TargetGroup>>();

    public ScrapeStage(long mostBodyBytes = 4 << 20, TimeSpan outOfOrderWindow = default)
    {
        Metrics = new MetricRegistry(Time);
        Database = Database.Open(
            _folder.Path,
            new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero, OutOfOrderWindow = outOfOrderWindow },
            new DatabaseServices { Time = Time });
        Manager = new ScrapeManager(new ScrapeServices
        {
            Store = Database,
            Time = Time,
            Log = NullLogger.Instance,
            Metrics = Metrics,
            Http = new HttpClientServices { Log = NullLogger.Instance, Time = Time, UserAgent = "test", Variable = static _ => null },
            MostBodyBytes = mostBodyBytes,
        });
    }

    public ManualTime Time { get; } = new();

    public Database Database { get; }

    public MetricRegistry Metrics { get; }

    public ScrapeManager Manager { get; }

    public string DataFolder => _folder.Path;

    /// <summary>Goes over to these jobs, each a section as YAML.</summary>
    public bool Configure(params string[] jobs) => Configure(default, jobs);

    public bool Configure(Labels externalLabels, params string[] jobs)
    {
        var problems = new ConfigurationProblems();
        var options = new List<ScrapeOptions>();
        foreach (var job in jobs)
        {
            options.Add(OptionsReader.Read<ScrapeOptions>(job, "test.yml", problems));
            options[^1].Resolve(new ScrapeDefaults(), problems);
        }

        problems.ThrowIfAny();
        return Manager.Apply(options, externalLabels);
    }

    /// <summary>What discovery finds from now on, of all jobs: labels of their targets.</summary>
    public void Discover(params (string Job, (string Name, string Value)[] Labels)[] targets)
    {
        _groups = targets.GroupBy(static target => target.Job, StringComparer.Ordinal).ToDictionary(
            static job => job.Key,
            static job => (IReadOnlyList<TargetGroup>)[new TargetGroup("0", default, [.. job.Select(static target => Labels.Of(target.Labels))])],
            StringComparer.Ordinal);
        ((IDiscoveredTargets)Manager).Update(_groups);
    }

    /// <summary>The targets of a job, by their instance.</summary>
    public IReadOnlyList<Target> Targets(string job) =>
        [.. Manager.Pools().Single(pool => pool.Job == job).ActiveTargets().Select(static active => active.Target).OrderBy(static target => target.Labels["instance"], StringComparer.Ordinal)];

    public Target Target(string job, string instance) => Targets(job).Single(target => target.Labels["instance"] == instance);

    /// <summary>Moves the clock to the target's next tick and waits for the end of its scrape. Others that have a tick before are scraped, too.</summary>
    public async Task<LastScrape> ScrapeAsync(Target target)
    {
        await BeginScrapeAsync(target);
        await EndScrapeAsync(target);
        return target.Status.Last;
    }

    /// <summary>Moves the clock to the target's next tick.</summary>
    public async Task BeginScrapeAsync(Target target)
    {
        await WatchAsync();
        while (true)
        {
            var (next, tick) = _ticks.MinBy(static pair => pair.Value);
            var scraped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            next.Status.Changed = () => scraped.TrySetResult();
            _scraped[next] = scraped;
            Time.Advance(tick - Time.GetUtcNow());
            _ticks[next] = tick + next.Interval;
            if (ReferenceEquals(next, target))
            {
                return;
            }

            await EndScrapeAsync(next);
        }
    }

    /// <summary>Waits until the target's loop waits for its next tick.</summary>
    public async Task EndScrapeAsync(Target target)
    {
        await _scraped[target].Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Time.UntilTimerAsync(_ticks[target] - Time.GetUtcNow());
    }

    /// <summary>When the target is scraped next.</summary>
    public async Task<DateTimeOffset> NextTickAsync(Target target)
    {
        await WatchAsync();
        return _ticks[target];
    }

    /// <summary>The samples of the series that the matchers find, as <c>value@seconds</c> since the given time.</summary>
    public IReadOnlyList<string> Stored(DateTimeOffset since, params (string Name, string Value)[] labels) =>
        StoredSamples.Of(Database, since, labels);

    /// <summary>The value of the newest sample of the only such series; null if there is none.</summary>
    public double? Newest(string name, string instance)
    {
        var samples = StoredSamples.Of(Database, DateTimeOffset.UnixEpoch, [("__name__", name), ("instance", instance)]);
        if (samples.Count == 0)
        {
            return null;
        }

        var newest = Assert.Single(samples).Split(' ')[^1].Split('@')[0];
        return newest == "stale" ? double.NaN : double.Parse(newest, CultureInfo.InvariantCulture);
    }

    /// <summary>The value of one of the manager's own metrics, with its labels as they stand in the exposition.</summary>
    public double? Metric(string series) => OwnMetrics.Value(Metrics, series);

    public async ValueTask DisposeAsync()
    {
        await Manager.StopAsync();
        Database.Dispose();
        _folder.Dispose();
    }

    /// <summary>Takes up targets that have come, forgets those that are gone.</summary>
    private async Task WatchAsync()
    {
        var active = Manager.Pools().SelectMany(static pool => pool.ActiveTargets()).Select(static active => active.Target).ToHashSet();
        foreach (var gone in _ticks.Keys.Where(target => !active.Contains(target)).ToList())
        {
            _ticks.Remove(gone);
        }

        foreach (var target in active.Where(target => !_ticks.ContainsKey(target)))
        {
            var until = target.UntilTick(Time.GetUtcNow(), Manager.Seed);
            _ticks[target] = Time.GetUtcNow() + until;
            await Time.UntilTimerAsync(until);
        }
    }
}
