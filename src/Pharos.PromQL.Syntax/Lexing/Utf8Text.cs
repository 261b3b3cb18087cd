using System.Buffers;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;

namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Characters of a query, counted and shown in messages as Go does it: a byte that is not UTF-8 is U+FFFD.</summary>
internal static class Utf8Text
{
    /// <summary>The bytes of the first character of a text that is not empty.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done ? length : 1;

    /// <summary>The first character; U+FFFD at the end of the text as well.</summary>
    public static Rune First(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var rune, out _);
        return rune;
    }

    /// <summary>In single quotes with Go's escapes.</summary>
    public static string Quoted(Rune rune)
    {
        if (rune.Value == '\'')
        {
            return "'\\''";
        }

        if (rune.Value == '"')
        {
            return "'\"'";
        }

        var text = new ByteBuffer(16);
        Span<byte> utf8 = stackalloc byte[4];
        GoQuote.Append(text, utf8[..rune.EncodeToUtf8(utf8)]);
        var quoted = text.ToString();
        return $"'{quoted[1..^1]}'";
    }

    /// <summary>As a code point, followed by the character if it can be printed: <c>U+0078 'x'</c>.</summary>
    public static string CodePoint(Rune rune)
    {
        var number = "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);
        return GoQuote.IsPrintable(rune) ? $"{number} '{rune}'" : number;
    }
}
