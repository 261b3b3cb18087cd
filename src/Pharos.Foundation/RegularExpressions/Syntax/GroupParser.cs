using System.Text;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>What follows <c>(?</c>: names of groups and flags.</summary>
internal static class GroupParser
{
    /// <summary>
    /// Takes <c>(?P&lt;name&gt;</c> or <c>(?&lt;name&gt;</c>, if it is there, and gives the name.
    /// </summary>
    public static string? TryTakeName(PatternCursor cursor)
    {
        var start = cursor.Position;
        int nameStart;
        if (cursor.At("(?P<"u8) && cursor.Rest.Length > 4)
        {
            nameStart = start + 4;
        }
        else if (cursor.At("(?<"u8) && cursor.Rest.Length > 3)
        {
            nameStart = start + 3;
        }
        else
        {
            return null;
        }

        var length = cursor.Rest.IndexOf((byte)'>');
        if (length < 0)
        {
            cursor.CheckUtf8(start, start + cursor.Rest.Length);
            throw cursor.ErrorToEnd(Re2Errors.InvalidNamedCapture, start);
        }

        cursor.CheckUtf8(nameStart, start + length);
        var name = cursor.Slice(nameStart, start + length);
        cursor.Position = start + length + 1;
        return IsName(name) ? Encoding.ASCII.GetString(name) : throw cursor.Error(Re2Errors.InvalidNamedCapture, start);
    }

    /// <summary>
    /// Takes <c>(?flags)</c> or <c>(?flags:</c>; the cursor is at the parenthesis.
    /// </summary>
    /// <param name="cursor">Where to read.</param>
    /// <param name="options">The flags in force, changed to those that follow.</param>
    /// <returns>Whether a group was opened.</returns>
    public static bool TakeFlags(PatternCursor cursor, ref Re2Options options)
    {
        var start = cursor.Position;
        cursor.Position += 2;
        var on = options;
        var isNegative = false;
        var sawFlag = false;
        while (!cursor.AtEnd)
        {
            var rune = cursor.TakeRune();
            if (rune is ':' or ')' && (!isNegative || sawFlag))
            {
                options = on;
                return rune == ':';
            }

            if (rune == '-' && !isNegative)
            {
                isNegative = true;
                sawFlag = false;
                continue;
            }

            var flag = rune switch
            {
                'i' => Re2Options.IgnoreCase,
                'm' => Re2Options.MultiLine,
                's' => Re2Options.DotMatchesNewline,
                'U' => Re2Options.Ungreedy,
                _ => Re2Options.None,
            };
            if (flag == Re2Options.None)
            {
                break;
            }

            on = isNegative ? on & ~flag : on | flag;
            sawFlag = true;
        }

        throw cursor.Error(Re2Errors.InvalidPerlOp, start);
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (letter != '_' && !char.IsAsciiLetterOrDigit((char)letter))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }
}
