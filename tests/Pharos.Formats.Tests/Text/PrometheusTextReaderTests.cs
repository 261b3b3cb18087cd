namespace Pharos.Formats.Tests.Text;

public sealed class PrometheusTextReaderTests
{
    public static TheoryData<string, string[]> Accepted => new()
    {
        { "", [] },
        { "\n \n\t\n", [] },
        { "a 1\n", ["series {__name__=\"a\"} 1 ts=none st=0"] },
        { "a 1", ["series {__name__=\"a\"} 1 ts=none st=0"] },
        { "a 1 1700000000123\n", ["series {__name__=\"a\"} 1 ts=1700000000123 st=0"] },
        { "a\t1\t17\t\n", ["series {__name__=\"a\"} 1 ts=17 st=0"] },
        { "a:b_c9{x=\"1\"} +Inf\n", ["series {__name__=\"a:b_c9\", x=\"1\"} Infinity ts=none st=0"] },
        { "a{} NaN\n", ["series {__name__=\"a\"} NaN ts=none st=0"] },
        { "a{x=\"1\",} 2\n", ["series {__name__=\"a\", x=\"1\"} 2 ts=none st=0"] },
        { "a{ x = \"1\" , y=\"2\" } 2\n", ["series {__name__=\"a\", x=\"1\", y=\"2\"} 2 ts=none st=0"] },
        { "a {x=\"1\"} 2\n", ["series {__name__=\"a\", x=\"1\"} 2 ts=none st=0"] },
        { "a{x=\"1\"}2\n", ["series {__name__=\"a\", x=\"1\"} 2 ts=none st=0"] },
        { "a-1 5\n", ["series {__name__=\"a\"} -1 ts=5 st=0"] },

        // A comma between labels may be missing, and labels may come in any order.
        { "a{y=\"2\" x=\"1\"} 3\n", ["series {__name__=\"a\", x=\"1\", y=\"2\"} 3 ts=none st=0"] },
        { "a{x=\"\"} 1\n", ["series {__name__=\"a\"} 1 ts=none st=0"] },
        { "a{x=\"\\\"\\\\\\n\\t\"} 1\n", ["series {__name__=\"a\", x=\"\\\"\\\\\\n\\\\t\"} 1 ts=none st=0"] },
        { "a{x=\"é}\"} 1\n", ["series {__name__=\"a\", x=\"é}\"} 1 ts=none st=0"] },
        { "a{x=\"two\nlines\"} 1\n", ["series {__name__=\"a\", x=\"two\\nlines\"} 1 ts=none st=0"] },

        // UTF-8 names stand in quotes, inside the braces.
        { "{\"my.metric\"} 1\n", ["series {__name__=\"my.metric\"} 1 ts=none st=0"] },
        { "{\"my.metric\",\"a label\"=\"1\",b=\"2\"} 1\n", ["series {__name__=\"my.metric\", \"a label\"=\"1\", b=\"2\"} 1 ts=none st=0"] },
        { "{b=\"2\",\"a \\\"b\\\"\"} 1\n", ["series {__name__=\"a \\\"b\\\"\", b=\"2\"} 1 ts=none st=0"] },

        { "# HELP a Some \\\\ help\\nin two lines \\\" \n", ["help a Some \\ help\nin two lines \\\" "] },
        { "# HELP a\n", ["help a "] },
        { "# HELP a   \n", ["help a "] },
        { "#\tHELP\ta\tb\n", ["help a b"] },
        { "# HELP \"my metric\" b\n", ["help my metric b"] },
        { "# TYPE a counter\na 1\n", ["type a counter", "series {__name__=\"a\"} 1 ts=none st=0"] },
        { "# TYPE a untyped\n", ["type a unknown"] },
        { "# just a remark\n#\n# HELPful\n#HELP a b\n", ["comment # just a remark", "comment #", "comment # HELPful", "comment #HELP a b"] },
        { "  # TYPE a gauge\n", ["type a gauge"] },

        // Bounds are written as OpenMetrics writes them, whatever the family's own way is.
        {
            "# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"1e3\"} 2\nh_bucket{le=\"-0.0\"} 0\nh_bucket{le=\"+Inf\"} 2\n",
            [
                "type h histogram", "series {__name__=\"h_bucket\", le=\"1.0\"} 2 ts=none st=0",
                "series {__name__=\"h_bucket\", le=\"1000.0\"} 2 ts=none st=0",
                "series {__name__=\"h_bucket\", le=\"0.0\"} 0 ts=none st=0", "series {__name__=\"h_bucket\", le=\"+Inf\"} 2 ts=none st=0",
            ]
        },
        { "# TYPE s summary\ns{quantile=\"1\"} 2\n", ["type s summary", "series {__name__=\"s\", quantile=\"1.0\"} 2 ts=none st=0"] },
        { "# TYPE g gauge\ng{le=\"1\",quantile=\"1\"} 2\n", ["type g gauge", "series {__name__=\"g\", le=\"1\", quantile=\"1\"} 2 ts=none st=0"] },

        // What the reference does with a zero byte at a line's start.
        { "a 1\n\0b 2\n", ["series {__name__=\"a\"} 1 ts=none st=0"] },

        // And with others: behind the number sign and blanks it ends the exposition too, within words and texts of comments it is passed over.
        { "# \0\na 1\n", [] },
        { "# x\0\na 1\n", ["comment # x\0", "series {__name__=\"a\"} 1 ts=none st=0"] },
        { "# HELP _ \0\n", ["help _ "] },
        { "# HELP _ \0\t\0", ["help _ "] },
        { "# HELP _ \0x\n", ["help _ \0x"] },
        { "# H\0ELP\0 \0 a b\n", ["help a b"] },
        { "# TYPE\0 a counter\n", ["type a counter"] },
        { "a{x= \0\"1\"} 1\n", ["series {__name__=\"a\", x=\"1\"} 1 ts=none st=0"] },
        { "a{x=\"\\\0\"\"} 1\n", ["series {__name__=\"a\", x=\"\\\\\\x00\\\"\"} 1 ts=none st=0"] },
        { "a{x=\"1\"\0,y=\"2\"} 1\n", ["series {__name__=\"a\", x=\"1\\\"\", y=\"2\"} 1 ts=none st=0"] },
    };

