using System.Text;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class Re2SyntaxMeaningTests
{
    [Theory]
    [InlineData("a.c", "abc", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("(?s:a.)c.", "a\nc\n", false)]
    [InlineData("^b", "a\nb", false)]
    [InlineData("(?m)^b", "a\nb", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?m)a$", "a\nb", true)]
    [InlineData("\\Aa\\z", "a", true)]
    [InlineData("(?m)\\Ab", "a\nb", false)]
    [InlineData("\\bfoo\\b", "a foo!", true)]
    [InlineData("\\bfoo\\b", "afoo", false)]
    [InlineData("\\Boo", "foo", true)]
    [InlineData("é\\b", "é", false)]
    [InlineData("\\d", "٣", false)]
    [InlineData("\\w", "é", false)]
    [InlineData("\\s", "\v", false)]
    [InlineData("[[:space:]]", "\v", true)]
    [InlineData("[[:^digit:]]", "1", false)]
    [InlineData("[^\\D5]", "5", false)]
    [InlineData("[]-]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[a-]", "b", false)]
    [InlineData("[^a]", "\n", true)]
    [InlineData("\\101\\x42\\x{43}", "ABC", true)]
    [InlineData("\\0", "\0", true)]
    [InlineData("\\Q.*\\E+", ".**", true)]
    [InlineData("\\Q.*", "ab", false)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("a{01}", "a{01}", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^(?:ab){2}$", "abab", true)]
    [InlineData("^a{0}$", "", true)]
    [InlineData("(|a)*b", "aab", true)]
    [InlineData("[^\\x00-\\x{10FFFF}]", "a", false)]
    [InlineData("x|[^\\x00-\\x{10FFFF}]", "x", true)]
    [InlineData("\\_\\-", "_-", true)]
    public void IsMatch_Construct_MeansWhatItMeansInRe2(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Re2Regex.Compile(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("(?i)k", "\u212A", true)]
    [InlineData("(?i)\u212A", "k", true)]
    [InlineData("(?i)s", "ſ", true)]
    [InlineData("(?i)Σ", "ς", true)]
    [InlineData("(?i)ß", "ẞ", true)]
    [InlineData("(?i)ß", "ss", false)]
    [InlineData("(?i)[a-c]", "B", true)]
    [InlineData("(?i)[^a-c]", "B", false)]
    [InlineData("(?i)[[:lower:]]", "\u212A", true)]
    [InlineData("(?i)\\p{Lu}", "a", true)]
    [InlineData("(?i)\\P{Lu}", "a", false)]
    [InlineData("(?i)a(?-i)b", "AB", false)]
    [InlineData("(?i:a)b", "Ab", true)]
    [InlineData("(?i)İ", "i", false)]
    [InlineData("(?i)\\x{1E900}", "\U0001E922", true)]
    public void IsMatch_IgnoringCase_FollowsSimpleFolding(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Re2Regex.Compile("^(?:" + pattern + ")$").IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\\pL", "é", true)]
    [InlineData("\\PL", "é", false)]
    [InlineData("\\pN", "٣", true)]
    [InlineData("\\p{Nd}", "Ⅷ", false)]
    [InlineData("\\p{Greek}", "λ", true)]
    [InlineData("\\p{Greek}", "l", false)]
    [InlineData("\\p{^Greek}", "l", true)]
    [InlineData("\\P{^Greek}", "λ", true)]
    [InlineData("[\\p{Han}x]", "日", true)]
    [InlineData("\\p{Latin}", "日", false)]
    [InlineData("\\p{Yi}", "\uA000", true)]
    [InlineData("\\p{Any}", "\U0010FFFF", true)]
    [InlineData("\\p{Cn}", "\u0378", true)]
    [InlineData("\\pC", "\u0378", true)]
    [InlineData("\\p{Co}", "\uE000", true)]
    [InlineData("\\p{LC}", "ǅ", true)]
    [InlineData("\\p{Sc}", "€", true)]
    [InlineData("\\p{Zs}", "\u00A0", true)]
    [InlineData("\\pM", "\u0301", true)]
    public void IsMatch_UnicodeClass_HoldsItsMembers(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Re2Regex.Compile("^" + pattern + "$").IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(Re2Options.IgnoreCase, "a", "A", true)]
    [InlineData(Re2Options.MultiLine, "^b$", "a\nb\nc", true)]
    [InlineData(Re2Options.DotMatchesNewline, "^a.$", "a\n", true)]
    [InlineData(Re2Options.None, "^a.$", "a\n", false)]
    public void Compile_WithOptions_StartsWithThem(Re2Options options, string pattern, string text, bool expected) =>
        Assert.Equal(expected, Re2Regex.Compile(pattern, options).IsMatch(Encoding.UTF8.GetBytes(text)));
}
