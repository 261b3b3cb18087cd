using System.Diagnostics.CodeAnalysis;
using Pharos.Configuration;
using Pharos.Foundation.Logging;
using Pharos.PromQL;
using Pharos.Rules.Alerting;
using Pharos.Rules.Files;

namespace Pharos.Rules;

/// <summary>All groups of all files, each evaluated at its own ticks. Safe for concurrent use.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timers holds nothing.")]
public sealed class RuleManager
{
    private readonly RuleServices _services;
    private readonly Lock _lock = new();
    private Dictionary<RuleGroupIdentity, RuleGroupLoop> _loops = [];
    private readonly List<Task> _endings = [];
    private readonly CancellationTokenSource _stop = new();
    private RuleConfiguration _configuration = new();
    private bool _hasStarted;
    private bool _hasLoaded;

    public RuleManager(RuleServices services)
    {
        _services = services;
    }

    /// <summary>In the order of their files and of the groups in them.</summary>
    public IReadOnlyList<RuleGroup> Groups
    {
        get
        {
            lock (_lock)
            {
                return [.. _loops.Values.Select(static loop => loop.Group)
                    .OrderBy(static group => group.Identity.File, StringComparer.Ordinal)
                    .ThenBy(static group => group.Identity.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Loads the files and goes over to what they say. Groups that stay as they are do not notice.</summary>
    /// <returns>False if a file is not sound, which the log says; then all stays as it was.</returns>
    public bool Apply(RuleConfiguration configuration)
    {
        Dictionary<RuleGroupIdentity, RuleGroup> groups;
        try
        {
            groups = Load(configuration);
        }
        catch (ConfigurationException exception)
        {
            foreach (var problem in exception.Problems)
            {
                _services.Log.Error("loading groups failed", [("err", problem.ToString())]);
            }

            return false;
        }

        lock (_lock)
        {
            var context = configuration.SameContextAs(_configuration);
            var loops = new Dictionary<RuleGroupIdentity, RuleGroupLoop>();
            foreach (var (identity, group) in groups)
            {
                var known = _loops.GetValueOrDefault(identity);
                loops[identity] = known is not null && context && RuleGroupComparison.AreSame(known.Group, group) ? known : Replace(known, group);
            }

            foreach (var (identity, loop) in _loops)
            {
                if (!loops.ContainsKey(identity))
                {
                    End(loop);
                }
            }

            (_loops, _configuration, _hasLoaded) = (loops, configuration, true);
            _endings.RemoveAll(static ending => ending.IsCompleted);
        }

        return true;
    }

    /// <summary>Evaluates from now on: the store is open.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _hasStarted = true;
            foreach (var loop in _loops.Values)
            {
                loop.Start(earlier: null);
            }
        }
    }

    /// <summary>Lets rules that are being evaluated end, and starts no other. Nothing is marked as ended: the server will go on where it was.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        Task[] loops;
        lock (_lock)
        {
            loops = [.. _loops.Values.Select(static loop => loop.AbandonAsync()), .. _endings];
        }

        await Task.WhenAll(loops);
    }

    private RuleGroupLoop Replace(RuleGroupLoop? known, RuleGroup group)
    {
        var loop = new RuleGroupLoop(group, restores: !_hasLoaded, _services);
        if (_hasStarted)
        {
            loop.Start(known);
        }

        _services.Metrics.Interval.WithLabels(group.Identity.Key).Set(group.Settings.Interval.TotalSeconds);
        _services.Metrics.Rules.WithLabels(group.Identity.Key).Set(group.Rules.Count);
        return loop;
    }

    /// <summary>Two intervals later, so that rules that have only moved to another group go on without a gap.</summary>
    private void End(RuleGroupLoop loop)
    {
        _endings.Add(Task.Run(async () =>
        {
            await loop.StopAsync();
            lock (_lock)
            {
                if (!_loops.ContainsKey(loop.Group.Identity))
                {
                    _services.Metrics.Forget(loop.Group.Identity.Key);
                }
            }

            var endedAt = _services.Time.GetUtcNow();
            try
            {
                await Task.Delay(2 * loop.Group.Settings.Interval, _services.Time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            loop.Group.EndAll(endedAt);
        }));
    }

    private Dictionary<RuleGroupIdentity, RuleGroup> Load(RuleConfiguration configuration)
    {
        var groups = new Dictionary<RuleGroupIdentity, RuleGroup>();
        var problems = new List<ConfigurationProblem>();
        foreach (var path in configuration.Files)
        {
            try
            {
                foreach (var options in RuleFileLoading.Load(path, _services.Language, configuration.NameScheme).Groups)
                {
                    var identity = new RuleGroupIdentity(path, options.Name);
                    groups[identity] = NewGroup(identity, options, configuration);
                }
            }
            catch (ConfigurationException exception)
            {
                problems.AddRange(exception.Problems);
            }
        }

        return problems.Count == 0 ? groups : throw new ConfigurationException(problems);
    }

    private RuleGroup NewGroup(RuleGroupIdentity identity, RuleGroupOptions options, RuleConfiguration configuration)
    {
        var settings = new RuleGroupSettings(
            options.Interval > TimeSpan.Zero ? options.Interval : configuration.Interval,
            options.QueryOffset ?? configuration.QueryOffset,
            (int)Math.Clamp(options.Limit, 0, int.MaxValue));
        return new RuleGroup(identity, settings, [.. options.Rules.Select(rule => NewRule(rule, options, configuration))], _services);
    }

    private Rule NewRule(RuleOptions rule, RuleGroupOptions group, RuleConfiguration configuration)
    {
        var query = QueryRequest.Instant(rule.Expression, 0, _services.Language);
        var expression = query.Expression.ToString()!;
        var labels = RuleLabels.Of(group.Labels.Where(label => !rule.Labels.ContainsKey(label.Key)).Concat(rule.Labels));
        if (!rule.IsAlert)
        {
            return new RecordingRule(rule.Record, query, expression, labels);
        }

        var options = new AlertingRuleOptions
        {
            Name = rule.Alert,
            For = rule.For,
            KeepFiringFor = rule.KeepFiringFor,
            Labels = labels,
            Annotations = rule.Annotations,
            ExternalLabels = configuration.ExternalLabels,
            ExternalUrl = configuration.ExternalUrl,
        };
        return new AlertingRule(options, query, expression) { IsRestored = _hasLoaded };
    }
}
