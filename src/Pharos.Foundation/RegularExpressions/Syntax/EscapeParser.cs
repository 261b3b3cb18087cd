using System.Text;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>What begins with a backslash and means code points: single ones (<c>\n \x41 \101 \.</c>) and classes (<c>\d \pL</c>).</summary>
internal static class EscapeParser
{
    /// <summary>Takes a class escape, if there is one at the cursor.</summary>
    public static RuneSet? TryTakeClass(PatternCursor cursor, bool ignoreCase)
    {
        if (!cursor.At((byte)'\\'))
        {
            return null;
        }

        if (cursor.Peek(1) is (byte)'p' or (byte)'P')
        {
            return TakeUnicodeClass(cursor, ignoreCase);
        }

        var set = NamedClasses.FindPerl(cursor.Peek(1), ignoreCase);
        if (set is not null)
        {
            cursor.Position += 2;
        }

        return set;
    }

    /// <summary>Takes an escape that stands for one code point; the cursor is at its backslash.</summary>
    public static int TakeRune(PatternCursor cursor)
    {
        var start = cursor.Position++;
        if (cursor.AtEnd)
        {
            throw cursor.Error(Re2Errors.TrailingBackslash, cursor.Position);
        }

        var rune = cursor.TakeRune();
        switch (rune)
        {
            case >= '1' and <= '7' when !IsOctalDigit(cursor):
                // A backreference, which no linear-time matcher has.
                break;
            case >= '0' and <= '7':
                var octal = rune - '0';
                for (var digits = 1; digits < 3 && IsOctalDigit(cursor); digits++)
                {
                    octal = (octal * 8) + cursor.Current - '0';
                    cursor.Position++;
                }

                return octal;
            case 'x':
                var value = TakeHex(cursor);
                if (value >= 0)
                {
                    return value;
                }

                break;
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)rune): return rune;
        }

        throw cursor.Error(Re2Errors.InvalidEscape, start);
    }

    private static bool IsOctalDigit(PatternCursor cursor) => !cursor.AtEnd && cursor.Current is >= (byte)'0' and <= (byte)'7';

    /// <summary>Takes <c>41</c> or <c>{1F600}</c>; -1, with the cursor behind what is wrong, when it is neither.</summary>
    private static int TakeHex(PatternCursor cursor)
    {
        if (cursor.AtEnd)
        {
            return -1;
        }

        var first = cursor.TakeRune();
        if (first != '{')
        {
            // The second digit is read even if the first is none: the message shows both.
            var high = HexValue(first);
            var low = cursor.AtEnd ? -1 : HexValue(cursor.TakeRune());
            return high < 0 || low < 0 ? -1 : (high * 16) + low;
        }

        var value = 0;
        for (var digits = 0; !cursor.AtEnd; digits++)
        {
            var rune = cursor.TakeRune();
            if (rune == '}')
            {
                return digits == 0 ? -1 : value;
            }

            var digit = HexValue(rune);
            value = (value * 16) + digit;
            if (digit < 0 || value > Utf8Runes.Last)
            {
                return -1;
            }
        }

        return -1;
    }

    private static int HexValue(int rune) => rune < 0x80 && char.IsAsciiHexDigit((char)rune) ? Convert.ToInt32(((char)rune).ToString(), 16) : -1;

    /// <summary>Takes <c>\pL</c>, <c>\p{Greek}</c>, <c>\p{^Greek}</c> or the same with <c>P</c>.</summary>
    private static RuneSet TakeUnicodeClass(PatternCursor cursor, bool ignoreCase)
    {
        var start = cursor.Position;
        var isNegated = cursor.Peek(1) == 'P';
        cursor.Position += 2;
        var nameStart = cursor.Position;
        ReadOnlySpan<byte> name;
        if (cursor.At((byte)'{'))
        {
            var length = cursor.Rest.IndexOf((byte)'}');
            if (length < 0)
            {
                cursor.CheckUtf8(start, start + 2 + cursor.Rest.Length);
                throw cursor.ErrorToEnd(Re2Errors.InvalidCharRange, start);
            }

            cursor.CheckUtf8(nameStart + 1, nameStart + length);
            name = cursor.Slice(nameStart + 1, nameStart + length);
            cursor.Position += length + 1;
        }
        else
        {
            if (cursor.AtEnd)
            {
                throw cursor.ErrorToEnd(Re2Errors.InvalidCharRange, start);
            }

            cursor.TakeRune();
            name = cursor.Slice(nameStart, cursor.Position);
        }

        if (name is [(byte)'^', ..])
        {
            isNegated = !isNegated;
            name = name[1..];
        }

        var set = UnicodeClasses.Find(Encoding.UTF8.GetString(name), ignoreCase) ?? throw cursor.Error(Re2Errors.InvalidCharRange, start);
        return isNegated ? RuneSet.Complement(set) : set;
    }
}
