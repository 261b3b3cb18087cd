using System.Diagnostics.CodeAnalysis;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Foundation.Time;
using Pharos.Http;
using Pharos.Model;
using Pharos.Scrape.Looping;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape;

/// <summary>The targets of one job. Changed by one thread at a time, read by any.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes the client, when the last scrape is done with it.")]
public sealed class ScrapePool
{
    private readonly Lock _lock = new();
    private readonly ScrapeServices _services;
    private readonly ScrapeMetrics _metrics;
    private readonly ulong _seed;
    private readonly HttpClientServices _http;
    private readonly Dictionary<TargetIdentity, ScrapeLoop> _loops = [];

    /// <summary>Loops that were stopped and still have the end of their series to mark.</summary>
    private readonly List<ScrapeLoop> _ending = [];

    private IReadOnlyList<TargetGroup> _groups = [];
    private List<Labels> _dropped = [];
    private volatile ScrapeJob _job;
    private ConfiguredClient _client;
    private string _clientIdentity;
    private string? _refusal;

    internal ScrapePool(ScrapeJob job, ulong seed, ScrapeServices services, ScrapeMetrics metrics)
    {
        _job = job;
        _seed = seed;
        _services = services;
        _metrics = metrics;
        _http = services.Http with { Connections = metrics.Connections.Of(job.Name) };
        _client = new ConfiguredClient(job.Options.Http, _http);
        _clientIdentity = Configuration.OptionsWriter.Identity(job.Options.Http);

        // Alerts look at its increase, so it begins at zero.
        metrics.SyncFailures.WithLabels(job.Name);
        metrics.TargetLimit.WithLabels(job.Name).Set(job.Options.Limits.Targets);
    }

    public string Job => _job.Name;

    /// <summary>How the job is configured; not to be changed.</summary>
    public Options.ScrapeOptions Options => _job.Options;

    /// <summary>How many targets relabelling dropped, those that are not kept among them.</summary>
    public int DroppedCount { get; private set; }

    /// <summary>What is scraped, in no order.</summary>
    public IReadOnlyList<ActiveTarget> ActiveTargets()
    {
        lock (_lock)
        {
            return [.. _loops.Values.Select(static loop => new ActiveTarget(loop.Target, loop.Families))];
        }
    }

    /// <summary>The labels, before relabelling, of targets that it dropped; not more than the job says.</summary>
    public IReadOnlyList<Labels> DroppedTargets()
    {
        lock (_lock)
        {
            return _dropped;
        }
    }

    /// <summary>Goes over to other groups: targets that stay are not touched.</summary>
    internal void Sync(IReadOnlyList<TargetGroup> groups)
    {
        var start = _services.Time.GetTimestamp();
        lock (_lock)
        {
            _groups = groups;
            Build();
        }

        var seconds = _services.Time.GetElapsedTime(start).TotalSeconds;
        _metrics.SyncLength.WithLabels(Job).Observe(seconds);
        _metrics.SyncLengthHistogram.WithLabels(Job).Observe(seconds);
        _metrics.Syncs.WithLabels(Job).Increment();
    }

