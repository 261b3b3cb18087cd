using System.Text;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Rules.Alerting;

/// <summary>Since when alerts are active, as it was stored before a restart.</summary>
internal static class AlertRestoration
{
    private const int BatchLength = 128;

    public static void Restore(RuleGroup group, RuleServices services, DateTimeOffset now)
    {
        var began = services.Time.GetTimestamp();
        using (var querier = services.Source.NewQuerier((now - services.Settings.OutageTolerance).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds()))
        {
            foreach (var rule in group.Rules.OfType<AlertingRule>())
            {
                Restore(rule, querier, services, now);
            }
        }

        services.Metrics.LastRestoration.WithLabels(group.Identity.Key).Set(services.Time.GetElapsedTime(began).TotalSeconds);
    }

    private static void Restore(AlertingRule rule, IQuerier querier, RuleServices services, DateTimeOffset now)
    {
        // Those that would fire sooner than the grace period wait for that anyway.
        if (rule.Options.For < services.Settings.GracePeriod)
        {
            rule.IsRestored = true;
            return;
        }

        var stored = new Dictionary<Labels, (long TimeMs, double Value)>();
        try
        {
            Read(rule, querier, stored);
        }
        catch (Exception exception) when (exception is CorruptionException or IOException)
        {
            // There is no second attempt: such alerts wait as if they were new.
            services.Log.Error("Failed to restore 'for' state", [("alertname", rule.Name), ("err", exception.Message)]);
        }

        rule.Restore(alert => stored.TryGetValue(AlertSeries.Since(alert.Labels, rule.Labels), out var last) && !SpecialValues.IsStale(last.Value)
            ? ActiveAt(last.TimeMs, last.Value, rule.Options.For, services.Settings.GracePeriod, now)
            : null);
    }

    private static void Read(AlertingRule rule, IQuerier querier, Dictionary<Labels, (long TimeMs, double Value)> stored)
    {
        Span<long> times = stackalloc long[BatchLength];
        Span<double> values = stackalloc double[BatchLength];
        using var set = querier.Select(sorted: false, null, Matchers(rule));
        SampleCursor? cursor = null;
        while (set.MoveNext())
        {
            cursor = set.Samples(cursor);
            while (cursor.Peek() == SampleKind.Float)
            {
                var read = cursor.ReadFloats(times, values);
                stored[set.Labels.ToLabels()] = (times[read - 1], values[read - 1]);
            }
        }
    }

    /// <summary>All series of the rule: by the labels that it gives all its alerts, without those that are templates.</summary>
    private static Matcher[] Matchers(AlertingRule rule)
    {
        var matchers = new List<Matcher>
        {
            new(Model.MatchType.Equal, LabelNames.MetricName.ToArray(), AlertSeries.SinceMetric.ToArray()),
            new(Model.MatchType.Equal, AlertSeries.AlertName.ToArray(), Encoding.UTF8.GetBytes(rule.Name)),
        };
        foreach (var label in rule.Labels.View)
        {
            if (label.Value.IndexOf("{{"u8) < 0)
            {
                matchers.Add(new Matcher(Model.MatchType.Equal, label.Name.ToArray(), label.Value.ToArray()));
            }
        }

        return [.. matchers];
    }

    /// <summary>The time that it was down does not count, and what is left to wait is at least the grace period.</summary>
    private static DateTimeOffset ActiveAt(long downAtMs, double activeSeconds, TimeSpan holds, TimeSpan grace, DateTimeOffset now)
    {
        var downAt = DateTimeOffset.FromUnixTimeSeconds(downAtMs / 1000);
        var activeAt = DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(activeSeconds, 0, 253_402_300_799));
        var left = holds - (downAt - activeAt);
        return left <= TimeSpan.Zero ? activeAt
            : left < grace ? now + grace - holds
            : activeAt + (now - downAt);
    }
}
