using Pharos.Foundation.RegularExpressions.Automata;
using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.Tests.RegularExpressions;

/// <summary>
/// The meaning of a tree, written down as plainly as it goes: tries everything in order of priority, in exponential time. It is what the
/// machines are held against.
/// </summary>
/// <remarks>
/// In loops whose body may take nothing it finds the same matches to exist, but may prefer another: what such a loop prefers follows from
/// how RE2's automata pass it.
/// </remarks>
internal sealed class NaiveMatcher(Re2Node root, byte[] input)
{
    /// <summary>Begin and end of the leftmost match, or null.</summary>
    public (int Begin, int End)? Find()
    {
        for (var begin = 0; begin <= input.Length;)
        {
            var found = -1;
            if (Try(root, begin, end => (found = end) >= 0))
            {
                return (begin, found);
            }

            begin += begin < input.Length ? WidthAt(begin) : 1;
        }

        return null;
    }

    /// <summary>Whether the whole input matches.</summary>
    public bool MatchesWhole() => Try(root, 0, end => end == input.Length);

    private bool Try(Re2Node node, int position, Func<int, bool> then)
    {
        switch (node)
        {
            case EmptyNode:
                return then(position);
            case LiteralNode literal:
                return TryLiteral(literal, 0, position, then);
            case ClassNode @class:
                return position < input.Length && @class.Set.Contains(RuneAt(position)) && then(position + WidthAt(position));
            case AssertionNode assertion:
                return (TextPosition.At(input, position) & assertion.Assertion) != Assertion.None && then(position);
            case CaptureNode capture:
                return Try(capture.Body, position, then);
            case ConcatNode concat:
                return TryParts(concat.Parts, 0, position, then);
            case AlternationNode alternation:
                return alternation.Branches.Any(branch => Try(branch, position, then));
            case RepeatNode repeat:
                return TryRepeat(repeat, 0, position, then);
            default:
                throw new InvalidOperationException($"No meaning for {node.GetType()}.");
        }
    }

    private bool TryLiteral(LiteralNode literal, int index, int position, Func<int, bool> then)
    {
        if (index == literal.Runes.Length)
        {
            return then(position);
        }

        if (position == input.Length)
        {
            return false;
        }

        var rune = RuneAt(position);
        var isEqual = literal.IgnoreCase ? CaseFolding.GroupOf(literal.Runes[index]).Contains(rune) : literal.Runes[index] == rune;
        return isEqual && TryLiteral(literal, index + 1, position + WidthAt(position), then);
    }

    private bool TryParts(Re2Node[] parts, int index, int position, Func<int, bool> then) =>
        index == parts.Length ? then(position) : Try(parts[index], position, next => TryParts(parts, index + 1, next, then));

    private bool TryRepeat(RepeatNode repeat, int count, int position, Func<int, bool> then)
    {
        if (count < repeat.Min)
        {
            return Try(repeat.Body, position, next => TryRepeat(repeat, count + 1, next, then));
        }

        // One more copy that takes nothing could go on for ever, and leads where stopping leads.
        bool More() => (repeat.Max == RepeatNode.Unbounded || count < repeat.Max) && Try(
            repeat.Body,
            position,
            next => repeat.Max == RepeatNode.Unbounded && next == position ? then(next) : TryRepeat(repeat, count + 1, next, then));
        return repeat.IsGreedy ? More() || then(position) : then(position) || More();
    }

    private int RuneAt(int position) => Utf8Runes.Decode(input, position, out _);

    private int WidthAt(int position)
    {
        Utf8Runes.Decode(input, position, out var width);
        return width;
    }
}
