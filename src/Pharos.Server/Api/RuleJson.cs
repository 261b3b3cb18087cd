using Pharos.Foundation.Numbers;
using Pharos.Rules;
using Pharos.Rules.Alerting;

namespace Pharos.Server.Api;

/// <summary>Groups, rules and alerts as the API shows them.</summary>
internal static class RuleJson
{
    public static void WriteGroup(JsonBuilder json, RuleGroup group, IReadOnlyList<Rule> rules, bool showsAlerts)
    {
        json.BeginObject().Name("name").Text(group.Identity.Name).Name("file").Text(group.Identity.File).Name("rules").BeginList();
        foreach (var rule in rules)
        {
            Write(json, rule, showsAlerts);
        }

        json.EndList()
            .Name("interval").Number(group.Settings.Interval.TotalSeconds)
            .Name("limit").Number(group.Settings.Limit)
            .Name("evaluationTime").Number(group.Last.Duration.TotalSeconds)
            .Name("lastEvaluation").Time(group.Last.At)
            .EndObject();
    }

    /// <summary>Those that are active, one after the other.</summary>
    public static void WriteAlerts(JsonBuilder json, AlertingRule rule)
    {
        foreach (var alert in rule.ActiveAlerts().OrderBy(static alert => alert.Labels))
        {
            json.BeginObject().Name("labels").Labels(alert.Labels).Name("annotations");
            WriteTexts(json, alert.Annotations);
            json.Name("state").Text(AlertStates.Name(alert.State)).Name("activeAt").Time(alert.ActiveAt);
            if (alert.KeepFiringSince is { } since)
            {
                json.Name("keepFiringSince").Time(since);
            }

            json.Name("value").Text(Scientific(alert.Value)).EndObject();
        }
    }

    private static void Write(JsonBuilder json, Rule rule, bool showsAlerts)
    {
        json.BeginObject();
        if (rule is AlertingRule alerting)
        {
            json.Name("state").Text(AlertStates.Name(alerting.State))
                .Name("name").Text(rule.Name)
                .Name("query").Text(rule.Expression)
                .Name("duration").Number(alerting.Options.For.TotalSeconds)
                .Name("keepFiringFor").Number(alerting.Options.KeepFiringFor.TotalSeconds)
                .Name("labels").Labels(rule.Labels)
                .Name("annotations");
            WriteTexts(json, alerting.Options.Annotations);
            json.Name("alerts");
            if (showsAlerts)
            {
                json.BeginList();
                WriteAlerts(json, alerting);
                json.EndList();
            }
            else
            {
                json.Null();
            }
        }
        else
        {
            json.Name("name").Text(rule.Name).Name("query").Text(rule.Expression).Name("labels").Labels(rule.Labels);
        }

        var health = rule.Health;
        json.Name("health").Text(health.Name);
        if (health.Error.Length > 0)
        {
            json.Name("lastError").Text(health.Error);
        }

        json.Name("evaluationTime").Number(health.Duration.TotalSeconds)
            .Name("lastEvaluation").Time(health.EvaluatedAt)
            .Name("type").Text(rule is AlertingRule ? "alerting" : "recording")
            .EndObject();
    }

    private static void WriteTexts(JsonBuilder json, IReadOnlyDictionary<string, string> texts)
    {
        json.BeginObject();
        foreach (var (name, text) in texts.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            json.Name(name).Text(text);
        }

        json.EndObject();
    }

    private static string Scientific(double value) => double.IsFinite(value) ? GoFloatPrecision.Format(value, 'e', -1)
        : double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
