using System.Text;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class SubmatchTests
{
    [Theory]
    [InlineData("a|ab", "ab", "0,1")]
    [InlineData("ab|a", "ab", "0,2")]
    [InlineData("(a+)(b+)", "xaabby", "1,5,1,3,3,5")]
    [InlineData("(a)|b", "b", "0,1,-1,-1")]
    [InlineData("(a*)+", "b", "0,0,0,0")]
    [InlineData("(a*)*", "b", "0,0,0,0")]
    [InlineData("(a|b)*", "abab", "0,4,3,4")]
    [InlineData("(|a)*", "aa", "0,0,0,0")]
    [InlineData("(|a)+", "aa", "0,0,0,0")]
    [InlineData("a+?", "aaa", "0,1")]
    [InlineData("(?U)a+", "aaa", "0,1")]
    [InlineData("(?U)a+?", "aaa", "0,3")]
    [InlineData("(a??)(a?)", "a", "0,1,0,0,0,1")]
    [InlineData("(a{1,2}?)(a*)", "aaa", "0,3,0,1,1,3")]
    [InlineData("(.)(.)", "é日", "0,5,0,2,2,5")]
    [InlineData("$", "ab", "2,2")]
    [InlineData("x", "ab", null)]
    [InlineData("(a(b)?)+", "aba", "0,3,2,3,1,2")]
    [InlineData("(\\B|(a))+", "xaa", "1,1,1,1,-1,-1")]
    [InlineData("(\\B|(a))+", "aa", "0,2,1,2,1,2")]
    [InlineData("(\\B|a)*", "aab", "0,2,1,2")]
    [InlineData("(?:(a*)|b)*", "aab", "0,3,0,2")]
    [InlineData("(?:(a*)|b)*", "ba", "0,0,0,0")]
    [InlineData("(a|b*)*c", "abbc", "0,4,1,3")]
    [InlineData("(a?|(b))*", "ab", "0,2,1,2,1,2")]
    [InlineData("((a*)b?)*?c", "aabc", "0,4,0,3,0,2")]
    [InlineData("(a*?)+b", "aab", "0,3,0,2")]
    [InlineData("(?:(a){0,2}){2}", "aaa", "0,3,2,3")]
    public void Match_FindsLeftmostByPriority(string pattern, string text, string? expected)
    {
        var regex = Re2Regex.Compile(pattern);
        var groups = new int[2 * (regex.GroupCount + 1)];
        var isMatch = regex.Match(Encoding.UTF8.GetBytes(text), groups);
        Assert.Equal(expected, isMatch ? string.Join(',', groups) : null);
        Assert.Equal(isMatch, regex.IsMatch(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("(.*)", "ab", "0,2,0,2")]
    [InlineData("((foo|bar))", "bar", "0,3,0,3,0,3")]
    [InlineData("(.+):(\\d+)", "host:9100", "0,9,0,4,5,9")]
    [InlineData("(a|ab)(c|bcd)?", "abcd", "0,4,0,1,1,4")]
    [InlineData("(a)?(b)?", "b", "0,1,-1,-1,0,1")]
    [InlineData("(a)", "b", null)]
    public void AnchoredMatch_TakesTheWholeText(string pattern, string text, string? expected)
    {
        foreach (var regex in new[] { AnchoredRegex.Compile(pattern), AnchoredRegex.CompileWrapped(pattern) })
        {
            var groups = new int[2 * (regex.GroupCount + 1)];
            var isMatch = regex.Match(Encoding.UTF8.GetBytes(text), groups);
            Assert.Equal(expected, isMatch ? string.Join(',', groups) : null);
        }
    }

    [Fact]
    public void Match_SpanOfOtherLength_IsFilledAsFarAsItGoes()
    {
        var regex = Re2Regex.Compile("(a)(b)");
        Span<int> few = stackalloc int[2];
        Assert.True(regex.Match("xab"u8, few));
        Assert.Equal([1, 3], few.ToArray());
        Span<int> many = stackalloc int[8];
        Assert.True(regex.Match("xab"u8, many));
        Assert.Equal([1, 3, 1, 2, 2, 3, -1, -1], many.ToArray());
        Assert.True(AnchoredRegex.Compile("ab").Match("ab"u8, many));
        Assert.Equal([0, 2, -1, -1, -1, -1, -1, -1], many.ToArray());
    }

    [Fact]
    public void GroupNames_NamedAndNot_AreListedInOrder()
    {
        var regex = Re2Regex.Compile("(a)(?P<second>b(?<third>c))(?:d)");
        Assert.Equal(3, regex.GroupCount);
        Assert.Equal(["", "", "second", "third"], regex.GroupNames);
    }

    [Fact]
    public void CompileWrapped_PatternThatClosesTheGroup_AnchorsEachHalfOnItsSide()
    {
        var regex = AnchoredRegex.CompileWrapped("a)|(?:b");
        Assert.True(regex.IsMatch("axx"u8));
        Assert.True(regex.IsMatch("xxb"u8));
        Assert.False(regex.IsMatch("xax"u8));
        Span<int> groups = stackalloc int[2];
        Assert.True(regex.Match("xxb"u8, groups));
        Assert.Equal([2, 3], groups.ToArray());
        Assert.Throws<Re2SyntaxException>(() => AnchoredRegex.Compile("a)|(?:b"));
    }
}
