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

    public static Re2Node Strip(Re2Node node)
    {
        switch (node)
        {
            case AssertionNode assertion when (assertion.Assertion & (AtStart | AtEnd)) != Assertion.None:
                // Alone in a branch it stands at both ends of it: it leaves the empty text.
                return EmptyNode.Instance;
            case CaptureNode capture:
                return new CaptureNode(capture.Index, Strip(capture.Body));
            case AlternationNode alternation:
                return new AlternationNode(Array.ConvertAll(alternation.Branches, Strip));
            case ConcatNode concat:
                return Strip(concat);
            default:
                return node;
        }
    }

    private static Re2Node Strip(ConcatNode concat)
    {
        var parts = concat.Parts.AsSpan();
        while (parts is [AssertionNode first, ..] && (first.Assertion & AtStart) != Assertion.None)
        {
            parts = parts[1..];
        }

        while (parts is [.., AssertionNode last] && (last.Assertion & AtEnd) != Assertion.None)
        {
            parts = parts[..^1];
        }

        return parts.Length switch
        {
            0 => EmptyNode.Instance,
            1 => parts[0],
            _ => new ConcatNode(parts.ToArray()),
        };
    }
}
