using System.Runtime.CompilerServices;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Divides all code points into the classes that a pattern can tell apart, its symbols, numbered from 0. Immutable.
/// </summary>
internal sealed class SymbolMap
{
    private readonly int[] _ascii = new int[128];
    private readonly int[] _starts;
    private readonly int[] _symbols;

    /// <param name="starts">First code points of the intervals, ascending from 0.</param>
    /// <param name="symbols">The symbol of each interval.</param>
    /// <param name="count">The number of symbols.</param>
    public SymbolMap(int[] starts, int[] symbols, int count)
    {
        _starts = starts;
        _symbols = symbols;
        Count = count;
        for (var rune = 0; rune < _ascii.Length; rune++)
        {
            _ascii[rune] = Find(rune);
        }

        IsWord = new bool[count];
        for (var rune = 0; rune < _ascii.Length; rune++)
        {
            IsWord[_ascii[rune]] |= TextPosition.IsWordByte((byte)rune);
        }

        Newline = _ascii['\n'];
    }

    public int Count { get; }

    /// <summary>Whether a symbol stands for word characters; meaningful only where the pattern tells these apart.</summary>
    public bool[] IsWord { get; }

    /// <summary>The symbol of a line feed; it may stand for others too where the pattern does not tell them apart.</summary>
    public int Newline { get; }

    /// <summary>The symbols of the ASCII characters, for the loops that look them up themselves.</summary>
    public ReadOnlySpan<int> Ascii => _ascii;

    /// <summary>The symbol at a position of the input, and the number of its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(ReadOnlySpan<byte> input, int position, out int width)
    {
        var first = input[position];
        if (first < 0x80)
        {
            width = 1;
            return _ascii[first];
        }

        return Find(Utf8Runes.Decode(input, position, out width));
    }

    private int Find(int rune)
    {
        var index = Array.BinarySearch(_starts, rune);
        return _symbols[index < 0 ? ~index - 1 : index];
    }
}
