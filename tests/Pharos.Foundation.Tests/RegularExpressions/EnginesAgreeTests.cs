using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pharos.Foundation.RegularExpressions;
using Pharos.Foundation.RegularExpressions.Automata;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.Tests.RegularExpressions;

/// <summary>Holds the machines against each other and against <see cref="NaiveMatcher"/>.</summary>
public sealed class EnginesAgreeTests
{
    private static readonly string[] Atoms =
    [
        "a", "b", "ab", "é", "[ab]", "[^a]", ".", "(?s:.)", "\\w", "\\W", "(?i:k)", "^", "$", "\\b", "\\B", "(?m:^)", "(?m:$)", "\\n", "",
        "\\x{FFFD}", "日",
    ];

    private static readonly string[] Quantifiers = ["*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,3}?", "{2,}", "{0}"];

    private static readonly byte[][] Pieces =
    [
        "a"u8.ToArray(), "b"u8.ToArray(), "ab"u8.ToArray(), "K"u8.ToArray(), "é"u8.ToArray(), "\n"u8.ToArray(), " "u8.ToArray(),
        "日"u8.ToArray(), [0xFF], [0xE6, 0x97],
    ];

    [Fact]
    public void AllMachines_GeneratedPatterns_FindTheSame()
    {
        var cases =
            from pattern in Patterns(3)
            from pieces in Gen.ArrayOf(Gen.Elements(Pieces))
            select (pattern, input: pieces.Take(6).SelectMany(piece => piece).ToArray());
        var config = Config.QuickThrowOnFailure.WithMaxTest(8000).WithReplay(20_250_101, 7);
        Check.One(config, Prop.ForAll(cases.ToArbitrary(), each => CheckCase(each.pattern, each.input)));
    }

    private static Gen<string> Patterns(int depth)
    {
        var atom = Gen.Elements(Atoms);
        if (depth == 0)
        {
            return atom;
        }

        var inner = Patterns(depth - 1);
        return Gen.OneOf(
            atom,
            from left in inner from right in inner select left + right,
            from left in inner from right in inner select $"({left}|{right})",
            from left in inner from middle in inner from right in inner select $"(?:{left}|{middle}|{right})",
            from body in inner from quantifier in Gen.Elements(Quantifiers) select $"(?:{body}){quantifier}",
            from body in inner from quantifier in Gen.Elements(Quantifiers) select $"({body}){quantifier}");
    }

    private static void CheckCase(string pattern, byte[] input)
    {
        var syntax = Re2Syntax.Parse(Encoding.UTF8.GetBytes(pattern), Re2Options.None);
        var program = ProgramCompiler.Compile(syntax.Root, syntax.GroupNames.Count - 1)!;
        var naive = new NaiveMatcher(syntax.Root, input);
        var what = $"{pattern} on {Convert.ToHexString(input)}";

        var anywhere = new MatchBounds(AtStart: false, AtEnd: false);
        var expected = naive.Find();
        var found = RunBoth(program, anywhere, input, what);
        Assert.True(expected?.Begin == found?[0], what);
        if (!HasEmptyLoop(syntax.Root))
        {
            Assert.True(expected?.End == found?[1], what);
        }

        Assert.True(expected is not null == new LazyDfa(program, anywhere).IsMatch(input), what);

        var whole = new MatchBounds(AtStart: true, AtEnd: true);
        var matchesWhole = naive.MatchesWhole();
        Assert.True(matchesWhole == RunBoth(program, whole, input, what) is not null, what);
        Assert.True(matchesWhole == new LazyDfa(program, whole).IsMatch(input), what);
    }

    private static bool HasEmptyLoop(Re2Node node) => node switch
    {
        RepeatNode { Max: RepeatNode.Unbounded, Body.IsNullable: true } => true,
        RepeatNode repeat => HasEmptyLoop(repeat.Body),
        CaptureNode capture => HasEmptyLoop(capture.Body),
        ConcatNode concat => Array.Exists(concat.Parts, HasEmptyLoop),
        AlternationNode alternation => Array.Exists(alternation.Branches, HasEmptyLoop),
        _ => false,
    };

    private static int[]? RunBoth(AutomatonProgram program, MatchBounds bounds, byte[] input, string what)
    {
        var backtracked = new int[program.SlotCount];
        var simulated = new int[program.SlotCount];
        var isMatch = new Backtracker(program, bounds).Find(input, 0, backtracked);
        Assert.True(isMatch == new PikeMachine(program, bounds).Find(input, 0, simulated), what);
        if (!isMatch)
        {
            return null;
        }

        Assert.True(backtracked.AsSpan().SequenceEqual(simulated), $"{what}: {string.Join(',', backtracked)}, {string.Join(',', simulated)}");
        return backtracked;
    }
}
