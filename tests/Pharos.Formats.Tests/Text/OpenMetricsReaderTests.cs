namespace Pharos.Formats.Tests.Text;

public sealed class OpenMetricsReaderTests
{
    private static readonly ExpositionOptions SkipCreated = new() { SkipCreatedSeries = true };

    public static TheoryData<string, string[]> Accepted => new()
    {
        { "# EOF", [] },
        { "# EOF\n", [] },
        { "a 1\n# EOF\n", ["series {__name__=\"a\"} 1 ts=none st=0"] },
        { "a 1.5 1700000000.123\n# EOF\n", ["series {__name__=\"a\"} 1.5 ts=1700000000123 st=0"] },
        { "a 1 -0.5\n# EOF\n", ["series {__name__=\"a\"} 1 ts=-500 st=0"] },
        { "a{x=\"1\",} 1\n# EOF\n", ["series {__name__=\"a\", x=\"1\"} 1 ts=none st=0"] },
        { "{\"a b\",x=\"1\"} 1\n# EOF\n", ["series {__name__=\"a b\", x=\"1\"} 1 ts=none st=0"] },
        { "# HELP a x\\ny \\\"z\\\"\n# EOF\n", ["help a x\ny \"z\""] },
        { "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n# EOF\n", ["type a_seconds gauge", "unit a_seconds seconds"] },
        { "# UNIT a \n# EOF\n", ["unit a "] },
        { "# TYPE a info\n# TYPE b stateset\n# TYPE c gaugehistogram\n# TYPE d unknown\n# EOF\n", ["type a info", "type b stateset", "type c gaugehistogram", "type d unknown"] },
        { "a_total 3 # {t=\"x\"} 0.5 1.25\n# EOF\n", ["series {__name__=\"a_total\"} 3 ts=none st=0 # {t=\"x\"} 0.5 1250"] },
        { "a 1 # {x=\"\",y=\"2\"} 1\n# EOF\n", ["series {__name__=\"a\"} 1 ts=none st=0 # {x=\"\", y=\"2\"} 1 none"] },

        // Zero bytes, as the reference's lexer passes over them.
        { "# H\0ELP \0a b\n\0# E\0OF\0\n\0", ["help a b\n"] },
        { "a{x=\"\0\"} 1\n# EOF\n", ["series {__name__=\"a\", x=\"\\x00\"} 1 ts=none st=0"] },
        { "a{x=\"1\"\0} 1\n# EOF\n", ["series {__name__=\"a\", x=\"1\\\"\"} 1 ts=none st=0"] },
        { "a_total 3 17 # {} 0.5\n# EOF\n", ["series {__name__=\"a_total\"} 3 ts=17000 st=0 # {} 0.5 none"] },
    };

