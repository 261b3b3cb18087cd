using System.Collections.Immutable;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Writes a pattern as a few globs, where that says the same.</summary>
internal static class GlobExpansion
{
    /// <summary>More globs than this are slower than an automaton.</summary>
    private const int MaxGlobs = 16;

    /// <summary>Nor is a glob of more texts and gaps than this worth having.</summary>
    private const int MaxPieces = 32;

    private static readonly ImmutableArray<GlobPiece> Nothing = [];

    public static Glob[]? Expand(Re2Node root)
    {
        var sequences = Visit(root);
        return sequences is null ? null : Array.ConvertAll([.. sequences], sequence => Glob.Of(sequence.AsSpan()));
    }

    private static List<ImmutableArray<GlobPiece>>? Visit(Re2Node node)
    {
        switch (node)
        {
            case EmptyNode:
                return [Nothing];
            case LiteralNode literal:
                return LiteralText.Encode(literal) is { } text ? [[new GlobPiece(text, 0)]] : null;
            case CaptureNode capture:
                return Visit(capture.Body);
            case RepeatNode { Body: ClassNode { Set.IsAll: true }, Max: RepeatNode.Unbounded, Min: 0 or 1 } repeat:
                return [[new GlobPiece(null, repeat.Min)]];
            case RepeatNode { Min: 0, Max: 1 } optional when Visit(optional.Body) is { Count: < MaxGlobs } sequences:
                return [.. sequences, Nothing];
            case ConcatNode { Parts.Length: <= 2 * MaxPieces } concat:
                return Product(concat);
            case AlternationNode alternation when alternation.Branches.Length <= MaxGlobs:
                return Union(alternation);
            case ClassNode { Set.Count: <= 4 } @class when LiteralExpansion.Expand(@class) is { } texts:
                return texts.ConvertAll(text => ImmutableArray.Create(new GlobPiece(text, 0)));
            default:
                return null;
        }
    }

    private static List<ImmutableArray<GlobPiece>>? Union(AlternationNode alternation)
    {
        var all = new List<ImmutableArray<GlobPiece>>();
        foreach (var branch in alternation.Branches)
        {
            if (Visit(branch) is not { } sequences || all.Count + sequences.Count > MaxGlobs)
            {
                return null;
            }

            all.AddRange(sequences);
        }

        return all;
    }

    private static List<ImmutableArray<GlobPiece>>? Product(ConcatNode concat)
    {
        List<ImmutableArray<GlobPiece>> all = [Nothing];
        foreach (var part in concat.Parts)
        {
            if (Visit(part) is not { } sequences || all.Count * sequences.Count > MaxGlobs)
            {
                return null;
            }

            var longer = new List<ImmutableArray<GlobPiece>>();
            foreach (var left in all)
            {
                foreach (var right in sequences)
                {
                    if (Join(left, right) is not { } joined)
                    {
                        return null;
                    }

                    longer.Add(joined);
                }
            }

            all = longer;
        }

        return all;
    }

    /// <summary>
    /// One sequence behind the other, or null where gaps meet that together need more than one code point: those cannot be
    /// counted in bytes.
    /// </summary>
    private static ImmutableArray<GlobPiece>? Join(ImmutableArray<GlobPiece> left, ImmutableArray<GlobPiece> right)
    {
        if (left.Length + right.Length > MaxPieces)
        {
            return null;
        }

        if (left.IsEmpty || right.IsEmpty || (left[^1].Text is null) != (right[0].Text is null))
        {
            return left.AddRange(right);
        }

        var gap = left[^1].LeastGap + right[0].LeastGap;
        if (gap > 1)
        {
            return null;
        }

        var text = left[^1].Text is { } begin ? (byte[])[.. begin, .. right[0].Text!] : null;
        return [.. left[..^1], new GlobPiece(text, gap), .. right[1..]];
    }
}
