using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Lists all texts that a pattern matches, where they are finitely many and few enough.</summary>
internal static class LiteralExpansion
{
    /// <summary>The texts in the order of the pattern, some perhaps more than once, or null.</summary>
    public static List<byte[]>? Expand(Re2Node node)
    {
        // Measured first: what is made only to be found too much would be a hundred megabytes for some patterns.
        return ExpansionSize.Of(node) is null ? null : TextsOf(node);
    }

    private static List<byte[]>? TextsOf(Re2Node node) => node switch
    {
        EmptyNode => [[]],
        LiteralNode { IgnoreCase: false } literal => LiteralText.Encode(literal.Runes) is { } bytes ? [bytes] : null,
        LiteralNode literal => Product(literal.Runes.Select(static rune => Members(CaseFolding.GroupOf(rune)))),
        ClassNode @class => Members(@class.Set),
        CaptureNode capture => TextsOf(capture.Body),
        ConcatNode concat => Product(concat.Parts.Select(TextsOf)),
        AlternationNode alternation => Union(alternation.Branches.Select(TextsOf)),
        RepeatNode repeat => Repeated(repeat),
        _ => null,
    };

    private static List<byte[]>? Repeated(RepeatNode repeat)
    {
        var body = TextsOf(repeat.Body);
        return Union(Enumerable.Range(repeat.Min, repeat.Max - repeat.Min + 1).Select(count => Product(Enumerable.Repeat(body, count))));
    }

    private static List<byte[]>? Members(RuneSet set)
    {
        var texts = new List<byte[]>();
        foreach (var (first, last) in set)
        {
            for (var rune = first; rune <= last; rune++)
            {
                if (LiteralText.Encode([rune]) is not { } bytes)
                {
                    return null;
                }

                texts.Add(bytes);
            }
        }

        return texts;
    }

    private static List<byte[]>? Union(IEnumerable<List<byte[]>?> alternatives)
    {
        var texts = new List<byte[]>();
        foreach (var alternative in alternatives)
        {
            if (alternative is null)
            {
                return null;
            }

            texts.AddRange(alternative);
        }

        return texts;
    }

    /// <summary>Every way of taking one text of each part, one behind the other.</summary>
    private static List<byte[]>? Product(IEnumerable<List<byte[]>?> parts)
    {
        List<byte[]> texts = [[]];
        foreach (var part in parts)
        {
            if (part is null)
            {
                return null;
            }

            texts = [.. texts.SelectMany(left => part.Select(right => (byte[])[.. left, .. right]))];
        }

        return texts;
    }
}
