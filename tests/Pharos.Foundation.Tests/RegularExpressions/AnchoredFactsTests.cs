using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Testing.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class AnchoredFactsTests
{
    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("", "")]
    [InlineData("a|b|a", "a,b")]
    [InlineData("a|", "a,")]
    [InlineData("foo|ba[rz]", "foo,bar,baz")]
    [InlineData("(a|b)(c|d)", "ac,ad,bc,bd")]
    [InlineData("^(foo|bar)$", "foo,bar")]
    [InlineData("^a$|^b$", "a,b")]
    [InlineData("ab?c", "ac,abc")]
    [InlineData("[0-3]x", "0x,1x,2x,3x")]
    [InlineData("10\\.0\\.0\\.1:80", "10.0.0.1:80")]
    [InlineData("(?i)ab", "AB,Ab,aB,ab")]
    [InlineData("(?i)1k", "1K,1k,1\u212A")]
    [InlineData("a{2,3}", "aa,aaa")]
    [InlineData("a{2}b+", null)]
    [InlineData("a.", null)]
    [InlineData("a.*", null)]
    [InlineData("\\d{3}", null)]
    [InlineData("a\\b", null)]
    [InlineData("\\x{FFFD}", null)]
    public void LiteralAlternatives_FiniteSet_IsListed(string pattern, string? expected)
    {
        var texts = AnchoredRegex.Compile(pattern).LiteralAlternatives;
        Assert.Equal(expected, texts is null ? null : string.Join(',', texts.Select(Encoding.UTF8.GetString)));
        var wrapped = AnchoredRegex.CompileWrapped(pattern).LiteralAlternatives;
        Assert.Equal(expected, wrapped is null ? null : string.Join(',', wrapped.Select(Encoding.UTF8.GetString)));
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void LiteralAlternatives_ManyTexts_AreListedUpToTheLimit(int count, bool isListed)
    {
        var pattern = string.Join('|', Enumerable.Range(0, count).Select(i => "value" + i));
        Assert.Equal(isListed, AnchoredRegex.Compile(pattern).LiteralAlternatives is not null);
        Assert.Equal(isListed, AnchoredRegex.Compile("(" + pattern + ")").LiteralAlternatives is not null);
    }

    [Theory]
    [InlineData("foo.*", "foo", "", "")]
    [InlineData(".*foo", "", "foo", "")]
    [InlineData(".*foo.*", "", "", "foo")]
    [InlineData("foo.*bar.+baz", "foo", "baz", "bar")]
    [InlineData("^foo[a-z]+(bar)\\d+baz$", "foo", "baz", "bar")]
    [InlineData("foobar|foobaz.*|foob", "foob", "", "")]
    [InlineData("abc|xbc", "", "bc", "")]
    [InlineData("(ab)+c", "ab", "abc", "")]
    [InlineData("(?i)foo.*", "", "", "")]
    [InlineData("foo(?i)bar", "foo", "", "")]
    [InlineData("a\\x{FFFD}.*", "", "", "")]
    [InlineData("x*", "", "", "")]
    public void Facts_PatternWithFixedParts_AreFound(string pattern, string prefix, string suffix, string contains)
    {
        var regex = AnchoredRegex.Compile(pattern);
        Assert.Equal(prefix, Encoding.UTF8.GetString(regex.Prefix));
        Assert.Equal(suffix, Encoding.UTF8.GetString(regex.Suffix));
        Assert.Equal(contains, string.Join(',', regex.Contains.Select(Encoding.UTF8.GetString)));
    }

    [Theory]
    [InlineData(".*", true, true, false)]
    [InlineData("(.*)", true, true, false)]
    [InlineData("^.*$", true, true, false)]
    [InlineData(".*.*", true, true, false)]
    [InlineData("foo|.*", true, true, false)]
    [InlineData("(.+)?", true, true, false)]
    [InlineData(".+", false, false, true)]
    [InlineData("(.+)", false, false, true)]
    [InlineData(".*.+", false, false, true)]
    [InlineData("(?-s).*", true, false, false)]
    [InlineData("(?-s:.+)", false, false, false)]
    [InlineData("", true, false, false)]
    [InlineData("a*", true, false, false)]
    [InlineData("a", false, false, false)]
    [InlineData("..+", false, false, false)]
    public void Totality_IsKnown(string pattern, bool empty, bool everything, bool anyNonEmpty)
    {
        var regex = AnchoredRegex.Compile(pattern);
        Assert.Equal(empty, regex.MatchesEmpty);
        Assert.Equal(everything, regex.MatchesEverything);
        Assert.Equal(anyNonEmpty, regex.MatchesAnyNonEmpty);
    }

    [Fact]
    public void Facts_GeneratedPatterns_HoldForEveryMatch()
    {
        var matches = 0;
        foreach (var (pattern, values) in RegexCases.Generate(seed: 11).Take(3000))
        {
            var regex = AnchoredRegex.Compile(pattern);
            foreach (var value in values)
            {
                var isMatch = regex.IsMatch(value);
                if (regex.LiteralAlternatives is { } texts)
                {
                    Assert.Equal(texts.Any(text => text.AsSpan().SequenceEqual(value)), isMatch);
                }

                Assert.False(regex.MatchesEverything && !isMatch, pattern);
                Assert.False(regex.MatchesAnyNonEmpty && isMatch != value.Length > 0, pattern);
                if (!isMatch)
                {
                    continue;
                }

                matches++;
                Assert.True(value.AsSpan().StartsWith(regex.Prefix), pattern);
                Assert.True(value.AsSpan().EndsWith(regex.Suffix), pattern);
                Assert.All(regex.Contains, text => Assert.True(value.AsSpan().IndexOf(text) >= 0, pattern));
            }
        }

        Assert.True(matches > 5000, $"Only {matches} values matched.");
    }
}
