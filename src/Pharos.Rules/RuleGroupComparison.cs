using Pharos.Rules.Alerting;

namespace Pharos.Rules;

/// <summary>Whether a group is as it was before its file was loaded again.</summary>
internal static class RuleGroupComparison
{
    public static bool AreSame(RuleGroup left, RuleGroup right) =>
        left.Settings == right.Settings && left.Rules.Count == right.Rules.Count && left.Rules.Zip(right.Rules).All(static pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(Rule left, Rule right) =>
        left.IsSameAs(right) && left.Expression == right.Expression
        && (left is not AlertingRule first || right is not AlertingRule second || AreSame(first.Options, second.Options));

    private static bool AreSame(AlertingRuleOptions left, AlertingRuleOptions right) =>
        left.For == right.For && left.KeepFiringFor == right.KeepFiringFor && left.Annotations.Count == right.Annotations.Count
        && left.Annotations.All(one => right.Annotations.TryGetValue(one.Key, out var text) && text == one.Value);
}