    public static TheoryData<string, int, int, string> Rejected => new()
    {
        { "", 1, 1, "data does not end with # EOF" },
        { "a 1\n", 2, 1, "data does not end with # EOF" },
        { "a 1", 1, 4, "data does not end with # EOF" },
        { "# EOF\na 1\n", 2, 1, "unexpected data after # EOF" },
        { "\n# EOF\n", 1, 1, "expected metric name or # with a keyword" },
        { "# remark\n# EOF\n", 1, 3, "expected HELP, TYPE, UNIT or EOF" },
        { "a  1\n# EOF\n", 1, 3, "expected value after metric" },
        { "a\t1\n# EOF\n", 1, 2, "expected space and value after metric" },
        { "a 1 \n# EOF\n", 1, 4, "expected timestamp, exemplar or end of line" },
        { "a{x=\"1\" y=\"2\"} 1\n# EOF\n", 1, 8, "expected comma or closing brace" },
        { "a{ x=\"1\"} 1\n# EOF\n", 1, 3, "expected label name" },
        { "a{x=\"1\n2\"} 1\n# EOF\n", 1, 7, "expected label value to end with a double quote" },
        { "a 1 NaN\n# EOF\n", 1, 5, "expected timestamp in seconds" },
        { "a 1 # {x=\"1\"}\n# EOF\n", 1, 14, "expected space and value after exemplar labels" },
        { "a 1 # {\"x\"} 1\n# EOF\n", 1, 11, "an exemplar has no metric name" },
        { "a 1 # {x=\"1\"} 1 Inf\n# EOF\n", 1, 17, "expected exemplar timestamp in seconds" },
        { "# TYPE a untyped\n# EOF\n", 1, 10, "invalid metric type \"untyped\"" },
        { "# UNIT a_seconds bytes\n# EOF\n", 1, 18, "unit \"bytes\" not a suffix of metric \"a_seconds\"" },
        { "# UNIT seconds seconds\n# EOF\n", 1, 16, "not a suffix" },
        { "a 1 # {x=\"\0\"} 1\n# EOF\n", 1, 11, "expected label value without zero bytes" },
        { "# \0HELP a b\n# EOF\n", 1, 3, "expected HELP, TYPE, UNIT or EOF" },
        { "# UNIT a_s s\n\0# EOF\n", 1, 12, "unit \"s\\n\" not a suffix" },
        { "# HELP a", 1, 9, "expected a space and text after the metric name in HELP" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Read_WhatTheReferenceAccepts_GivesItsEntries(string exposition, string[] expected)
    {
        Assert.Equal(expected, TextEntries.OpenMetrics(exposition));
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Read_WhatTheReferenceRejects_ThrowsWithThePlace(string exposition, int line, int column, string reason)
    {
        var error = Assert.Throws<ExpositionException>(() => TextEntries.OpenMetrics(exposition));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void ReadStartTimestamp_CreatedLineOfTheSameLabels_GivesItsValue()
    {
        const string Exposition = """
            # TYPE c counter
            c_total{a="1"} 5
            c_created{a="1"} 1.5
            c_total{a="2"} 6
            c_total{a="3"} 7
            c_created{a="3"} 2.5
            # TYPE h histogram
            h_bucket{a="1",le="1.0"} 1
            h_bucket{a="1",le="+Inf"} 1
            h_created{a="1"} 3
            h_sum{a="1"} 1
            # TYPE g gauge
            g 1
            g_created 4
            # EOF

            """;
        Assert.Equal(
            [
                "type c counter",
                "series {__name__=\"c_total\", a=\"1\"} 5 ts=none st=1500",
                "series {__name__=\"c_total\", a=\"2\"} 6 ts=none st=0",
                "series {__name__=\"c_total\", a=\"3\"} 7 ts=none st=2500",
                "type h histogram",
                "series {__name__=\"h_bucket\", a=\"1\", le=\"1.0\"} 1 ts=none st=3000",
                "series {__name__=\"h_bucket\", a=\"1\", le=\"+Inf\"} 1 ts=none st=3000",
                "series {__name__=\"h_sum\", a=\"1\"} 1 ts=none st=3000",
                "type g gauge",
                "series {__name__=\"g\"} 1 ts=none st=0",
                "series {__name__=\"g_created\"} 4 ts=none st=0",
            ],
            TextEntries.OpenMetrics(Exposition, SkipCreated));
    }

    [Fact]
    public void ReadStartTimestamp_BrokenExemplarFurtherDown_EndsWithTheErrorOfThatLine()
    {
        // The reference's look-ahead never comes back from this one.
        var error = Assert.Throws<ExpositionException>(() =>
            TextEntries.OpenMetrics("# TYPE a counter\na_total 1\na_total{b=\"2\"} 1 # {~} 1\n# EOF\n", SkipCreated));
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void Read_FamilyWithoutCreatedLines_IsSearchedOnce()
    {
        // Each series of such a family looks ahead to its end; a quarter of a million of them would take hours one by one.
        var exposition = new System.Text.StringBuilder("# TYPE c counter\n");
        for (var i = 0; i < 250_000; i++)
        {
            exposition.Append("c_total{i=\"").Append(i).Append("\"} 1\n");
        }

        exposition.Append("# EOF\n");
        Assert.Equal(250_001, TextEntries.OpenMetrics(exposition.ToString(), SkipCreated).Count);
    }

    [Fact]
    public void ReadLabels_WithTypeAndUnitLabels_AddsBoth()
    {
        Assert.Equal(
            [
                "type a_seconds gauge", "unit a_seconds seconds",
                "series {__name__=\"a_seconds\", __type__=\"gauge\", __unit__=\"seconds\"} 1 ts=none st=0",
            ],
            TextEntries.OpenMetrics(
                "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\n# EOF\n", new ExpositionOptions { AddTypeAndUnitLabels = true }));
    }
}