    /// <summary>Goes over to a job of the same name that is configured differently.</summary>
    internal void Reload(ScrapeJob job)
    {
        var start = _services.Time.GetTimestamp();
        _metrics.Reloads.Increment();
        lock (_lock)
        {
            var identity = Configuration.OptionsWriter.Identity(job.Options.Http);
            if (identity != _clientIdentity)
            {
                // The new one first: if it cannot be made, the old one goes on.
                var client = new ConfiguredClient(job.Options.Http, _http);
                DisposeAfterScrapes(_client);
                _client = client;
                _clientIdentity = identity;
            }

            _job = job;
            Build();
            _metrics.TargetLimit.WithLabels(Job).Set(job.Options.Limits.Targets);
        }

        _metrics.ReloadLength.WithLabels(PrometheusDuration.Format(job.Options.Interval)).Observe(_services.Time.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Stops all loops, and marks the end of their series if the job is gone for good.</summary>
    internal async Task StopAsync(bool marksEnd)
    {
        Task[] completions;
        lock (_lock)
        {
            _ending.AddRange(_loops.Values);
            _loops.Clear();
            foreach (var loop in _ending)
            {
                if (marksEnd)
                {
                    loop.Stop();
                }
                else
                {
                    loop.Abandon();
                }
            }

            completions = [.. _ending.Select(static loop => loop.Completion)];
        }

        await Task.WhenAll(completions);
        _client.Dispose();
    }

    /// <summary>What is remembered of the targets that are scraped.</summary>
    internal PoolMemory Remembered()
    {
        lock (_lock)
        {
            return new PoolMemory(_loops.Values.Sum(static loop => loop.Families.Count), _loops.Values.Sum(static loop => loop.Families.SizeBytes), _loops.Values.Sum(static loop => loop.KnownLines));
        }
    }

    /// <summary>Until the loops that were stopped so far have marked the end of their series.</summary>
    internal Task EndingsAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_ending.Select(static loop => loop.Completion));
        }
    }

    /// <summary>Has loops that are still to mark the end of their series leave that.</summary>
    internal void Abandon()
    {
        lock (_lock)
        {
            foreach (var loop in _ending)
            {
                loop.Abandon();
            }
        }
    }

    private void Build()
    {
        var wanted = new Dictionary<TargetIdentity, Target>();
        var dropped = new List<Labels>();
        var keep = _job.Options.Limits.KeepDroppedTargets;
        var builder = new TargetBuilder(_job);
        DroppedCount = 0;
        foreach (var group in _groups)
        {
            foreach (var labels in group.Targets)
            {
                if (builder.Build(group.Labels, labels, out var discovered, out var error) is { } target)
                {
                    wanted.TryAdd(target.Identity, target);
                }
                else if (error is null)
                {
                    DroppedCount++;
                    if (keep == 0 || dropped.Count < keep)
                    {
                        dropped.Add(discovered);
                    }
                }
                else
                {
                    _metrics.SyncFailures.WithLabels(Job).Increment();
                    _services.Log.Error("Creating target failed", [("scrape_pool", Job), ("group", group.Source), ("labels", discovered.ToString()), ("err", error)]);
                }
            }
        }

        _dropped = dropped;
        Run(wanted);
    }

    private void Run(Dictionary<TargetIdentity, Target> wanted)
    {
        CheckTargetLimit(wanted.Count);
        _ending.RemoveAll(static loop => loop.Completion.IsCompleted);
        foreach (var (identity, loop) in _loops)
        {
            if (!wanted.ContainsKey(identity))
            {
                loop.Stop();
                _ending.Add(loop);
                _loops.Remove(identity);
            }
            else
            {
                loop.Use(Work(loop.Target));
            }
        }

        foreach (var (identity, target) in wanted)
        {
            if (!_loops.ContainsKey(identity))
            {
                var loop = new ScrapeLoop(target, Work(target), _seed, _services, _metrics);
                _loops.Add(identity, loop);
                loop.Start();
            }
        }

        _metrics.Targets.WithLabels(Job).Set(_loops.Count);
    }

    private ScrapeWork Work(Target target)
    {
        var interval = GoDuration.Format(target.Interval);
        return new ScrapeWork(_job, _client.Invoker, _metrics.IntervalLength.WithLabels(interval), _metrics.IntervalLengthHistogram.WithLabels(interval), _refusal);
    }

    private void CheckTargetLimit(int count)
    {
        var limit = _job.Options.Limits.Targets;
        _refusal = limit > 0 && count > limit ? $"target_limit exceeded (number of targets: {count}, limit: {limit})" : null;
        if (_refusal is not null)
        {
            _metrics.TargetLimitHits.Increment();
        }
    }

    /// <summary>Scrapes that run still use the client, at most until their timeout.</summary>
    private void DisposeAfterScrapes(ConfiguredClient client)
    {
        var longest = _loops.Values.Select(static loop => loop.Target.Timeout).DefaultIfEmpty().Max();
        _ = DisposeAsync();

        async Task DisposeAsync()
        {
            await Task.Delay(longest + TimeSpan.FromSeconds(1), _services.Time, CancellationToken.None);
            client.Dispose();
        }
    }
}

/// <summary>A target that is scraped, and what it says of its metric families.</summary>
public sealed record ActiveTarget(Target Target, Appending.TargetFamilies Families);
