using System.Text.Unicode;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Fuzz.Targets;

/// <summary>
/// A pattern in the first line, texts in the others. What anchored matching knows without matching, and its shortcuts, must agree with the
/// engine.
/// </summary>
internal sealed class RegexTarget : IFuzzTarget
{
    private const int MaxTexts = 8;

    public string Name => "regex";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "foo|bar\nfoo\nbar\nfo",
        "(?i)get.*|p[ou]st\nGET /\nPOST\nget",
        ".*error.*\nan error here\nnone",
        "^(a+)+$\naaaaaaaaaaaaaaaaaaaaaaaa!",
        "(?P<host>[^:]+):\\d{1,5}\nlocalhost:9090\nlocalhost:",
        "\\p{Greek}+|[[:alpha:]]x?\nαβγ\nqx",
        "(?:a|b|c){2,30}?(?U:x*)\\bz\nabcxz\nz",
        "10\\.0\\.(1|2)\\.[0-9]+\n10.0.1.77\n10.0.3.1",
        "(?s).\\C|\\Qa.b\\E\na.b");

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Targets.Seeds.Of(
            "(?:", "(?i)", "(?s:", "(?m)", "(?U)", "(?-s:", "(?P<n>", "(?<n>", "(", ")", "[", "]", "[^", "[[:alpha:]]", "[a-z]", "\\d", "\\W", "\\b",
            "\\B", "\\A", "\\z", "^", "$", ".", "*", "+", "?", "*?", "{2}", "{1,3}", "{0,}", "{1000}", "{,2}", "|", "\\pL", "\\P{Greek}", "\\x{10FFFF}",
            "\\x41", "\\Q", "\\E", "\\C", ".*", ".+", "a", "A", "k", "\u212A", "ſ", "é", "\n", "\\n", "-", "\\"),
        [0xFF], [0xC3],
    ];

    /// <summary>A counted repetition makes a large program of a short pattern, up to RE2's own limit.</summary>
    public long AllocationLimit(int inputLength) => 64L << 20;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var end = input.IndexOf((byte)'\n');
        var pattern = end < 0 ? input : input[..end];
        var texts = end < 0 ? default : input[(end + 1)..];
        if (Compile(pattern, outcome) is not { } regex)
        {
            return;
        }

        outcome.Feature(1, (ulong)Math.Min(regex.GroupCount, 3) << 8 | (ulong)Math.Min(regex.LiteralAlternatives?.Count ?? 9, 9) << 4
            | (regex.Prefix.Length > 0 ? 1UL : 0) | (regex.Suffix.Length > 0 ? 2UL : 0) | (regex.Contains.Count > 0 ? 4UL : 0) | (regex.MatchesEmpty ? 8UL : 0));
        outcome.Result(regex.Prefix);
        outcome.Result(regex.Suffix);
        var engine = Engine(pattern);
        BrokenInvariantException.Require(regex.MatchesEmpty == regex.IsMatch(default), "MatchesEmpty does not say what the empty text does");
        Check(regex, engine, default, outcome);
        var left = MaxTexts;
        foreach (var range in texts.Split((byte)'\n'))
        {
            if (left-- == 0)
            {
                break;
            }

            Check(regex, engine, texts[range], outcome);
        }

        // As one text with line feeds in it, and to show where more than linear time is taken, many times over.
        Check(regex, engine, texts, outcome);
        LinearTime.Check(regex, texts);
        foreach (var alternative in regex.LiteralAlternatives ?? [])
        {
            BrokenInvariantException.Require(regex.IsMatch(alternative), "a literal alternative does not match");
        }

        Replace(engine, texts, pattern, outcome);
    }

    private static AnchoredRegex? Compile(ReadOnlySpan<byte> pattern, FuzzOutcome outcome)
    {
        try
        {
            return AnchoredRegex.Compile(pattern);
        }
        catch (Re2SyntaxException error)
        {
            BrokenInvariantException.Require(error.Position >= 0 && error.Position <= pattern.Length, "the error is not in the pattern");
            outcome.Error(error);
            return null;
        }
    }

    /// <summary>
    /// The engine without shortcuts; null where the pattern is one that only anchored matching takes (bytes that are no UTF-8), or with what
    /// is put around it another one (a quotation without end) or too large.
    /// </summary>
    private static Re2Regex? Engine(ReadOnlySpan<byte> pattern)
    {
        if (!Utf8.IsValid(pattern) || pattern.IndexOf("\\Q"u8) >= 0)
        {
            return null;
        }

        try
        {
            return Re2Regex.Compile([.. "^(?s:"u8, .. pattern, .. ")$"u8]);
        }
        catch (Re2SyntaxException error) when (error.Reason.Contains("large", StringComparison.Ordinal) || error.Reason.Contains("nest", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static void Check(AnchoredRegex regex, Re2Regex? engine, ReadOnlySpan<byte> text, FuzzOutcome outcome)
    {
        Span<int> groups = stackalloc int[8];
        var isMatch = regex.IsMatch(text);
        outcome.Result(isMatch);
        outcome.Feature(2, isMatch ? 1UL : 0);
        BrokenInvariantException.Require(engine is null || engine.IsMatch(text) == isMatch, $"the engine says {!isMatch}");
        BrokenInvariantException.Require(regex.Match(text, groups) == isMatch, "Match and IsMatch differ");
        if (!isMatch)
        {
            return;
        }

        BrokenInvariantException.Require(groups[0] == 0 && groups[1] == text.Length, "the match is not the whole text");
        Span<int> expected = stackalloc int[8];
        BrokenInvariantException.Require(
            engine is null || (engine.Match(text, expected) && expected.SequenceEqual(groups)), "the engine finds other groups");
        for (var i = 0; i < groups.Length; i += 2)
        {
            outcome.Result(groups[i]);
            outcome.Result(groups[i + 1]);
            BrokenInvariantException.Require(
                groups[i] < 0 ? groups[i] == -1 && groups[i + 1] == -1 : groups[i] <= groups[i + 1] && groups[i + 1] <= text.Length, "a group is out of bounds");
        }

        BrokenInvariantException.Require(text.StartsWith(regex.Prefix), "a match without the prefix");
        BrokenInvariantException.Require(text.EndsWith(regex.Suffix), "a match without the suffix");
        foreach (var part in regex.Contains)
        {
            BrokenInvariantException.Require(text.IndexOf(part) >= 0, "a match without what it contains");
        }

        BrokenInvariantException.Require(regex.LiteralAlternatives is null || IsAmong(regex.LiteralAlternatives, text), "a match that is no alternative");
    }

    private static bool IsAmong(IReadOnlyList<byte[]> texts, ReadOnlySpan<byte> text)
    {
        foreach (var one in texts)
        {
            if (text.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    private static void Replace(Re2Regex? engine, ReadOnlySpan<byte> text, ReadOnlySpan<byte> template, FuzzOutcome outcome)
    {
        if (engine is null)
        {
            return;
        }

        var replaced = new ByteBuffer();
        engine.ReplaceAll(replaced, text, template);
        outcome.Result(replaced.Written);
    }
}
