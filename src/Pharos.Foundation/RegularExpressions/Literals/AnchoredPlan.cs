using Pharos.Foundation.RegularExpressions.Automata;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>How an anchored pattern is matched, and what is known about its matches. Immutable.</summary>
internal sealed class AnchoredPlan
{
    private static readonly IReadOnlyList<string> NoGroups = [""];
    private static readonly LiteralFacts NoFacts = new([], [], [], IsExact: false);

    /// <summary>The fastest test that is exact.</summary>
    public required TextTest Test { get; init; }

    /// <summary>What finds groups, or null where each group is the whole text.</summary>
    public RegexEngine? GroupEngine { get; init; }

    public IReadOnlyList<string> GroupNames { get; init; } = NoGroups;

    /// <inheritdoc cref="AnchoredRegex.LiteralAlternatives"/>
    public IReadOnlyList<byte[]>? Alternatives { get; init; }

    public LiteralFacts Facts { get; init; } = NoFacts;

    /// <summary>The length from which on every text matches, and below which none does; -1 where it is not so simple.</summary>
    public int LeastLength { get; init; } = -1;

    /// <summary>The plan for a pattern that is nothing but texts.</summary>
    public static AnchoredPlan OfTexts(List<byte[]> texts)
    {
        var set = new LiteralSet(texts);
        return new AnchoredPlan { Test = set, Alternatives = Listed(set), Facts = LiteralFacts.OfTexts(set.Texts) };
    }

    /// <summary>The plan for a pattern without anchors of its own.</summary>
    /// <param name="syntax">The parsed pattern.</param>
    /// <param name="pattern">What messages show.</param>
    public static AnchoredPlan Of(Re2Syntax syntax, ReadOnlySpan<byte> pattern)
    {
        var root = AnchorStripping.Strip(syntax.Root);
        var isGrouped = !GroupsAreWhole(root, syntax.GroupNames.Count - 1);
        var set = LiteralExpansion.Expand(root) is { } texts ? new LiteralSet(texts) : null;
        var globs = set is null ? GlobExpansion.Expand(root) : null;
        var engine = isGrouped || (set is null && globs is null)
            ? CreateEngine(root, syntax, new MatchBounds(AtStart: true, AtEnd: true), pattern)
            : null;
        var facts = set is null ? LiteralFacts.Of(root) : LiteralFacts.OfTexts(set.Texts);
        var leastLength = LeastLengthOf(globs ?? []);
        return new AnchoredPlan
        {
            Test = leastLength >= 0 ? new EverythingTest(leastLength) : TestFor(root, set, globs, engine, facts),
            GroupEngine = isGrouped ? engine : null,
            GroupNames = syntax.GroupNames,
            Alternatives = Listed(set),
            Facts = facts,
            LeastLength = leastLength,
        };
    }

    /// <summary>The plan for a parsed <c>^(?s:pattern)$</c>.</summary>
    public static AnchoredPlan OfWrapped(Re2Syntax syntax, ReadOnlySpan<byte> pattern)
    {
        var isAnchored = syntax.Root is ConcatNode
        {
            Parts: [AssertionNode { Assertion: Assertion.BeginText }, .., AssertionNode { Assertion: Assertion.EndText }],
        };
        if (isAnchored)
        {
            return Of(syntax, pattern);
        }

        // The pattern closed the group around it: the anchors hold for its ends only.
        var engine = CreateEngine(syntax.Root, syntax, new MatchBounds(AtStart: false, AtEnd: false), pattern);
        return new AnchoredPlan { Test = new EngineTest(engine, NoFacts), GroupEngine = engine, GroupNames = syntax.GroupNames };
    }

    private static int LeastLengthOf(Glob[] globs)
    {
        if (Array.Exists(globs, glob => glob.MatchesEverything))
        {
            return 0;
        }

        // Where one takes all but the empty text, another may take that.
        var takesNonEmpty = Array.Exists(globs, glob => glob.MatchesAnyNonEmpty);
        return !takesNonEmpty ? -1 : Array.Exists(globs, glob => glob.IsMatch([])) ? 0 : 1;
    }

    private static TextTest TestFor(Re2Node root, LiteralSet? set, Glob[]? globs, RegexEngine? engine, LiteralFacts facts)
    {
        var test = set ?? (globs is null ? new EngineTest(engine!, facts) : (TextTest)new GlobSet(globs));
        return IgnoreCaseLiteral.TryCreate(root, test) ?? test;
    }

    private static RegexEngine CreateEngine(Re2Node root, Re2Syntax syntax, MatchBounds bounds, ReadOnlySpan<byte> pattern) =>
        RegexEngine.Create(root, syntax.GroupNames.Count - 1, bounds)
            ?? throw new Re2SyntaxException(Re2Errors.Large, pattern, 0, pattern.Length);

    private static IReadOnlyList<byte[]>? Listed(LiteralSet? set) =>
        set?.Texts.Count <= AnchoredRegex.MaxLiteralAlternatives ? set.Texts : null;

    /// <summary>Whether all groups lie around the whole pattern, as in <c>(.*)</c>.</summary>
    private static bool GroupsAreWhole(Re2Node root, int groupCount)
    {
        while (root is CaptureNode capture)
        {
            root = capture.Body;
            groupCount--;
        }

        return groupCount == 0;
    }
}
