using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions.Literals;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions;

/// <summary>
/// A regular expression that must match the whole text, with <c>.</c> matching line feeds too: <c>^(?s:pattern)$</c>, the form of label
/// matchers and of relabelling. Beside matching it says what can be known without matching. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Patterns that are texts, or texts with <c>.*</c> and <c>.+</c> between them, are decided by comparing bytes; a lazily built automaton
/// decides the rest. Both give the same answers. Two of Prometheus's own shortcuts do not, and are not followed: there U+FFFD in a pattern
/// sometimes matches only itself and not an invalid byte, and a long alternation that ignores case compares texts after compatibility
/// decomposition, so that a ligature matches its letters.
/// </remarks>
public sealed class AnchoredRegex
{
    /// <summary>The most texts that <see cref="LiteralAlternatives"/> lists.</summary>
    public const int MaxLiteralAlternatives = 256;

    private readonly AnchoredPlan _plan;

    private AnchoredRegex(string pattern, AnchoredPlan plan)
    {
        Pattern = pattern;
        _plan = plan;
        MatchesEmpty = plan.Test.IsMatch([]);
    }

    /// <summary>The pattern as it was given, with bytes that are no UTF-8 replaced.</summary>
    public string Pattern { get; }

    /// <summary>The number of groups, the whole match not counted.</summary>
    public int GroupCount => _plan.GroupNames.Count - 1;

    /// <summary>The names of the groups in order, empty for those without one; index 0 is the whole match.</summary>
    public IReadOnlyList<string> GroupNames => _plan.GroupNames;

    /// <summary>
    /// All texts that match, in the order of the pattern, where they are at most <see cref="MaxLiteralAlternatives"/>; null where they are
    /// more or infinitely many. The arrays must not be changed.
    /// </summary>
    public IReadOnlyList<byte[]>? LiteralAlternatives => _plan.Alternatives;

    /// <summary>How every text begins that matches; may be empty. Must not be changed.</summary>
    public byte[] Prefix => _plan.Facts.Prefix;

    /// <summary>How every text ends that matches; may be empty. It may overlap the prefix. Must not be changed.</summary>
    public byte[] Suffix => _plan.Facts.Suffix;

    /// <summary>What occurs somewhere in every text that matches; occurrences may overlap. Must not be changed.</summary>
    public IReadOnlyList<byte[]> Contains => _plan.Facts.Contains;

    /// <summary>Whether the empty text matches.</summary>
    public bool MatchesEmpty { get; }

    /// <summary>Whether every text matches, as with <c>.*</c>.</summary>
    public bool MatchesEverything => _plan.LeastLength == 0;

    /// <summary>Whether every text but the empty one matches, as with <c>.+</c>.</summary>
    public bool MatchesAnyNonEmpty => _plan.LeastLength == 1;

    /// <summary>Compiles a label matcher's pattern. What is nothing but texts between bars may be any bytes.</summary>
    /// <exception cref="Re2SyntaxException">RE2 rejects the pattern.</exception>
    public static AnchoredRegex Compile(string pattern) => Compile(Encoding.UTF8.GetBytes(pattern));

    /// <inheritdoc cref="Compile(string)"/>
    public static AnchoredRegex Compile(ReadOnlySpan<byte> pattern)
    {
        var plan = PlainAlternatives.TrySplit(pattern) is { } texts
            ? AnchoredPlan.OfTexts(texts)
            : AnchoredPlan.Of(Re2Syntax.Parse(pattern, Re2Options.DotMatchesNewline), pattern);
        return new AnchoredRegex(Encoding.UTF8.GetString(pattern), plan);
    }

    /// <summary>
    /// Compiles a pattern that is put between <c>^(?s:</c> and <c>)$</c> as text, as relabelling does: messages show the whole, and
    /// <c>a)|(?:b</c> is accepted, with each half anchored on its own side only.
    /// </summary>
    /// <exception cref="Re2SyntaxException">RE2 rejects the wrapped pattern.</exception>
    public static AnchoredRegex CompileWrapped(string pattern) => CompileWrapped(Encoding.UTF8.GetBytes(pattern));

    /// <inheritdoc cref="CompileWrapped(string)"/>
    public static AnchoredRegex CompileWrapped(ReadOnlySpan<byte> pattern)
    {
        byte[] wrapped = [.. "^(?s:"u8, .. pattern, .. ")$"u8];
        return new AnchoredRegex(Encoding.UTF8.GetString(pattern), AnchoredPlan.OfWrapped(Re2Syntax.Parse(wrapped, Re2Options.None), wrapped));
    }

    /// <summary>Whether the text matches. Does not allocate once the texts have become familiar.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => _plan.Test.IsMatch(text);

    /// <summary>Matches the text and finds its groups, preferring alternatives that come first in the pattern.</summary>
    /// <param name="text">The text.</param>
    /// <param name="groups">
    /// Receives begin and end of the match and of each group, in bytes, -1 where a group took no part. It may be shorter than
    /// 2 × (<see cref="GroupCount"/> + 1); what does not fit is not computed.
    /// </param>
    public bool Match(ReadOnlySpan<byte> text, Span<int> groups)
    {
        if (!_plan.Test.IsMatch(text))
        {
            return false;
        }

        if (_plan.GroupEngine is { } engine)
        {
            return engine.Find(text, 0, groups);
        }

        // The match is the whole text, and so are groups around the whole pattern.
        var known = groups[..Math.Min(groups.Length, 2 * (GroupCount + 1))];
        groups[known.Length..].Fill(-1);
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = i % 2 == 0 ? 0 : text.Length;
        }

        return true;
    }

    /// <inheritdoc cref="Re2Regex.Expand"/>
    public void Expand(ByteBuffer destination, ReadOnlySpan<byte> template, ReadOnlySpan<byte> input, ReadOnlySpan<int> groups) =>
        Replacement.Expand(destination, template, input, groups, GroupNames);
}
