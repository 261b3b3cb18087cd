using System.Text;

namespace Pharos.PromQL.Syntax.Tests;

public sealed class MetricSelectorTests
{
    [Theory]
    [InlineData("up", "__name__=\"up\"")]
    [InlineData("up{a=\"b\"}", "a=\"b\",__name__=\"up\"")]
    [InlineData("{\"my.metric\"}", "__name__=\"my.metric\"")]
    [InlineData("{}", "")]
    [InlineData("{__name__=~'(?s:.*)'}", "__name__=~\"(?s:.*)\"")]
    [InlineData("by{a!=\"1\",b=~\"2|3\",c!~\"4\"}", "a!=\"1\",b=~\"2|3\",c!~\"4\",__name__=\"by\"")]
    [InlineData("{\"my.metric\",'x y'=\"z\"}", "__name__=\"my.metric\",\"x y\"=\"z\"")]
    public void ParseMetricSelector_Selector_GivesMatchersInOrder(string selector, string expected) =>
        Assert.Equal(expected, string.Join(',', PromQLParser.ParseMetricSelector(Encoding.UTF8.GetBytes(selector))));

    [Theory]
    [InlineData(" ", "1:2: parse error: unexpected end of input")]
    [InlineData("5", "1:1: parse error: unexpected number \"5\"")]
    [InlineData("up[5m]", "1:3: parse error: unexpected \"[\"")]
    [InlineData("up offset 5m", "1:4: parse error: unexpected <offset>")]
    [InlineData("up{a=\"b\"} x", "1:11: parse error: unexpected identifier \"x\"")]
    [InlineData("sum(a)", "1:4: parse error: unexpected \"(\"")]
    [InlineData("{a=~\"*\"}", "1:2: parse error: error parsing regexp: missing argument to repetition operator: `*`")]
    public void ParseMetricSelector_AnythingElse_SaysWhereAndWhy(string selector, string expected) => Assert.Equal(
        expected,
        Assert.Throws<PromQLSyntaxException>(() => PromQLParser.ParseMetricSelector(Encoding.UTF8.GetBytes(selector))).Message);

    [Theory]
    [InlineData("", "{}")]
    [InlineData("up", "{__name__=\"up\"}")]
    [InlineData("up{b='2',a=\"1\",}", "{__name__=\"up\", a=\"1\", b=\"2\"}")]
    [InlineData("{\"a.b\", \"c d\"=\"e\"}", "{__name__=\"a.b\", \"c d\"=\"e\"}")]
    [InlineData("up{a=\"1\",a=\"2\"}", "{__name__=\"up\", a=\"2\"}")]
    public void ParseMetric_LabelSet_GivesLabels(string metric, string expected) =>
        Assert.Equal(expected, PromQLParser.ParseMetric(Encoding.UTF8.GetBytes(metric)).ToString());
}
