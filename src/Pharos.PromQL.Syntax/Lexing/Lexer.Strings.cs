using System.Buffers;
using System.Text;

namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Quoted texts, whose escapes are checked here and resolved by <see cref="QuotedText"/>.</summary>
internal ref partial struct Lexer
{
    private static readonly SearchValues<byte> EndsOfPlainText =
        SearchValues.Create([(byte)'\\', (byte)'\n', (byte)'"', (byte)'\'', (byte)'`', .. Enumerable.Range(0x80, 0x80).Select(value => (byte)value)]);

    private TokenKind ScanString(byte quote)
    {
        _at++;
        var isRaw = quote == '`';
        while (true)
        {
            var plain = _text[_at..].IndexOfAny(EndsOfPlainText);
            if (plain < 0)
            {
                _at = _text.Length;
                return Fail(isRaw ? "unterminated raw string" : "unterminated quoted string");
            }

            _at += plain;
            var current = _text[_at];
            if (current == quote)
            {
                return Take(TokenKind.String);
            }

            if (current >= 0x80)
            {
                // The replacement character itself counts as broken, as it does in the reference.
                if (Rune.DecodeFromUtf8(_text[_at..], out var rune, out var length) != OperationStatus.Done || rune == Rune.ReplacementChar)
                {
                    return Fail("invalid UTF-8 rune");
                }

                _at += length;
            }
            else if (isRaw || current is not ((byte)'\\' or (byte)'\n'))
            {
                _at++;
            }
            else if (current == '\n')
            {
                return Fail("unterminated quoted string");
            }
            else if (!TryPassEscape(quote))
            {
                return TokenKind.Error;
            }
        }
    }

    private bool TryPassEscape(byte quote)
    {
        var letter = PeekAt(_at + 1);
        _at += 2;
        switch (letter)
        {
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '\\': return true;
            case >= '0' and <= '7': _at--; return TryPassCode(3, 8, byte.MaxValue);
            case 'x': return TryPassCode(2, 16, byte.MaxValue);
            case 'u': return TryPassCode(4, 16, 0x10FFFF);
            case 'U': return TryPassCode(8, 16, 0x10FFFF);
            case -1: Fail("escape sequence not terminated"); return false;
        }

        if (letter == quote)
        {
            return true;
        }

        Fail("unknown escape sequence " + Utf8Text.CodePoint(Utf8Text.First(_text[(_at - 1)..])));
        return false;
    }

    private bool TryPassCode(int digits, uint radix, uint largest)
    {
        var code = 0u;
        for (; digits > 0; digits--, _at++)
        {
            var current = PeekAt(_at);
            var digit = Bytes.IsHexDigit(current) ? (uint)Bytes.HexValue(current) : radix;
            if (digit >= radix)
            {
                Fail(current < 0
                    ? "escape sequence not terminated"
                    : $"illegal character {Utf8Text.CodePoint(Utf8Text.First(_text[_at..]))} in escape sequence");
                return false;
            }

            code = code * radix + digit;
        }

        if (code > largest || code is >= 0xD800 and < 0xE000)
        {
            Fail("escape sequence is an invalid Unicode code point");
            return false;
        }

        return true;
    }
}
