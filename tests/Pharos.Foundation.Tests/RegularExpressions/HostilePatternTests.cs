using System.Text;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

/// <summary>Patterns and inputs that are made to hurt. None of these ends in reasonable time in a matcher that is not linear.</summary>
public sealed class HostilePatternTests
{
    [Theory]
    [InlineData("(a+)+$", false)]
    [InlineData("((a*)*)*b", false)]
    [InlineData("(a|a|aa)*c", false)]
    [InlineData("(a?){500}a{500}.*!", true)]
    [InlineData("(.*)(.*)(.*)(.*)(.*)x", false)]
    [InlineData("(\\b|a|\\B)*!", true)]
    public void IsMatch_MegabyteForAmbiguousPattern_Ends(string pattern, bool expected)
    {
        var input = Encoding.ASCII.GetBytes(new string('a', 1 << 20) + "!");
        Assert.Equal(expected, AnchoredRegex.Compile(pattern).IsMatch(input));
    }

    [Theory]
    [InlineData("(a+)+(!)", 1 << 19)]
    [InlineData("(a|aa)*(!)", 1 << 19)]
    [InlineData("(?:(a?)(a?)(a?)(a?))*(!)", 1 << 16)]
    public void Match_LongInputForAmbiguousPattern_Ends(string pattern, int length)
    {
        var input = Encoding.ASCII.GetBytes(new string('a', length) + "!");
        var regex = AnchoredRegex.Compile(pattern);
        var groups = new int[2 * (regex.GroupCount + 1)];
        Assert.True(regex.Match(input, groups));
        Assert.Equal(length, groups[^2]);
        Assert.Equal(length + 1, groups[^1]);
    }

    [Fact]
    public void IsMatch_MoreStatesThanMemory_FallsBackToSimulation()
    {
        // Which of the last 200 letters were an a makes 2^200 states; every step over random letters is a new one.
        var regex = AnchoredRegex.Compile("[ab]*a[ab]{200}");
        var random = new Random(5);
        var input = new byte[20_000];
        for (var round = 0; round < 4; round++)
        {
            foreach (ref var letter in input.AsSpan())
            {
                letter = (byte)"ab"[random.Next(2)];
            }

            Assert.Equal(input[^201] == 'a', regex.IsMatch(input));
        }
    }

    [Fact]
    public void IsMatch_FewStatesAfterMany_StaysCorrect()
    {
        var regex = Re2Regex.Compile("a[ab]{12}c");
        var random = new Random(6);
        for (var i = 0; i < 20_000; i++)
        {
            var letters = Enumerable.Range(0, 14).Select(_ => "abc"[random.Next(i % 2 == 0 ? 2 : 3)]).ToArray();
            letters[13] = 'c';
            var isMatch = letters[0] == 'a' && letters[1..13].All(letter => letter != 'c');
            Assert.Equal(isMatch, regex.IsMatch(Encoding.ASCII.GetBytes(letters)));
        }
    }

    [Fact]
    public void Compile_NestedGroups_AreAcceptedUpToTheLimit()
    {
        static string Nested(int depth, string open) =>
            string.Concat(Enumerable.Repeat(open, depth)) + "a" + string.Concat(Enumerable.Repeat(")", depth));
        Assert.True(AnchoredRegex.Compile(Nested(998, "(")).IsMatch("a"u8));
        Assert.True(AnchoredRegex.Compile(Nested(100_000, "(?:")).IsMatch("a"u8));
        Assert.Equal("expression nests too deeply", Assert.Throws<Re2SyntaxException>(() => Re2Regex.Compile(Nested(1000, "("))).Reason);
        Assert.Equal(
            "missing closing )",
            Assert.Throws<Re2SyntaxException>(() => Re2Regex.Compile(new string('(', 200_000))).Reason);
    }

    [Theory]
    [InlineData("(", ")", 990)]
    [InlineData("(?:x(?:a|", ")+)*", 240)]
    [InlineData("(?i:k[ab](?:", ")?x|)", 320)]
    public void Compile_DeepTreeOnSmallStack_DoesNotOverflow(string open, string close, int depth)
    {
        var pattern = string.Concat(Enumerable.Repeat(open, depth)) + "a" + string.Concat(Enumerable.Repeat(close, depth));
        var matches = new List<bool>();
        var thread = new Thread(
            () =>
            {
                matches.Add(AnchoredRegex.Compile(pattern).IsMatch("aa"u8));
                matches.Add(AnchoredRegex.CompileWrapped(pattern).IsMatch("xx"u8));
                matches.Add(Re2Regex.Compile(pattern).IsMatch("ba"u8));
            },
            maxStackSize: 768 << 10);
        thread.Start();
        thread.Join();
        Assert.Equal(3, matches.Count);
    }

    [Fact]
    public void Compile_ProgramBeyondTheLimit_IsTooLarge()
    {
        // 3,355,443 instructions are the limit.
        static string Copies(int count) => string.Concat(Enumerable.Repeat("a{1000}", count));
        Assert.Equal("expression too large", Assert.Throws<Re2SyntaxException>(() => Re2Regex.Compile(Copies(3356))).Reason);
        Assert.False(Re2Regex.Compile("^" + Copies(300) + "$").IsMatch("aaa"u8));
    }

    [Fact]
    public void Compile_ManyDifferentClasses_StaysWithinItsBounds()
    {
        var pattern = string.Concat(Enumerable.Range(0, 400).Select(i => $"[\\pL{(char)(0x2190 + i)}]?"));
        Assert.True(AnchoredRegex.Compile(pattern).IsMatch("日本語"u8));
    }

    [Fact]
    public void Match_ThousandsOfGroups_DoesNotCopyThemForEachThread()
    {
        var pattern = string.Concat(Enumerable.Repeat("(a?)", 1000));
        var regex = AnchoredRegex.Compile(pattern);
        var groups = new int[2 * 1001];
        Assert.True(regex.Match(Encoding.ASCII.GetBytes(new string('a', 700)), groups));
        Assert.Equal([0, 1], groups[2..4]);
        Assert.Equal([700, 700], groups[^2..]);
    }
}
