using System.Text;
using Pharos.Compatibility.Tests.Exposition;
using Pharos.Formats.Negotiation;

namespace Pharos.Compatibility.Tests.Judgement;

/// <summary>Expositions of a few lines, each with one thing in it that a reader has to judge.</summary>
internal static class SmallExpositions
{
    private const ExpositionFormat Text = ExpositionFormat.PrometheusText004;
    private const ExpositionFormat OpenMetrics = ExpositionFormat.OpenMetricsText100;

    /// <summary>Whether a scrape takes it all, or breaks off with an error.</summary>
    public sealed record Judged(ExpositionFormat Format, bool IsGood, string Exposition)
    {
        /// <summary>Why promtool judges otherwise, whose parser is not that of a scrape; null where it does not.</summary>
        public string? PromtoolDiffers { get; init; }
    }

    public static IReadOnlyList<Judged> All { get; } =
    [
        new(Text, true, ""),
        new(Text, true, "\n\n"),
        new(Text, true, "a 1\n"),
        new(Text, false, "a 1\r\n"),
        new(Text, true, "a 1") { PromtoolDiffers = "wants a line feed at the end" },
        new(Text, true, "a{} 1\n"),
        new(Text, true, "a{b=\"c\",} 1\n"),
        new(Text, false, "a{,} 1\n"),
        new(Text, false, "a{b=\"c\",,} 1\n"),
        new(Text, false, "a{b=\"c\" 1\n"),
        new(Text, false, "a{b=\"c} 1\n"),
        new(Text, false, "a{b='c'} 1\n"),
        new(Text, false, "a{b=c} 1\n"),
        new(Text, false, "a{b} 1\n"),
        new(Text, false, "a{=\"c\"} 1\n"),
        new(Text, true, "a{b=\"c\"d=\"e\"} 1\n") { PromtoolDiffers = "wants a comma between labels" },
        new(Text, false, "a{1b=\"c\"} 1\n"),
        new(Text, false, "a{b:c=\"d\"} 1\n"),
        new(Text, false, "a{b.c=\"d\"} 1\n"),
        new(Text, true, "{\"a\",\"b.c\"=\"d\"} 1\n") { PromtoolDiffers = "takes classic names alone" },
        new(Text, true, "{\"a.b\"} 1\n") { PromtoolDiffers = "takes classic names alone" },
        new(Text, false, "{b=\"c\"} 1\n"),
        new(Text, false, "{} 1\n"),
        new(Text, false, "{\"a\",\"b\"} 1\n"),
        new(Text, false, "a{\"b\"} 1\n"),
        new(Text, false, "a.b 1\n"),
        new(Text, false, "1a 1\n"),
        new(Text, false, "a\n"),
        new(Text, false, "a \n"),
        new(Text, false, "a x\n"),
        new(Text, false, "a 1 x\n"),
        new(Text, false, "a 1 1.5\n"),
        new(Text, false, "a 1 2 3\n"),
        new(Text, false, "a 1_000\n"),
        new(Text, false, "a 0x10\n"),
        new(Text, false, "a 0x1p-2\n"),
        new(Text, false, "a 1e400\n"),
        new(Text, true, "a 1e-400\n"),
        new(Text, false, "a --1\n"),
        new(Text, false, "a 1 # {b=\"c\"} 1\n"),
        new(Text, true, "#\n"),
        new(Text, true, "# TYPE a counter\na 1\n"),
        new(Text, false, "# TYPE a thing\na 1\n"),
        new(Text, false, "# TYPE a.b counter\n"),
        new(Text, true, "# TYPE \"a.b\" counter\n{\"a.b\"} 1\n") { PromtoolDiffers = "takes classic names alone" },
        new(Text, true, "# HELP a\n"),
        new(Text, true, "#HELP a b\na 1\n"),
        new(Text, true, "# EOF\na 1\n"),
        new(Text, true, " a 1\n"),
        new(Text, true, "\ta{b=\"c\"}1\n"),
        new(Text, true, "a{b=\"\nc\"} 1\n") { PromtoolDiffers = "takes no line feed in a value" },

        new(OpenMetrics, true, "# EOF\n"),
        new(OpenMetrics, true, "# EOF"),
        new(OpenMetrics, false, "a 1\n"),
        new(OpenMetrics, true, "a 1\n# EOF\n"),
        new(OpenMetrics, false, "a 1\n# EOF\na 2\n"),
        new(OpenMetrics, false, "a 1\n\n# EOF\n"),
        new(OpenMetrics, false, "a 1\r\n# EOF\n"),
        new(OpenMetrics, false, " a 1\n# EOF\n"),
        new(OpenMetrics, false, "a  1\n# EOF\n"),
        new(OpenMetrics, false, "a\t1\n# EOF\n"),
        new(OpenMetrics, true, "a{} 1\n# EOF\n"),
        new(OpenMetrics, true, "a{b=\"c\",} 1\n# EOF\n"),
        new(OpenMetrics, false, "a{b = \"c\"} 1\n# EOF\n"),
        new(OpenMetrics, false, "a {b=\"c\"} 1\n# EOF\n"),
        new(OpenMetrics, true, "{\"a.b\"} 1\n# EOF\n"),
        new(OpenMetrics, false, "{b=\"c\"} 1\n# EOF\n"),
        new(OpenMetrics, false, "# a remark\n# EOF\n"),
        new(OpenMetrics, false, "#TYPE a gauge\n# EOF\n"),
        new(OpenMetrics, true, "# TYPE a gauge\n# EOF\n"),
        new(OpenMetrics, false, "# TYPE a untyped\n# EOF\n"),
        new(OpenMetrics, true, "# UNIT a_seconds seconds\n# EOF\n"),
        new(OpenMetrics, false, "# UNIT a seconds\n# EOF\n"),
        new(OpenMetrics, true, "# TYPE a counter\na_total 1 # {b=\"c\"} 1\n# EOF\n"),
        new(OpenMetrics, true, "# TYPE a counter\na_total 1 # {} 1 1.5\n# EOF\n"),
        new(OpenMetrics, false, "# TYPE a counter\na_total 1 # {b=\"c\"}\n# EOF\n"),
        new(OpenMetrics, false, "# TYPE a counter\na_total 1 # {b=\"c\" 1\n# EOF\n"),
        new(OpenMetrics, false, "# TYPE a counter\na_total 1 # {b=\"c\"} 1 x\n# EOF\n"),
        new(OpenMetrics, false, "a 1 2 3\n# EOF\n"),
        new(OpenMetrics, false, "a 1 NaN\n# EOF\n"),
        new(OpenMetrics, false, "a x\n# EOF\n"),
        new(OpenMetrics, false, "a{b=\"c} 1\n# EOF\n"),
    ];

    public static IEnumerable<int> Indexes(ExpositionFormat? format = null) =>
        Enumerable.Range(0, All.Count).Where(index => format is null || All[index].Format == format);

    public static ExpositionCase CaseAt(int index) =>
        new(Invariant($"judged-{index}"), All[index].Format, Encoding.UTF8.GetBytes(All[index].Exposition));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
