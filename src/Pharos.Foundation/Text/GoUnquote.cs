using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Text;

/// <summary>Reads string and character literals as Go writes them: <c>strconv.Unquote</c>.</summary>
public static class GoUnquote
{
    /// <summary>Of a string in double quotes or in backquotes; false if it is not valid.</summary>
    public static bool TryUnquote(string quoted, out byte[] text)
    {
        text = [];
        if (quoted.Length < 2 || quoted[0] != quoted[^1])
        {
            return false;
        }

        var inner = quoted.AsSpan(1, quoted.Length - 2);
        if (quoted[0] == '`')
        {
            // Go drops carriage returns of raw strings.
            text = Encoding.UTF8.GetBytes(inner.ToString().Replace("\r", "", StringComparison.Ordinal));
            return !inner.Contains('`');
        }

        var result = new ByteBuffer(inner.Length);
        while (!inner.IsEmpty)
        {
            if (inner[0] is '"' or '\n' || !TryTake(ref inner, '"', result, out _))
            {
                return false;
            }
        }

        text = result.ToArray();
        return quoted[0] == '"';
    }

    /// <summary>Of a character in single quotes.</summary>
    public static bool TryCharacter(string quoted, out int character)
    {
        character = 0;
        if (quoted.Length < 3 || quoted[0] != '\'' || quoted[^1] != '\'')
        {
            return false;
        }

        var inner = quoted.AsSpan(1, quoted.Length - 2);
        return inner[0] is not ('\'' or '\n') && TryTake(ref inner, '\'', new ByteBuffer(8), out character) && inner.IsEmpty;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, char quote, ByteBuffer result, out int value)
    {
        if (text[0] != '\\')
        {
            Rune.DecodeFromUtf16(text, out var rune, out var length);
            text = text[length..];
            value = rune.Value;
            return AppendRune(result, rune.Value);
        }

        value = 0;
        if (text.Length < 2)
        {
            return false;
        }

        var letter = text[1];
        var simple = "abfnrtv\\".IndexOf(letter, StringComparison.Ordinal);
        if (simple >= 0 || letter == quote)
        {
            value = simple >= 0 ? "\a\b\f\n\r\t\v\\"[simple] : letter;
            text = text[2..];
            result.Append((byte)value);
            return true;
        }

        var (skip, digits, radix) = letter switch
        {
            'x' => (2, 2, 16),
            'u' => (2, 4, 16),
            'U' => (2, 8, 16),
            >= '0' and <= '7' => (1, 3, 8),
            _ => (0, 0, 0),
        };
        if (digits == 0 || text.Length < skip + digits || !TryDigits(text.Slice(skip, digits), radix, out value))
        {
            return false;
        }

        text = text[(skip + digits)..];
        if (letter is 'u' or 'U')
        {
            return AppendRune(result, value);
        }

        result.Append((byte)value);
        return value <= byte.MaxValue;
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, int radix, out int value)
    {
        long all = 0;
        foreach (var digit in digits)
        {
            var one = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            all = one < radix && all <= int.MaxValue ? all * radix + one : long.MaxValue;
        }

        value = (int)Math.Min(all, int.MaxValue);
        return all <= int.MaxValue;
    }

    private static bool AppendRune(ByteBuffer result, int value)
    {
        if (!Rune.TryCreate(value, out var rune))
        {
            return false;
        }

        result.Advance(rune.EncodeToUtf8(result.GetSpan(4)));
        return true;
    }
}
