using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions.Automata;
using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions;

/// <summary>
/// A regular expression with the syntax and the semantics of RE2 (Go's <c>regexp</c>) on UTF-8 bytes, in time linear in the input. A byte
/// of the input that is no UTF-8 counts as one U+FFFD. Safe for concurrent use.
/// </summary>
public sealed class Re2Regex
{
    private readonly RegexEngine _engine;

    private Re2Regex(RegexEngine engine, IReadOnlyList<string> groupNames)
    {
        _engine = engine;
        GroupNames = groupNames;
    }

    /// <summary>The number of groups, the whole match not counted.</summary>
    public int GroupCount => GroupNames.Count - 1;

    /// <summary>The names of the groups in order, empty for those without one; index 0 is the whole match.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    /// <exception cref="Re2SyntaxException">RE2 rejects the pattern.</exception>
    public static Re2Regex Compile(string pattern, Re2Options options = Re2Options.None) =>
        Compile(Encoding.UTF8.GetBytes(pattern), options);

    /// <inheritdoc cref="Compile(string, Re2Options)"/>
    public static Re2Regex Compile(ReadOnlySpan<byte> pattern, Re2Options options = Re2Options.None)
    {
        var syntax = Re2Syntax.Parse(pattern, options);
        var engine = RegexEngine.Create(syntax.Root, syntax.GroupNames.Count - 1, new MatchBounds(AtStart: false, AtEnd: false))
            ?? throw new Re2SyntaxException(Re2Errors.Large, pattern, 0, pattern.Length);
        return new Re2Regex(engine, syntax.GroupNames);
    }

    /// <summary>Whether a match lies anywhere in the input. Does not allocate once the inputs have become familiar.</summary>
    public bool IsMatch(ReadOnlySpan<byte> input) => _engine.IsMatch(input);

    /// <summary>Finds the leftmost match; of those that begin there, the one whose alternatives come first in the pattern.</summary>
    /// <param name="input">The text.</param>
    /// <param name="groups">
    /// Receives begin and end of the match and of each group, in bytes, -1 where a group took no part. It may be shorter than
    /// 2 × (<see cref="GroupCount"/> + 1); what does not fit is not computed.
    /// </param>
    public bool Match(ReadOnlySpan<byte> input, Span<int> groups) => _engine.Find(input, 0, groups);

    /// <summary>
    /// Appends the template with <c>$1</c>, <c>${1}</c>, <c>$name</c> and <c>${name}</c> replaced by groups and <c>$$</c> by a dollar.
    /// A name is as long as it can be: <c>$1x</c> is <c>${1x}</c>. Groups that do not exist or took no part are empty.
    /// </summary>
    public void Expand(ByteBuffer destination, ReadOnlySpan<byte> template, ReadOnlySpan<byte> input, ReadOnlySpan<int> groups) =>
        Replacement.Expand(destination, template, input, groups, GroupNames);

    /// <summary>
    /// Appends the input with every match replaced by the expanded template. An empty match right behind another match is left alone.
    /// </summary>
    public void ReplaceAll(ByteBuffer destination, ReadOnlySpan<byte> input, ReadOnlySpan<byte> template)
    {
        var groups = new int[2 * (GroupCount + 1)];
        var copied = 0;
        var search = 0;
        while (search <= input.Length && _engine.Find(input, search, groups))
        {
            var (begin, end) = (groups[0], groups[1]);
            destination.Append(input[copied..begin]);
            if (end > copied || begin == 0)
            {
                Expand(destination, template, input, groups);
            }

            copied = end;

            // The next search begins behind this match, and at least one code point further than this search did.
            var width = 1;
            if (search < input.Length)
            {
                Utf8Runes.Decode(input, search, out width);
            }

            search = Math.Max(search + width, end);
        }

        destination.Append(input[copied..]);
    }
}
