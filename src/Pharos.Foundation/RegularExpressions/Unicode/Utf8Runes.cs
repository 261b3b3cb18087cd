using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pharos.Foundation.RegularExpressions.Unicode;

/// <summary>
/// Reads code points the way Go does: a byte that begins no valid sequence is one U+FFFD of width 1, so every input is a sequence of
/// code points and a regular expression can match any bytes.
/// </summary>
internal static class Utf8Runes
{
    public const int Replacement = 0xFFFD;
    public const int Last = 0x10FFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(ReadOnlySpan<byte> input, int position, out int width)
    {
        var first = input[position];
        if (first < 0x80)
        {
            width = 1;
            return first;
        }

        return DecodeLonger(input[position..], out width);
    }

    /// <summary>Whether the bytes at the position are a valid sequence, as a pattern's must be.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> input, int position, out int rune, out int width)
    {
        rune = Decode(input, position, out width);
        return rune != Replacement || width != 1;
    }

    /// <summary>Where the first byte stands that is not part of a valid sequence, or -1.</summary>
    public static int IndexOfInvalid(ReadOnlySpan<byte> input)
    {
        var position = 0;
        while (position < input.Length)
        {
            if (!TryDecode(input, position, out _, out var width))
            {
                return position;
            }

            position += width;
        }

        return -1;
    }

    /// <summary>The UTF-8 form of code points, or null where one of them (a surrogate) has none.</summary>
    public static byte[]? Encode(ReadOnlySpan<int> runes)
    {
        var bytes = new byte[runes.Length * 4];
        var length = 0;
        foreach (var value in runes)
        {
            if (!Rune.IsValid(value))
            {
                return null;
            }

            length += new Rune(value).EncodeToUtf8(bytes.AsSpan(length));
        }

        return bytes.AsSpan(0, length).ToArray();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int DecodeLonger(ReadOnlySpan<byte> input, out int width)
    {
        if (Rune.DecodeFromUtf8(input, out var rune, out width) == OperationStatus.Done)
        {
            return rune.Value;
        }

        width = 1;
        return Replacement;
    }
}
