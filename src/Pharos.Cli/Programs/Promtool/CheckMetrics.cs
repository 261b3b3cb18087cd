using System.Globalization;
using Pharos.Cli.Programs.Promtool.Families;
using Pharos.Model;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>check metrics</c>: problems to where complaints go, the table of <c>--extended</c> to the output.</summary>
internal static class CheckMetrics
{
    private const int Failure = 1;
    private const int LintFailure = 3;
    private const int Gap = 4;

    public static int Run(Terminal terminal, bool isExtended, bool lints)
    {
        if (!isExtended && !lints)
        {
            terminal.Error.Write("error: at least one of --extended or linting must be enabled\nUse --extended for cardinality analysis, or remove --lint=none to enable linting\n");
            return Failure;
        }

        IReadOnlyList<MetricFamily> families;
        try
        {
            families = FamilyReader.Read(StandardInput.ReadAll(terminal));
        }
        catch (PromtoolException error)
        {
            terminal.Error.Write($"{(lints ? "error while linting:" : "error while parsing text to metric families:")} {error.Message}\n");
            return Failure;
        }

        var problems = lints ? MetricLint.Problems(families) : [];
        foreach (var (metric, text) in problems)
        {
            terminal.Error.Write($"{metric} {text}\n");
        }

        if (isExtended)
        {
            WriteTable(terminal.Output, families);
        }

        return problems.Count > 0 ? LintFailure : 0;
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<MetricFamily> families)
    {
        var counts = families.Select(static family => (family.Name, Count: Cardinality(family))).OrderByDescending(static row => row.Count).ToList();
        var total = counts.Sum(static row => row.Count);
        List<string[]> rows =
        [
            ["Metric", "Cardinality", "Percentage"],
            .. counts.Select(row => (string[])[row.Name, Text(row.Count), string.Create(CultureInfo.InvariantCulture, $"{100.0 * row.Count / total:F2}%")]),
            ["Total", Text(total), "100%"],
        ];
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length) + Gap).ToArray();
        foreach (var row in rows)
        {
            output.Write(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))) + "\n");
        }
    }

    /// <summary>Series that the family makes: a histogram has its sum and its count beside its buckets.</summary>
    private static long Cardinality(MetricFamily family) => family.Type is MetricType.Histogram or MetricType.Summary
        ? family.Metrics.Count * (2L + family.Metrics[0].Parts)
        : family.Metrics.Count;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
