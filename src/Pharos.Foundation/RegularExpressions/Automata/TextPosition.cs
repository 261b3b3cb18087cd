using System.Runtime.CompilerServices;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>Which assertions hold between two characters.</summary>
internal static class TextPosition
{
    /// <summary>The assertions that hold at a position of the input.</summary>
    public static Assertion At(ReadOnlySpan<byte> input, int position)
    {
        var before = position == 0 ? Neighbour.None : NeighbourOf(input[position - 1]);
        var after = position == input.Length ? Neighbour.None : NeighbourOf(input[position]);
        return Between(before, after);
    }

    /// <summary>The assertions that hold between two neighbours.</summary>
    public static Assertion Between(Neighbour before, Neighbour after)
    {
        var holding = (before == Neighbour.Word) != (after == Neighbour.Word) ? Assertion.WordBoundary : Assertion.NotWordBoundary;
        holding |= before switch
        {
            Neighbour.None => Assertion.BeginText | Assertion.BeginLine,
            Neighbour.Newline => Assertion.BeginLine,
            _ => Assertion.None,
        };
        return holding | after switch
        {
            Neighbour.None => Assertion.EndText | Assertion.EndLine,
            Neighbour.Newline => Assertion.EndLine,
            _ => Assertion.None,
        };
    }

    /// <summary>Word characters are ASCII in RE2, so one byte decides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWordByte(byte value) => value == '_' || char.IsAsciiLetterOrDigit((char)value);

    private static Neighbour NeighbourOf(byte value) =>
        value == '\n' ? Neighbour.Newline : IsWordByte(value) ? Neighbour.Word : Neighbour.Other;
}

/// <summary>What stands beside a position, as far as assertions care. <see cref="None"/> is the beginning or the end of the text.</summary>
internal enum Neighbour : byte
{
    None,
    Newline,
    Word,
    Other,
}
