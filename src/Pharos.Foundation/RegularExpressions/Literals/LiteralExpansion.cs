using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Lists all texts that a pattern matches, where they are finitely many and few enough.</summary>
internal static class LiteralExpansion
{
    /// <summary>Products of parts soon stop being worth it.</summary>
    private const int MaxProduct = 1024;

    /// <summary>Alternatives cost no more than they did in the pattern.</summary>
    private const int MaxUnion = 1 << 17;

    /// <summary>Longer products are copied too often while they grow.</summary>
    private const int MaxParts = 64;

    /// <summary>What the texts may take together.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>The texts in the order of the pattern, some perhaps more than once, or null.</summary>
    public static List<byte[]>? Expand(Re2Node node)
    {
        switch (node)
        {
            case EmptyNode:
                return [[]];
            case LiteralNode { IgnoreCase: false } literal:
                return LiteralText.Encode(literal.Runes) is { } bytes ? [bytes] : null;
            case LiteralNode { Runes.Length: <= MaxParts } literal:
                return ExpandAll(literal.Runes.Select(rune => Members(CaseFolding.GroupOf(rune))));
            case ClassNode @class:
                return Members(@class.Set);
            case CaptureNode capture:
                return Expand(capture.Body);
            case ConcatNode { Parts.Length: <= MaxParts } concat:
                return ExpandAll(concat.Parts.Select(Expand));
            case AlternationNode alternation:
                return Union(alternation.Branches.Select(Expand));
            case RepeatNode { Max: not RepeatNode.Unbounded } repeat:
                return ExpandRepeat(repeat);
            default:
                return null;
        }
    }

    private static List<byte[]>? ExpandRepeat(RepeatNode repeat)
    {
        if (repeat.Max > 16 || Expand(repeat.Body) is not { } body)
        {
            return null;
        }

        var counts = Enumerable.Range(repeat.Min, repeat.Max - repeat.Min + 1);
        return Union(counts.Select(count => ExpandAll(Enumerable.Repeat<List<byte[]>?>(body, count))));
    }

    private static List<byte[]>? Members(RuneSet set)
    {
        if (set.Count > MaxProduct)
        {
            return null;
        }

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
        var bytes = 0L;
        foreach (var alternative in alternatives)
        {
            if (alternative is null)
            {
                return null;
            }

            texts.AddRange(alternative);
            bytes += alternative.Sum(text => (long)text.Length);
            if (texts.Count > MaxUnion || bytes > MaxBytes)
            {
                return null;
            }
        }

        return texts;
    }

    /// <summary>Every way of taking one text of each part, one behind the other.</summary>
    private static List<byte[]>? ExpandAll(IEnumerable<List<byte[]>?> parts)
    {
        List<byte[]> texts = [[]];
        foreach (var part in parts)
        {
            if (part is null || (long)texts.Count * part.Count > (part.Count == 1 || texts.Count == 1 ? MaxUnion : MaxProduct))
            {
                return null;
            }

            texts = [.. texts.SelectMany(left => part.Select(right => (byte[])[.. left, .. right]))];
            if (texts.Sum(text => (long)text.Length) > MaxBytes)
            {
                return null;
            }
        }

        return texts;
    }
}
