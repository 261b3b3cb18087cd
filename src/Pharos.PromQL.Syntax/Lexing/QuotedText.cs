using System.Text;

namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Takes quotes and escapes off a string that the lexer has accepted.</summary>
internal static class QuotedText
{
    public static byte[] Unquote(ReadOnlySpan<byte> quoted)
    {
        var text = quoted[1..^1];
        if (quoted[0] == '`' || !text.Contains((byte)'\\'))
        {
            return text.ToArray();
        }

        var value = new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf((byte)'\\');
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(value.AsSpan(length));
            length += plain;
            text = text[plain..];
            if (!text.IsEmpty)
            {
                length += TakeEscape(ref text, value.AsSpan(length));
            }
        }

        return value[..length];
    }

    /// <summary>No escape is shorter than what it stands for.</summary>
    private static int TakeEscape(ref ReadOnlySpan<byte> text, Span<byte> value)
    {
        var letter = text[1];
        var (skip, digits, radix) = letter switch
        {
            (byte)'x' => (2, 2, 16),
            (byte)'u' => (2, 4, 16),
            (byte)'U' => (2, 8, 16),
            >= (byte)'0' and <= (byte)'7' => (1, 3, 8),
            _ => (2, 0, 0),
        };
        if (digits == 0)
        {
            var index = "abfnrtv"u8.IndexOf(letter);
            value[0] = index < 0 ? letter : "\a\b\f\n\r\t\v"u8[index];
            text = text[2..];
            return 1;
        }

        var code = 0;
        foreach (var digit in text.Slice(skip, digits))
        {
            code = code * radix + Bytes.HexValue(digit);
        }

        text = text[(skip + digits)..];
        if (letter is (byte)'u' or (byte)'U')
        {
            return new Rune(code).EncodeToUtf8(value);
        }

        value[0] = (byte)code;
        return 1;
    }
}
