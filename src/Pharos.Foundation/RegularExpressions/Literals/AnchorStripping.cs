using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>
/// Removes <c>^</c> and <c>$</c> from the ends of a pattern that must match a whole text anyway: users write them although they need not,
/// and without them more patterns are plain text.
/// </summary>
internal static class AnchorStripping
{
    private const Assertion AtStart = Assertion.BeginText | Assertion.BeginLine;
    private const Assertion AtEnd = Assertion.EndText | Assertion.EndLine;

    public static Re2Node Strip(Re2Node root) => Strip(root, AtStart | AtEnd);

    /// <param name="node">A part of the pattern.</param>
    /// <param name="holding">The assertions that hold at its ends anyway: those of the start, of the end, or both.</param>
    private static Re2Node Strip(Re2Node node, Assertion holding)
    {
        switch (node)
        {
            case AssertionNode assertion when IsHeld(assertion, holding):
                return EmptyNode.Instance;
            case CaptureNode capture:
                return new CaptureNode(capture.Index, Strip(capture.Body, holding));
            case AlternationNode alternation:
                return new AlternationNode(Array.ConvertAll(alternation.Branches, branch => Strip(branch, holding)));
            case ConcatNode concat:
                return Strip(concat, holding);
            default:
                return node;
        }
    }

    private static Re2Node Strip(ConcatNode concat, Assertion holding)
    {
        var parts = concat.Parts.AsSpan();
        while (parts is [AssertionNode first, ..] && IsHeld(first, holding & AtStart))
        {
            parts = parts[1..];
        }

        while (parts is [.., AssertionNode last] && IsHeld(last, holding & AtEnd))
        {
            parts = parts[..^1];
        }

        if (parts.Length < 2)
        {
            return parts.Length == 0 ? EmptyNode.Instance : Strip(parts[0], holding);
        }

        Re2Node[] stripped = [Strip(parts[0], holding & AtStart), .. parts[1..^1], Strip(parts[^1], holding & AtEnd)];
        return new ConcatNode(stripped);
    }

    private static bool IsHeld(AssertionNode assertion, Assertion holding) => (assertion.Assertion & holding) != Assertion.None;
}
