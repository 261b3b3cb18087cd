using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.Rules.Alerting;
using Pharos.Storage;

namespace Pharos.Rules;

/// <summary>How an evaluation of a group went.</summary>
/// <param name="At">When it began; null before the first.</param>
public sealed record GroupEvaluation(DateTimeOffset? At, TimeSpan Duration)
{
    public static GroupEvaluation None { get; } = new(null, TimeSpan.Zero);
}

/// <summary>Rules that are evaluated one after the other, for the same time. Evaluated by one thread at a time.</summary>
public sealed class RuleGroup
{
    private readonly RuleServices _services;
    private readonly RuleQueries _queries;
    private readonly ILogger _log;
    private readonly RuleOutput[] _outputs;
    private volatile GroupEvaluation _last = GroupEvaluation.None;

    /// <summary>Series of rules that are no more, which still have to be ended.</summary>
    private readonly List<Labels> _abandoned = [];

    public RuleGroup(RuleGroupIdentity identity, RuleGroupSettings settings, IReadOnlyList<Rule> rules, RuleServices services)
    {
        (Identity, Settings, Rules, _services) = (identity, settings, rules, services);
        _queries = new RuleQueries(services.Engine, services.Source, services.Language);
        _log = services.Log.With(("file", identity.File), ("group", identity.Name));
        _outputs = [.. rules.Select(static _ => new RuleOutput())];
    }

    public RuleGroupIdentity Identity { get; }

    public RuleGroupSettings Settings { get; }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>How the last evaluation went. May be read by all.</summary>
    public GroupEvaluation Last
    {
        get => _last;
        private set => _last = value;
    }

    /// <summary>Evaluates all rules for the time of a tick, and stores what they give.</summary>
    /// <param name="stop">Ends it before the next rule.</param>
    /// <param name="abandon">Ends the rule that is being evaluated, too.</param>
    public async Task EvaluateAsync(DateTimeOffset time, CancellationToken stop, CancellationToken abandon)
    {
        var metrics = _services.Metrics;
        var began = _services.Time.GetTimestamp();
        var beganAt = _services.Time.GetUtcNow();
        var samples = 0;
        var durations = TimeSpan.Zero;
        for (var i = 0; i < Rules.Count && !stop.IsCancellationRequested; i++)
        {
            samples += await EvaluateAsync(i, time, abandon);
            durations += Rules[i].Health.Duration;
        }

        EndAbandoned(time);
        metrics.Samples.WithLabels(Identity.Key).Set(samples);
        var duration = _services.Time.GetElapsedTime(began);
        Last = new GroupEvaluation(beganAt, duration);
        metrics.GroupDuration.Observe(duration.TotalSeconds);
        metrics.GroupDurationHistogram.Observe(duration.TotalSeconds);
        metrics.LastDuration.WithLabels(Identity.Key).Set(duration.TotalSeconds);
        metrics.LastRuleDurations.WithLabels(Identity.Key).Set(durations.TotalSeconds);
        metrics.LastEvaluation.WithLabels(Identity.Key).Set(beganAt.ToUnixTimeMilliseconds() / 1000.0);
    }

    /// <summary>Goes on where an earlier loading of the group stopped. Series of rules that are no more are ended at the next evaluation.</summary>
    internal void TakeOver(RuleGroup earlier)
    {
        Last = earlier.Last;
        _abandoned.AddRange(earlier._abandoned);
        var left = Enumerable.Range(0, earlier.Rules.Count).ToList();
        for (var i = 0; i < Rules.Count; i++)
        {
            var found = left.FindIndex(index => earlier.Rules[index].IsSameAs(Rules[i]));
            if (found < 0)
            {
                continue;
            }

            _outputs[i] = earlier._outputs[left[found]];
            Rules[i].Health = earlier.Rules[left[found]].Health;
            if (Rules[i] is AlertingRule rule && earlier.Rules[left[found]] is AlertingRule before)
            {
                rule.TakeOver(before);
            }

            left.RemoveAt(found);
        }

        _abandoned.AddRange(left.SelectMany(index => earlier._outputs[index].Series));
    }

    /// <summary>Ends all series of a group that is no more.</summary>
    internal void EndAll(DateTimeOffset time)
    {
        _abandoned.AddRange(_outputs.SelectMany(static output => output.Series));
        EndAbandoned(time);
    }

    private async Task<int> EvaluateAsync(int index, DateTimeOffset time, CancellationToken cancellation)
    {
        var rule = Rules[index];
        var metrics = _services.Metrics;
        var began = _services.Time.GetTimestamp();
        var beganAt = _services.Time.GetUtcNow();
        metrics.Evaluations.WithLabels(Identity.Key).Increment();
        var count = 0;
        var error = "";
        try
        {
            var samples = await rule.EvaluateAsync(_queries, time, Settings.QueryOffset, Settings.Limit, cancellation);
            count = samples.Count;
            if (rule is AlertingRule alerting)
            {
                _services.Alerts.Send(rule.Expression, alerting.TakeToSend(time, _services.Settings.ResendDelay, Settings.Interval));
            }

            error = _outputs[index].Store(_services.Store, samples, (time - Settings.QueryOffset).ToUnixTimeMilliseconds(), _log.With(("name", rule.Name), ("index", index)));
        }
        catch (Exception exception) when (exception is QueryException or RuleException or CorruptionException or IOException)
        {
            error = exception.Message;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }

        if (cancellation.IsCancellationRequested)
        {
            return 0;
        }

        if (error.Length > 0)
        {
            metrics.Failures.WithLabels(Identity.Key).Increment();
            _log.Warn("Evaluating rule failed", [("name", rule.Name), ("index", index), ("rule", rule.Expression), ("err", error)]);
        }

        var duration = _services.Time.GetElapsedTime(began);
        rule.Health = new RuleHealth(error.Length == 0 ? "ok" : "err", error, beganAt, duration);
        metrics.RuleDuration.Observe(duration.TotalSeconds);
        metrics.RuleDurationHistogram.Observe(duration.TotalSeconds);
        return count;
    }

    private void EndAbandoned(DateTimeOffset time)
    {
        if (_abandoned.Count == 0)
        {
            return;
        }

        var timeMs = (time - Settings.QueryOffset).ToUnixTimeMilliseconds();
        try
        {
            using var appender = _services.Store.NewAppender();
            appender.IsInOrderOnly = true;
            foreach (var series in _abandoned)
            {
                // Another rule may give it now, and that one wins.
                appender.Append(default, series.View, timeMs, SpecialValues.StaleNaN);
            }

            appender.Commit();
            _abandoned.Clear();
        }
        catch (IOException exception)
        {
            _log.Warn("Stale sample appending for previous configuration failed", [("err", exception.Message)]);
        }
    }
}
