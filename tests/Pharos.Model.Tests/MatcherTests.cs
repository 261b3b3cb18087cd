using System.Text;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Model.Tests;

public sealed class MatcherTests
{
    [Theory]
    [InlineData(MatchType.Equal, "x", "x", true)]
    [InlineData(MatchType.Equal, "x", "xx", false)]
    [InlineData(MatchType.Equal, "", "", true)]
    [InlineData(MatchType.NotEqual, "x", "", true)]
    [InlineData(MatchType.NotEqual, "x", "x", false)]
    [InlineData(MatchType.Regex, "x|y", "y", true)]
    [InlineData(MatchType.Regex, "x|y", "xy", false)]
    [InlineData(MatchType.Regex, "a.c", "a\nc", true)]
    [InlineData(MatchType.Regex, ".", "é", true)]
    [InlineData(MatchType.Regex, "", "x", false)]
    [InlineData(MatchType.NotRegex, "5..", "404", true)]
    [InlineData(MatchType.NotRegex, "5..", "503", false)]
    public void Matches_Value_AgreesWithItsInverse(MatchType type, string pattern, string value, bool expected)
    {
        var matcher = new Matcher(type, "a", pattern);
        Assert.Equal(expected, matcher.Matches(Encoding.UTF8.GetBytes(value)));
        Assert.Equal(!expected, matcher.Inverse().Matches(Encoding.UTF8.GetBytes(value)));
        Assert.NotEqual(matcher, matcher.Inverse());
        Assert.NotEqual(matcher.IsNegative, matcher.Inverse().IsNegative);
        Assert.Equal(matcher, matcher.Inverse().Inverse());
        Assert.Equal(matcher.GetHashCode(), matcher.Inverse().Inverse().GetHashCode());
    }

    [Theory]
    [InlineData(MatchType.Equal, "/api/v1/query")]
    [InlineData(MatchType.NotEqual, "x")]
    [InlineData(MatchType.Regex, "/api/v1/(query|series)")]
    [InlineData(MatchType.Regex, ".*query.*")]
    [InlineData(MatchType.Regex, "/api/v[0-9]+/[a-z]+")]
    [InlineData(MatchType.NotRegex, "(?i)/API/.+s")]
    public void Matches_FamiliarValue_AllocatesNothing(MatchType type, string pattern)
    {
        var matcher = new Matcher(type, "handler", pattern);
        Assert.True(matcher.Matches("/api/v1/query"u8));
        var matched = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            matched += matcher.Matches("/api/v1/query"u8) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(100, matched);
    }

    [Theory]
    [InlineData(MatchType.Equal, "", true)]
    [InlineData(MatchType.Equal, "x", false)]
    [InlineData(MatchType.NotEqual, "", false)]
    [InlineData(MatchType.NotEqual, "x", true)]
    [InlineData(MatchType.Regex, ".*", true)]
    [InlineData(MatchType.Regex, ".+", false)]
    [InlineData(MatchType.Regex, "x|", true)]
    [InlineData(MatchType.NotRegex, ".+", true)]
    public void MatchesEmpty_Pattern_SaysWhetherTheLabelMayBeMissing(MatchType type, string pattern, bool expected)
    {
        Assert.Equal(expected, new Matcher(type, "a", pattern).MatchesEmpty);
    }

    [Theory]
    [InlineData(MatchType.Equal, "job", "x", "job=\"x\"")]
    [InlineData(MatchType.NotEqual, "_a1", "", "_a1!=\"\"")]
    [InlineData(MatchType.Regex, "a", "b\\d\"", "a=~\"b\\\\d\\\"\"")]
    [InlineData(MatchType.NotRegex, "a.b", "é", "\"a.b\"!~\"é\"")]
    [InlineData(MatchType.Equal, "", "x", "\"\"=\"x\"")]
    [InlineData(MatchType.Equal, "1a", "x", "\"1a\"=\"x\"")]
    [InlineData(MatchType.Equal, "a:b", "x\n", "\"a:b\"=\"x\\n\"")]
    public void ToString_Matcher_IsAsInASelector(MatchType type, string name, string value, string expected)
    {
        Assert.Equal(expected, new Matcher(type, name, value).ToString());
    }

    [Fact]
    public void Equals_AnyDifference_IsNotEqual()
    {
        var matcher = new Matcher(MatchType.Regex, "a", "b");
        Assert.Equal(new Matcher(MatchType.Regex, "a"u8, "b"u8), matcher);
        Assert.NotEqual(new Matcher(MatchType.NotRegex, "a", "b"), matcher);
        Assert.NotEqual(new Matcher(MatchType.Equal, "a", "b"), matcher);
        Assert.NotEqual(new Matcher(MatchType.Regex, "b", "b"), matcher);
        Assert.NotEqual(new Matcher(MatchType.Regex, "a", "c"), matcher);
        Assert.False(matcher.Equals(null));
    }

    [Fact]
    public void LiteralAlternatives_OnlyOfChoices_AreListed()
    {
        var choice = new Matcher(MatchType.Regex, "a", "foo|bar");
        Assert.Equal(["bar", "foo"], choice.LiteralAlternatives!.Select(text => Encoding.UTF8.GetString(text)).Order());
        Assert.Equal(choice.LiteralAlternatives, choice.Inverse().LiteralAlternatives);
        Assert.Null(new Matcher(MatchType.Regex, "a", "foo.*").LiteralAlternatives);
        Assert.Null(new Matcher(MatchType.Equal, "a", "foo").LiteralAlternatives);
    }

    [Fact]
    public void Prefix_OfRegularExpressions_IsTheirBeginning()
    {
        Assert.Equal("foo"u8.ToArray(), new Matcher(MatchType.Regex, "a", "foo.*").Prefix.ToArray());
        Assert.True(new Matcher(MatchType.Regex, "a", ".*foo").Prefix.IsEmpty);
        Assert.True(new Matcher(MatchType.Equal, "a", "foo").Prefix.IsEmpty);
    }

    [Fact]
    public void New_InvalidPattern_ThrowsOnlyForRegularExpressions()
    {
        Assert.Throws<Re2SyntaxException>(() => new Matcher(MatchType.Regex, "a", "("));
        Assert.Throws<Re2SyntaxException>(() => new Matcher(MatchType.NotRegex, "a"u8, [(byte)'(', 0xFF, (byte)')']));
        Assert.True(new Matcher(MatchType.Equal, "a", "(").Matches("("u8));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("a=1", true)]
    [InlineData("a=2", false)]
    [InlineData("missing=", true)]
    [InlineData("missing=1", false)]
    [InlineData("a=1,b=2", true)]
    [InlineData("a=1,b=1", false)]
    public void MatchesAll_Matchers_MustAllMatch(string conditions, bool expected)
    {
        var labels = Labels.Of(("a", "1"), ("b", "2"));
        Matcher[] matchers =
        [
            .. conditions.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(text => new Matcher(MatchType.Equal, text.Split('=')[0], text.Split('=')[1])),
        ];
        Assert.Equal(expected, Selector.MatchesAll(labels.View, matchers));
    }
}