    public static TheoryData<string, int, int, string> Rejected => new()
    {
        { "a\n", 1, 2, "expected value after metric" },
        { "a{x=\"1\"}\n", 1, 9, "expected value after metric" },
        { "a x\n", 1, 3, "expected value that is a number, found \"x\"" },
        { "ok 1\na 0x1p3\n", 2, 3, "expected value that is a number" },
        { "a 1_0\n", 1, 3, "expected value that is a number" },
        { "a 1e999\n", 1, 3, "expected value that is a number" },
        { "a 1 x\n", 1, 5, "expected timestamp or end of line" },
        { "a 1 -5\n", 1, 5, "expected timestamp or end of line" },
        { "a 1 5 6\n", 1, 7, "expected end of line after timestamp" },
        { "a 1 99999999999999999999\n", 1, 5, "expected timestamp in milliseconds" },
        { "9a 1\n", 1, 1, "expected metric name or comment" },
        { "é 1\n", 1, 1, "expected metric name or comment" },
        { "{} 1\n", 1, 1, "metric name not set" },
        { "{x=\"1\"} 1\n", 1, 1, "metric name not set" },
        { "a{\"b\"} 1\n", 1, 3, "metric name already set" },
        { "{\"a\",\"b\"} 1\n", 1, 6, "metric name already set" },
        { "a{x} 1\n", 1, 4, "expected equal sign" },
        { "a{x=1} 1\n", 1, 5, "expected label value in double quotes" },
        { "a{x=\"1\n", 1, 0, "expected label value to end with a double quote" },
        { "a{x=\"1\"\n", 1, 8, "expected label name, found the end of the line" },
        { "a{,x=\"1\"} 1\n", 1, 3, "expected label name" },
        { "a{x=\"1\",,y=\"2\"} 1\n", 1, 9, "expected label name" },
        { "a{0=\"1\"} 1\n", 1, 3, "expected label name" },
        { "a{b:c=\"1\"} 1\n", 1, 4, "expected equal sign" },
        { "a{x=\"1\"", 1, 8, "expected label name, found the end of the exposition" },
        { "# TYPE a  counter\n", 1, 10, "invalid metric type \" counter\"" },
        { "# TYPE a info\n", 1, 10, "invalid metric type \"info\"" },
        { "# TYPE 1 counter\n", 1, 8, "expected metric name after TYPE" },
        { "# HELP \n", 1, 8, "expected metric name after HELP" },
        { "# HELP a\0 b\n", 1, 9, "expected blank after the metric name" },
        { "# TYPE a \0\n", 1, 11, "invalid metric type \"\"" },
        { "a{x=\0\"1\"} 1\n", 1, 5, "expected label value in double quotes" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Read_WhatTheReferenceAccepts_GivesItsEntries(string exposition, string[] expected)
    {
        Assert.Equal(expected, TextEntries.Prometheus(exposition));
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Read_WhatTheReferenceRejects_ThrowsWithThePlace(string exposition, int line, int column, string reason)
    {
        var error = Assert.Throws<ExpositionException>(() => TextEntries.Prometheus(exposition));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        if (column > 0)
        {
            Assert.Equal((line, column), (error.Line, error.Column));
        }
    }

    [Theory]
    [InlineData("a{x=\"\xFF\"} 1\n", "invalid UTF-8 label value")]
    [InlineData("# HELP a \xFF\n", "not a valid utf8 string")]
    public void Read_BytesThatAreNotUtf8_Throws(string latin1, string reason)
    {
        var error = Assert.Throws<ExpositionException>(() => TextEntries.Prometheus(System.Text.Encoding.Latin1.GetBytes(latin1)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadLabels_WithTypeAndUnitLabels_AddsTheTypeAndDropsTheTargetsOwn()
    {
        var options = new ExpositionOptions { AddTypeAndUnitLabels = true };
        Assert.Equal(
            ["type a counter", "series {__name__=\"a\", __type__=\"counter\", x=\"1\"} 1 ts=none st=0"],
            TextEntries.Prometheus("# TYPE a counter\na{__type__=\"mine\",x=\"1\"} 1\n", options));
    }
}
