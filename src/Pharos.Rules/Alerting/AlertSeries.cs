using System.Text;
using Pharos.Model;

namespace Pharos.Rules.Alerting;

/// <summary>The series by which alerts are stored.</summary>
internal static class AlertSeries
{
    public static ReadOnlySpan<byte> AlertName => "alertname"u8;

    public static ReadOnlySpan<byte> SinceMetric => "ALERTS_FOR_STATE"u8;

    /// <summary>Whether it is pending or firing.</summary>
    /// <param name="rule">The labels of the rule, of which those stay that came to nothing for the alert.</param>
    public static Labels State(Alert alert, Labels rule)
    {
        var labels = With(rule, alert.Labels);
        labels.Set(LabelNames.MetricName, "ALERTS"u8);
        labels.Set("alertstate"u8, Encoding.UTF8.GetBytes(AlertStates.Name(alert.State)));
        return labels.ToLabels();
    }

    /// <summary>Since when it is.</summary>
    public static Labels Since(Labels alert, Labels rule)
    {
        var labels = With(rule, alert);
        labels.Set(LabelNames.MetricName, SinceMetric);
        return labels.ToLabels();
    }

    private static LabelsBuilder With(Labels rule, Labels alert)
    {
        var labels = new LabelsBuilder(rule.View);
        foreach (var label in alert.View)
        {
            labels.Set(label.Name, label.Value);
        }

        return labels;
    }
}
