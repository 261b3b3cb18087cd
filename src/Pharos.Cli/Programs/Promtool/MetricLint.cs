using System.Text;
using Pharos.Cli.Programs.Promtool.Families;
using Pharos.Model;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>What is against the customs of naming metrics.</summary>
internal static class MetricLint
{
    private static readonly string[] Abbreviations = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"];

    /// <summary>The problems, by metric and then by text.</summary>
    public static IReadOnlyList<(string Metric, string Text)> Problems(IReadOnlyList<MetricFamily> families) =>
    [
        .. families.SelectMany(static family => Problems(family).Select(text => (Metric: family.Name, Text: text)))
            .OrderBy(static problem => problem.Metric, StringComparer.Ordinal).ThenBy(static problem => problem.Text, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Problems(MetricFamily family)
    {
        if (family.Help is null)
        {
            yield return "no help text";
        }

        if (MetricUnits.Find(family.Name) is { } unit && unit.Base != unit.Written)
        {
            yield return $"use base unit \"{unit.Base}\" instead of \"{unit.Written}\"";
        }

        if (family.Name.Contains(':', StringComparison.Ordinal))
        {
            yield return "metric names should not contain ':'";
        }

        if (IsCamelCase(family.Name))
        {
            yield return "metric names should be written in 'snake_case' not 'camelCase'";
        }

        foreach (var text in Abbreviations.Where(unit => HasWord(family.Name, unit)).Select(static _ => "metric names should not contain abbreviated units")
            .Concat(family.Type == MetricType.Unknown ? [] : OfType(family)).Concat(OfLabels(family)))
        {
            yield return text;
        }
    }

    /// <summary>Of families whose type is known.</summary>
    private static IEnumerable<string> OfType(MetricFamily family)
    {
        var (isCounter, isHistogram, isSummary) = (family.Type == MetricType.Counter, family.Type == MetricType.Histogram, family.Type == MetricType.Summary);
        var type = Encoding.UTF8.GetString(MetricTypes.Name(family.Type));
        var hasTotal = Ends("_total");
        (bool Is, string Text)[] rules =
        [
            (isCounter && !hasTotal, "counter metrics should have \"_total\" suffix"),
            (!isCounter && hasTotal, "non-counter metrics should not have \"_total\" suffix"),
            (!isHistogram && Ends("_bucket"), "non-histogram metrics should not have \"_bucket\" suffix"),
            (!isHistogram && !isSummary && Ends("_count"), "non-histogram and non-summary metrics should not have \"_count\" suffix"),
            (!isHistogram && !isSummary && Ends("_sum"), "non-histogram and non-summary metrics should not have \"_sum\" suffix"),
            (HasWord(family.Name, type), $"metric name should not include type '{type}'"),
        ];
        return rules.Where(static rule => rule.Is).Select(static rule => rule.Text)
            .Concat(isHistogram ? [] : WithLabel("le", "non-histogram metrics should not have \"le\" label"))
            .Concat(isSummary ? [] : WithLabel("quantile", "non-summary metrics should not have \"quantile\" label"));

        bool Ends(string suffix) => family.Name.EndsWith(suffix, StringComparison.Ordinal);

        IEnumerable<string> WithLabel(string name, string text) => family.Metrics.Where(metric => metric.Labels[name] is not null).Select(_ => text);
    }

    private static List<string> OfLabels(MetricFamily family)
    {
        var problems = new List<string>();
        var known = new HashSet<Labels>();
        foreach (var metric in family.Metrics)
        {
            foreach (var label in metric.Labels.View)
            {
                if (IsCamelCase(Encoding.UTF8.GetString(label.Name)))
                {
                    problems.Add("label names should be written in 'snake_case' not 'camelCase'");
                }
            }

            if (!known.Add(metric.Labels))
            {
                problems.Add("metric not unique");
            }
        }

        return problems;
    }

    private static bool IsCamelCase(string name) => name.Zip(name.Skip(1)).Any(static pair => char.IsAsciiLetterLower(pair.First) && char.IsAsciiLetterUpper(pair.Second));

    /// <summary>Whether the word stands behind an underscore, and before another one or at the end.</summary>
    private static bool HasWord(string name, string word)
    {
        var lower = name.ToLowerInvariant();
        return lower.Contains($"_{word}_", StringComparison.Ordinal) || lower.EndsWith("_" + word, StringComparison.Ordinal);
    }
}
