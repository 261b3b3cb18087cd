using System.Text;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>Bracketed classes: <c>[a-z\d[:punct:]\pL]</c>, <c>[^...]</c>.</summary>
internal static class ClassParser
{
    /// <summary>Takes a class; the cursor is at its opening bracket.</summary>
    public static RuneSet Take(PatternCursor cursor, bool ignoreCase)
    {
        var start = cursor.Position++;
        var isNegated = cursor.Take((byte)'^');
        var members = new RuneSetBuilder();

        // A closing bracket in the first place is a member.
        for (var isFirst = true; isFirst || !cursor.Take((byte)']'); isFirst = false)
        {
            var named = TryTakePosix(cursor, ignoreCase) ?? EscapeParser.TryTakeClass(cursor, ignoreCase);
            if (named is not null)
            {
                members.Add(named);
                continue;
            }

            TakeRange(cursor, start, members, ignoreCase);
        }

        var set = members.Build();
        return isNegated ? RuneSet.Complement(set) : set;
    }

    private static void TakeRange(PatternCursor cursor, int classStart, RuneSetBuilder members, bool ignoreCase)
    {
        var start = cursor.Position;
        var first = TakeRune(cursor, classStart);
        var last = first;

        // A dash before the closing bracket is a member.
        if (cursor.At((byte)'-') && cursor.Rest.Length >= 2 && cursor.Peek(1) != ']')
        {
            cursor.Position++;
            last = TakeRune(cursor, classStart);
            if (last < first)
            {
                throw cursor.Error(Re2Errors.InvalidCharRange, start);
            }
        }

        members.Add(first, last);
        if (ignoreCase)
        {
            CaseFolding.AddCases(members, first, last);
        }
    }

    private static int TakeRune(PatternCursor cursor, int classStart)
    {
        if (cursor.AtEnd)
        {
            throw cursor.ErrorToEnd(Re2Errors.MissingBracket, classStart);
        }

        return cursor.At((byte)'\\') ? EscapeParser.TakeRune(cursor) : cursor.TakeRune();
    }

    /// <summary>Takes <c>[:name:]</c>. Without the second colon and bracket the first are members like any other.</summary>
    private static RuneSet? TryTakePosix(PatternCursor cursor, bool ignoreCase)
    {
        if (!cursor.At("[:"u8))
        {
            return null;
        }

        var length = cursor.Rest[2..].IndexOf(":]"u8);
        if (length < 0)
        {
            return null;
        }

        var start = cursor.Position;
        var name = Encoding.UTF8.GetString(cursor.Rest.Slice(2, length));
        cursor.Position += length + 4;
        return NamedClasses.FindPosix(name, ignoreCase) ?? throw cursor.Error(Re2Errors.InvalidCharRange, start);
    }
}
