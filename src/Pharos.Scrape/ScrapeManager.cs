using System.Text;
using Pharos.Discovery.Managing;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Scrape.Options;

namespace Pharos.Scrape;

/// <summary>All jobs: takes their configuration from one side and their targets from the other. Safe for concurrent use.</summary>
public sealed class ScrapeManager : IDiscoveredTargets
{
    private readonly Lock _lock = new();
    private readonly ScrapeServices _services;
    private readonly ScrapeMetrics _metrics;
    private readonly Dictionary<string, ScrapePool> _pools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScrapeJob> _jobs = new(StringComparer.Ordinal);
    private readonly List<(ScrapePool Pool, Task Stopped)> _leaving = [];
    private readonly Dictionary<string, ScrapeFailureLog> _failureLogs = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> _targets = new Dictionary<string, IReadOnlyList<TargetGroup>>();
    private ulong _seed;
    private bool _isStopped;

    public ScrapeManager(ScrapeServices services)
    {
        _services = services;
        _metrics = new ScrapeMetrics(services.Metrics);
        services.Metrics.Register(new PoolCollector(this));
    }

    /// <summary>What decides, with a target's identity, where in the interval its ticks are.</summary>
    internal ulong Seed
    {
        get
        {
            lock (_lock)
            {
                return _seed;
            }
        }
    }

    /// <summary>The pools of all jobs, by their names in order.</summary>
    public IReadOnlyList<ScrapePool> Pools()
    {
        lock (_lock)
        {
            return [.. _pools.Values.OrderBy(static pool => pool.Job, StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Goes over to another configuration. Jobs that are the same are not touched; a job that fails keeps its old configuration.
    /// </summary>
    /// <param name="jobs">Resolved.</param>
    /// <param name="externalLabels">What sets this server apart from others that scrape the same targets.</param>
    /// <returns>Whether all went well.</returns>
    public bool Apply(IReadOnlyList<ScrapeOptions> jobs, Labels externalLabels)
    {
        lock (_lock)
        {
            _seed = XxHash64.Hash(Encoding.UTF8.GetBytes(Environment.MachineName + externalLabels));
            var succeeded = OpenFailureLogs(jobs);
            foreach (var gone in _pools.Keys.Except(jobs.Select(static job => job.JobName)).ToList())
            {
                Leave(gone);
            }

            foreach (var options in jobs)
            {
                succeeded &= Apply(new ScrapeJob(options, _failureLogs.GetValueOrDefault(options.FailureLogFile)));
            }

            return succeeded;
        }
    }

    void IDiscoveredTargets.Update(IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> jobs)
    {
        lock (_lock)
        {
            _targets = jobs;
            foreach (var (name, pool) in _pools)
            {
                pool.Sync(jobs.GetValueOrDefault(name) ?? []);
            }
        }
    }

    /// <summary>Ends all scraping, without marking the end of anything.</summary>
    public async Task StopAsync()
    {
        List<Task> stopping;
        lock (_lock)
        {
            _isStopped = true;
            stopping = [.. _pools.Values.Select(static pool => pool.StopAsync(marksEnd: false))];
            foreach (var (pool, stopped) in _leaving)
            {
                pool.Abandon();
                stopping.Add(stopped);
            }

            _pools.Clear();
        }

        await Task.WhenAll(stopping);
        foreach (var log in _failureLogs.Values)
        {
            log.Dispose();
        }
    }

    /// <summary>Until all loops that were stopped so far have marked the end of their series.</summary>
    internal Task EndingsAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll([.. _leaving.Select(static leaving => leaving.Stopped), .. _pools.Values.Select(static pool => pool.EndingsAsync())]);
        }
    }

    private bool Apply(ScrapeJob job)
    {
        if (_isStopped || (_jobs.TryGetValue(job.Name, out var before) && before.Identity == job.Identity))
        {
            return true;
        }

        try
        {
            if (_pools.TryGetValue(job.Name, out var pool))
            {
                pool.Reload(job);
            }
            else
            {
                _metrics.Pools.Increment();
                pool = new ScrapePool(job, _seed, _services, _metrics);
                _pools.Add(job.Name, pool);
                pool.Sync(_targets.GetValueOrDefault(job.Name) ?? []);
            }

            _jobs[job.Name] = job;
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or FormatException)
        {
            (_pools.ContainsKey(job.Name) ? _metrics.ReloadFailures : _metrics.PoolFailures).Increment();
            _services.Log.Error("error reloading or creating scrape pool", [("scrape_pool", job.Name), ("err", error.Message)]);
            return false;
        }
    }

    private void Leave(string job)
    {
        _pools.Remove(job, out var pool);
        _jobs.Remove(job);
        _metrics.Forget(job);
        _leaving.RemoveAll(static leaving => leaving.Stopped.IsCompleted);
        _leaving.Add((pool!, pool!.StopAsync(marksEnd: true)));
    }

    /// <summary>Opens the failure logs that the jobs name; those that are open anew, since somebody may have moved the file away.</summary>
    private bool OpenFailureLogs(IReadOnlyList<ScrapeOptions> jobs)
    {
        var succeeded = true;
        var paths = jobs.Select(static job => job.FailureLogFile).Where(static path => path.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _failureLogs.Keys.Where(path => !paths.Contains(path)).ToList())
        {
            _failureLogs.Remove(path, out var log);
            log!.Dispose();
        }

        foreach (var path in paths)
        {
            try
            {
                if (_failureLogs.TryGetValue(path, out var log))
                {
                    log.Reopen();
                }
                else
                {
                    _failureLogs[path] = new ScrapeFailureLog(path, _services.Log);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                succeeded = false;
                _services.Log.Error("error opening the scrape failure log", [("file", path), ("err", error.Message)]);
            }
        }

        return succeeded;
    }
}
