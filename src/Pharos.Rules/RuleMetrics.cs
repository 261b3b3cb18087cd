using Pharos.Instrumentation;

namespace Pharos.Rules;

/// <summary>What rules say of themselves, with Prometheus's names.</summary>
public sealed class RuleMetrics
{
    private const string Group = "rule_group";

    private readonly IReadOnlyList<Func<string, bool>> _forget;

    public RuleMetrics(MetricRegistry metrics)
    {
        var native = new HistogramOptions
        {
            Buckets = [.01, .1, 1, 10],
            Native = new NativeHistogramOptions { BucketFactor = 1.1, MaxBuckets = 100, MinResetInterval = TimeSpan.FromHours(1) },
        };
        RuleDuration = metrics.Summary("prometheus_rule_evaluation_duration_seconds", "The duration for a rule to execute.", Quantiles(0.5, 0.9, 0.99));
        RuleDurationHistogram = metrics.Histogram("prometheus_rule_evaluation_duration_histogram_seconds", "The duration for a rule to execute.", native);
        GroupDuration = metrics.Summary(
            "prometheus_rule_group_duration_seconds", "The duration of rule group evaluations.", Quantiles(0.01, 0.05, 0.5, 0.9, 0.99));
        GroupDurationHistogram = metrics.Histogram("prometheus_rule_group_duration_histogram_seconds", "The duration of rule group evaluations.", native);
        Missed = metrics.CounterFamily(
            "prometheus_rule_group_iterations_missed_total", "The total number of rule group evaluations missed due to slow rule group evaluation.", Group);
        Scheduled = metrics.CounterFamily(
            "prometheus_rule_group_iterations_total", "The total number of scheduled rule group evaluations, whether executed or missed.", Group);
        Evaluations = metrics.CounterFamily("prometheus_rule_evaluations_total", "The total number of rule evaluations.", Group);
        Failures = metrics.CounterFamily("prometheus_rule_evaluation_failures_total", "The total number of rule evaluation failures.", Group);
        Interval = metrics.GaugeFamily("prometheus_rule_group_interval_seconds", "The interval of a rule group.", Group);
        LastEvaluation = metrics.GaugeFamily(
            "prometheus_rule_group_last_evaluation_timestamp_seconds", "The timestamp of the last rule group evaluation in seconds.", Group);
        LastDuration = metrics.GaugeFamily("prometheus_rule_group_last_duration_seconds", "The duration of the last rule group evaluation.", Group);
        LastRuleDurations = metrics.GaugeFamily(
            "prometheus_rule_group_last_rule_duration_sum_seconds",
            "The sum of time in seconds it took to evaluate each rule in the group regardless of concurrency. This should be higher than the group duration if rules are evaluated concurrently.",
            Group);
        LastRestoration = metrics.GaugeFamily(
            "prometheus_rule_group_last_restore_duration_seconds",
            "The duration of the last alert rules alerts restoration using the `ALERTS_FOR_STATE` series.",
            Group);
        Rules = metrics.GaugeFamily("prometheus_rule_group_rules", "The number of rules.", Group);
        Samples = metrics.GaugeFamily(
            "prometheus_rule_group_last_evaluation_samples", "The number of samples returned during the last rule group evaluation.", Group);
        _forget =
        [
            group => Missed.Remove(group), group => Scheduled.Remove(group), group => Evaluations.Remove(group), group => Failures.Remove(group),
            group => Interval.Remove(group), group => LastEvaluation.Remove(group), group => LastDuration.Remove(group),
            group => LastRuleDurations.Remove(group), group => LastRestoration.Remove(group), group => Rules.Remove(group), group => Samples.Remove(group),
        ];
    }

    internal Summary RuleDuration { get; }

    internal Histogram RuleDurationHistogram { get; }

    internal Summary GroupDuration { get; }

    internal Histogram GroupDurationHistogram { get; }

    internal CounterFamily Missed { get; }

    internal CounterFamily Scheduled { get; }

    internal CounterFamily Evaluations { get; }

    internal CounterFamily Failures { get; }

    internal GaugeFamily Interval { get; }

    internal GaugeFamily LastEvaluation { get; }

    internal GaugeFamily LastDuration { get; }

    internal GaugeFamily LastRuleDurations { get; }

    internal GaugeFamily LastRestoration { get; }

    internal GaugeFamily Rules { get; }

    internal GaugeFamily Samples { get; }

    /// <summary>A group that is no more is not told of.</summary>
    internal void Forget(string group)
    {
        foreach (var forget in _forget)
        {
            forget(group);
        }
    }

    private static SummaryOptions Quantiles(params double[] quantiles) => new() { Quantiles = [.. quantiles] };
}
