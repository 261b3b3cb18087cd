using System.Globalization;
using System.Text;

namespace Pharos.PromQL.Syntax.Tests;

public sealed class SeriesDescriptionTests
{
    [Theory]
    [InlineData("m 1 2 3", "{__name__=\"m\"}", "3ff0000000000000 | 4000000000000000 | 4008000000000000")]
    [InlineData("m{a=\"b\"} 1+2x3 _ _x2 stale", "{__name__=\"m\", a=\"b\"}", "3ff0000000000000 | 4008000000000000 | 4014000000000000 | 401c000000000000 | _ | _ | _ | 7ff0000000000002")]
    [InlineData("{} 5x0 -1-1x2 NaN Inf -Inf .5", "{}", "4014000000000000 | bff0000000000000 | c000000000000000 | c008000000000000 | 7ff8000000000001 | 7ff0000000000000 | fff0000000000000 | 3fe0000000000000")]
    [InlineData("m {{schema:1 sum:5 count:4 z_bucket:1 z_bucket_w:0.5 buckets:[1 2] offset:2 n_buckets:[3] n_offset:-1}}", "{__name__=\"m\"}", "{{schema:1 count:4 sum:5 z_bucket:1 z_bucket_w:0.5 offset:2 buckets:[1 2] n_offset:-1 n_buckets:[3]}} false")]
    [InlineData("m {{}} {{ }}x1 {{counter_reset_hint:gauge sum:1}}", "{__name__=\"m\"}", "{{}} false | {{}} false | {{}} false | {{sum:1 counter_reset_hint:gauge}} true")]
    [InlineData("m {{sum:1 count:2 buckets:[1 1]}}+{{sum:2 count:1 buckets:[0 1]}}x2", "{__name__=\"m\"}", "{{count:2 sum:1 buckets:[1 1]}} false | {{count:3 sum:3 buckets:[1 2]}} false | {{count:4 sum:5 buckets:[1 3]}} false")]
    [InlineData("m {{schema:-53 count:3 custom_values:[1 5] buckets:[1 1 1]}}-{{schema:-53 count:1 custom_values:[1 5] buckets:[1]}}x1", "{__name__=\"m\"}", "{{schema:-53 count:3 custom_values:[1 5] buckets:[1 1 1]}} false | {{schema:-53 count:2 custom_values:[1 5] offset:1 buckets:[1 1]}} false")]
    [InlineData("m", "{__name__=\"m\"}", "")]
    public void ParseSeriesDescription_Values_AreWrittenOut(string text, string labels, string values)
    {
        var series = PromQLParser.ParseSeriesDescription(Encoding.UTF8.GetBytes(text));

        Assert.Equal(labels, series.Labels.ToString());
        Assert.Equal(values, string.Join(" | ", series.Values.Select(Show)));
    }

    [Theory]
    [InlineData("m 1 x", "1:5: parse error: unexpected \"x\"")]
    [InlineData("m foo", "1:3: parse error: unexpected identifier \"foo\" in series values, expected number or \"stale\"")]
    [InlineData("m 1+", "1:5: parse error: unexpected end of input in series values")]
    [InlineData("m 1x", "1:5: parse error: unexpected end of input in series values")]
    [InlineData("m 1x1.5", "1:5: parse error: invalid repetition in series values: strconv.ParseUint: parsing \"1.5\": invalid syntax")]
    [InlineData("m 1+2", "1:6: parse error: unexpected end of input in series values")]
    [InlineData("m +", "1:4: parse error: unexpected end of input in series values")]
    [InlineData("m+1", "1:2: parse error: unexpected <op:+> in series values")]
    [InlineData("m {{sum}}", "1:5: parse error: missing `:` for histogram descriptor")]
    [InlineData("m {{bad:1}}", "1:5: parse error: bad histogram descriptor found: \"bad\"")]
    [InlineData("m {{sum:1", "1:10: parse error: histogram description incomplete unexpected: '�'")]
    [InlineData("m {{sum:1 sum:2}}", "1:1: parse error: duplicate key \"sum\" in histogram")]
    [InlineData("m {{sum:1 count:sum:2}}", "1:17: parse error: unexpected \"<Item 57370>\" \"sum\" in histogram description, expected histogram description key, e.g. buckets:[5 10 7]")]
    [InlineData("m {{buckets:[]}}", "1:14: parse error: unexpected \"]\" in series values")]
    [InlineData("m {{schema:1}}+{{schema:0}}x2", "1:29: parse error: error combining histograms: cannot merge from schema 0 to 1")]
    [InlineData("m {{schema:-53}}+{{schema:0}}x2", "1:31: parse error: cannot apply this operation on histograms with a mix of exponential and custom bucket schemas")]
    [InlineData("m {{count:1}}x", "1:15: parse error: unexpected end of input in series values")]
    [InlineData("m 1 {a=\"b\"}", "1:5: parse error: unexpected character in series sequence: '{'")]
    [InlineData("m{a} 1", "1:4: parse error: unexpected \"}\" in label set, expected \"=\"")]
    [InlineData("m{a=b} 1", "1:5: parse error: unexpected identifier \"b\" in label set, expected string")]
    [InlineData("m{a=\"b\" c=\"d\"} 1", "1:9: parse error: unexpected identifier \"c\" in label set, expected \",\" or \"}\"")]
    [InlineData("m{5} 1", "1:3: parse error: unexpected character inside braces: '5'")]
    [InlineData("m 0x3 0xx3", "1:9: parse error: unexpected \"x\" in series values")]
    public void ParseSeriesDescription_BrokenText_SaysWhereAndWhy(string text, string expected) => Assert.Equal(
        expected,
        Assert.Throws<PromQLSyntaxException>(() => PromQLParser.ParseSeriesDescription(Encoding.UTF8.GetBytes(text))).Message);

    [Theory]
    [InlineData("m 1x4194304")]
    [InlineData("m _x99999999999999999999")]
    [InlineData("m 1x4000000 1x4000000")]
    [InlineData("m {{}}x18446744073709551615")]
    public void ParseSeriesDescription_TooManyValues_IsAnError(string text) =>
        Assert.Throws<PromQLSyntaxException>(() => PromQLParser.ParseSeriesDescription(Encoding.UTF8.GetBytes(text)));

    private static string Show(SequenceValue value) => value switch
    {
        { IsOmitted: true } => "_",
        { Histogram: { } histogram } => $"{histogram.ToTestExpression()} {(value.IsCounterResetHintSet ? "true" : "false")}",
        _ => BitConverter.DoubleToUInt64Bits(value.Value).ToString("x16", CultureInfo.InvariantCulture),
    };
}
