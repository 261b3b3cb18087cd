using System.Text;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.Rules.Templating;

namespace Pharos.Rules.Alerting;

/// <summary>Makes alerts of what a query gives, and follows each of them.</summary>
public sealed class AlertingRule : Rule
{
    /// <summary>How long an alert that is over is still told of, so that no receiver misses it.</summary>
    private static readonly TimeSpan ResolvedRetention = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<Labels, Alert> _alerts = [];
    private readonly AlertTemplate _template;
    private readonly byte[] _alertName;

    public AlertingRule(AlertingRuleOptions options, QueryRequest query, string expression)
        : base(options.Name, query, expression, options.Labels)
    {
        Options = options;
        _template = new AlertTemplate(options);
        _alertName = Encoding.UTF8.GetBytes(options.Name);
    }

    public AlertingRuleOptions Options { get; }

    /// <summary>Whether what it knew before a restart has been taken over; until then its state is not stored, which would overwrite that.</summary>
    internal bool IsRestored { get; set; }

    /// <summary>The worst one of all its alerts.</summary>
    public AlertState State
    {
        get
        {
            if (Health.EvaluatedAt is null)
            {
                return AlertState.Unknown;
            }

            lock (_lock)
            {
                return _alerts.Count == 0 ? AlertState.Inactive : _alerts.Values.Max(static alert => alert.State);
            }
        }
    }

    /// <summary>Those that are not over, in no order.</summary>
    public IReadOnlyList<Alert> ActiveAlerts()
    {
        lock (_lock)
        {
            return [.. _alerts.Values.Where(static alert => alert.ResolvedAt is null)];
        }
    }

    internal override async Task<IReadOnlyList<RuleSample>> EvaluateAsync(
        RuleQueries queries, DateTimeOffset time, TimeSpan offset, int limit, CancellationToken cancellation)
    {
        var elements = await queries.AskAsync(Query, time - offset, cancellation);
        var found = await Task.Run(() => AlertsOf(elements, queries, time, cancellation), cancellation);
        lock (_lock)
        {
            foreach (var (labels, alert) in found)
            {
                _alerts[labels] = _alerts.TryGetValue(labels, out var known) && known.State != AlertState.Inactive
                    ? known with { Value = alert.Value, Annotations = alert.Annotations }
                    : alert;
            }

            var samples = new List<RuleSample>();
            var active = 0;
            foreach (var (labels, alert) in _alerts.ToArray())
            {
                if (Next(alert, found.ContainsKey(labels), time) is not { } next)
                {
                    _alerts.Remove(labels);
                    continue;
                }

                _alerts[labels] = next;
                if (next.State == AlertState.Inactive)
                {
                    continue;
                }

                active++;
                if (IsRestored)
                {
                    samples.Add(new RuleSample(AlertSeries.State(next, Labels), 1, null));
                    samples.Add(new RuleSample(AlertSeries.Since(next.Labels, Labels), next.ActiveAt.ToUnixTimeSeconds(), null));
                }
            }

            if (limit > 0 && active > limit)
            {
                _alerts.Clear();
                throw new RuleException(FormattableString.Invariant($"exceeded limit of {limit} with {active} alerts"));
            }

            return samples;
        }
    }

    /// <summary>What is to be told at this time, marked as told.</summary>
    internal IReadOnlyList<Alert> TakeToSend(DateTimeOffset time, TimeSpan resendDelay, TimeSpan interval)
    {
        lock (_lock)
        {
            var toSend = new List<Alert>();
            foreach (var (labels, alert) in _alerts.ToArray())
            {
                if (alert.NeedsSending(time, resendDelay))
                {
                    // Two evaluations may fail, or two attempts to send, before a receiver takes it for resolved.
                    var valid = 4 * (interval > resendDelay ? interval : resendDelay);
                    toSend.Add(_alerts[labels] = alert with { LastSentAt = time, ValidUntil = time + valid });
                }
            }

            return toSend;
        }
    }

    /// <summary>Goes on with the alerts of the same rule of an earlier loading.</summary>
    internal void TakeOver(AlertingRule earlier)
    {
        IsRestored = earlier.IsRestored;
        Alert[] alerts;
        lock (earlier._lock)
        {
            alerts = [.. earlier._alerts.Values];
        }

        lock (_lock)
        {
            foreach (var alert in alerts)
            {
                _alerts[alert.Labels] = alert;
            }
        }
    }

    /// <summary>Gives active alerts another time since when they are, where the function knows one.</summary>
    internal void Restore(Func<Alert, DateTimeOffset?> since)
    {
        lock (_lock)
        {
            foreach (var (labels, alert) in _alerts.ToArray())
            {
                if (since(alert) is { } activeAt)
                {
                    _alerts[labels] = alert with { ActiveAt = activeAt };
                }
            }
        }

        IsRestored = true;
    }

    private Dictionary<Labels, Alert> AlertsOf(IReadOnlyList<RuleSample> elements, RuleQueries queries, DateTimeOffset time, CancellationToken cancellation)
    {
        var alerts = new Dictionary<Labels, Alert>(elements.Count);
        var builder = new LabelsBuilder();
        var textOf = _template.For(queries, time, cancellation);
        foreach (var element in elements)
        {
            var text = textOf(element);
            builder.Reset(element.Labels.View);
            builder.Remove(LabelNames.MetricName);
            foreach (var (name, value) in text.Labels())
            {
                builder.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
            }

            builder.Set(AlertSeries.AlertName, _alertName);
            var labels = builder.ToLabels();
            var alert = new Alert
            {
                Labels = labels,
                Annotations = text.Annotations(),
                State = AlertState.Pending,
                Value = element.Value,
                ActiveAt = time,
            };
            if (!alerts.TryAdd(labels, alert))
            {
                throw new RuleException("vector contains metrics with the same labelset after applying alert labels");
            }
        }

        return alerts;
    }

    /// <summary>What becomes of an alert at an evaluation; null if nobody needs to know of it any more.</summary>
    /// <param name="holds">Whether the query gave it.</param>
    private Alert? Next(Alert alert, bool holds, DateTimeOffset time)
    {
        if (holds)
        {
            alert = alert with { KeepFiringSince = null };
        }
        else
        {
            var keepsFiring = alert.State == AlertState.Firing && Options.KeepFiringFor > TimeSpan.Zero
                && time - (alert.KeepFiringSince ?? time) < Options.KeepFiringFor;
            if (!keepsFiring)
            {
                return alert.State switch
                {
                    AlertState.Pending => null,
                    AlertState.Inactive => time - alert.ResolvedAt > ResolvedRetention ? null : alert,
                    _ => alert with { State = AlertState.Inactive, ResolvedAt = time },
                };
            }

            alert = alert with { KeepFiringSince = alert.KeepFiringSince ?? time };
        }

        var isLongEnough = time - alert.ActiveAt >= Options.For;
        return alert.State switch
        {
            AlertState.Pending when isLongEnough => alert with { State = AlertState.Firing, FiredAt = time },

            // The file has been loaded again, and asks for longer now.
            AlertState.Firing when !isLongEnough => alert with { State = AlertState.Pending, FiredAt = null, LastSentAt = null, KeepFiringSince = null },
            _ => alert,
        };
    }
}
