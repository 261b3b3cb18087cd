using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Foundation.RegularExpressions.Automata;
using Pharos.Foundation.RegularExpressions.Literals;
using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Testing.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

/// <summary>Holds the tests that compare bytes against the automaton.</summary>
public sealed class AnchoredFastPathTests
{
    [Theory]
    [InlineData("foo", typeof(LiteralSet))]
    [InlineData("a|b|c", typeof(LiteralSet))]
    [InlineData("(foo|bar)(x|y)?", typeof(LiteralSet))]
    [InlineData("foo.*", typeof(GlobSet))]
    [InlineData(".*foo", typeof(GlobSet))]
    [InlineData(".*foo.*bar.*", typeof(GlobSet))]
    [InlineData("foo.+bar", typeof(GlobSet))]
    [InlineData("(foo|bar).*", typeof(GlobSet))]
    [InlineData("foo.*|bar.*|baz", typeof(GlobSet))]
    [InlineData(".*", typeof(EverythingTest))]
    [InlineData("(.+)", typeof(EverythingTest))]
    [InlineData("(?i)prometheus", typeof(IgnoreCaseLiteral))]
    [InlineData("(?i:(node-1))", typeof(IgnoreCaseLiteral))]
    [InlineData("foo(?-s:.*)", typeof(EngineTest))]
    [InlineData("[a-z]+", typeof(EngineTest))]
    [InlineData("foo.", typeof(EngineTest))]
    [InlineData(".+.+", typeof(EngineTest))]
    [InlineData("(?i)foo.*", typeof(EngineTest))]
    public void Of_PatternOfSimpleForm_ChoosesItsTest(string pattern, Type expected)
    {
        var bytes = Encoding.UTF8.GetBytes(pattern);
        var plan = AnchoredPlan.Of(Re2Syntax.Parse(bytes, Re2Options.DotMatchesNewline), bytes);
        Assert.IsType(expected, plan.Test);
    }

    [Fact]
    public void IsMatch_GeneratedPatterns_AgreesWithTheAutomaton()
    {
        var fast = 0;
        var matches = 0;
        foreach (var (pattern, values) in RegexCases.Generate(seed: 3).Take(6000))
        {
            var bytes = Encoding.UTF8.GetBytes(pattern);
            var syntax = Re2Syntax.Parse(bytes, Re2Options.DotMatchesNewline);
            var plan = AnchoredPlan.Of(syntax, bytes);
            var engine = RegexEngine.Create(syntax.Root, syntax.GroupNames.Count - 1, new MatchBounds(AtStart: true, AtEnd: true))!;
            fast += plan.Test is EngineTest ? 0 : 1;
            foreach (var value in values)
            {
                var expected = engine.IsMatch(value);
                matches += expected ? 1 : 0;
                Assert.True(expected == plan.Test.IsMatch(value), $"{pattern} on {Convert.ToHexString(value)}: {expected}");
            }
        }

        Assert.True(fast > 2000, $"Only {fast} patterns took a fast path.");
        Assert.True(matches > 10_000, $"Only {matches} values matched.");
    }

    [Theory]
    [InlineData("PROMETHEUS", true)]
    [InlineData("prometheu\u017F", true)]
    [InlineData("prometheux", false)]
    [InlineData("prometheus\u0301", false)]
    [InlineData("", false)]
    public void IsMatch_IgnoringCase_KnowsCasesBeyondAscii(string text, bool expected) =>
        Assert.Equal(expected, AnchoredRegex.Compile("(?i)prometheus").IsMatch(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void IsMatch_ThousandsOfTexts_FindsEachAndNoOther()
    {
        string[] texts = [.. Enumerable.Range(0, 5000).Select(i => $"instance-{i * 7}")];
        foreach (var pattern in new[] { string.Join('|', texts), "(" + string.Join('|', texts) + ")" })
        {
            var regex = AnchoredRegex.Compile(pattern);
            for (var i = 0; i < 35_000; i++)
            {
                Assert.Equal(i % 7 == 0, regex.IsMatch(Encoding.UTF8.GetBytes($"instance-{i}")));
            }
        }
    }
}
