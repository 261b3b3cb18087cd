using System.Buffers;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Text;

/// <summary>
/// Texts in double quotes with Go's escapes (<c>strconv.Quote</c>), the form in which Prometheus prints label values, names and pieces
/// of input in its messages.
/// </summary>
public static class GoQuote
{
    public static string Quote(string text) => Quote(Encoding.UTF8.GetBytes(text));

    public static string Quote(ReadOnlySpan<byte> utf8)
    {
        var buffer = new ByteBuffer(utf8.Length + 2);
        Append(buffer, utf8);
        return buffer.ToString();
    }

    public static void Append(ByteBuffer destination, ReadOnlySpan<byte> utf8)
    {
        destination.Append((byte)'"');
        while (!utf8.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                // One byte at a time, as Go does; the decoder may take several for one broken sequence.
                AppendHex(destination, "\\x"u8, utf8[0], 2);
                utf8 = utf8[1..];
                continue;
            }

            AppendRune(destination, rune, utf8[..length]);
            utf8 = utf8[length..];
        }

        destination.Append((byte)'"');
    }

    /// <summary>Whether Go counts the character as printable: letters, marks, numbers, punctuation, symbols and the ASCII space.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    private static void AppendRune(ByteBuffer destination, Rune rune, ReadOnlySpan<byte> utf8)
    {
        switch (rune.Value)
        {
            case '"': destination.Append("\\\""u8); return;
            case '\\': destination.Append("\\\\"u8); return;
            case '\a': destination.Append("\\a"u8); return;
            case '\b': destination.Append("\\b"u8); return;
            case '\f': destination.Append("\\f"u8); return;
            case '\n': destination.Append("\\n"u8); return;
            case '\r': destination.Append("\\r"u8); return;
            case '\t': destination.Append("\\t"u8); return;
            case '\v': destination.Append("\\v"u8); return;
        }

        if (IsPrintable(rune))
        {
            destination.Append(utf8);
        }
        else if (rune.Value is < ' ' or 0x7F)
        {
            AppendHex(destination, "\\x"u8, (uint)rune.Value, 2);
        }
        else if (rune.IsBmp)
        {
            AppendHex(destination, "\\u"u8, (uint)rune.Value, 4);
        }
        else
        {
            AppendHex(destination, "\\U"u8, (uint)rune.Value, 8);
        }
    }

    private static void AppendHex(ByteBuffer destination, ReadOnlySpan<byte> prefix, uint value, int digits)
    {
        destination.Append(prefix);
        for (var shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        {
            destination.Append("0123456789abcdef"u8[(int)(value >> shift) & 0xF]);
        }
    }
}
