namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>The repetition operators: <c>* + ? {n} {n,} {n,m}</c>.</summary>
internal readonly record struct Repetition(int Min, int Max, bool IsCounted)
{
    /// <summary>A number with more digits than any limit has room for.</summary>
    private const int TooLarge = int.MaxValue;

    /// <summary>
    /// Takes the operator at the cursor, without the <c>?</c> that may follow. What looks like braces but is not of their form is text.
    /// </summary>
    public static Repetition? TryTake(PatternCursor cursor)
    {
        switch (cursor.Current)
        {
            case (byte)'*':
                cursor.Position++;
                return new Repetition(0, RepeatNode.Unbounded, IsCounted: false);
            case (byte)'+':
                cursor.Position++;
                return new Repetition(1, RepeatNode.Unbounded, IsCounted: false);
            case (byte)'?':
                cursor.Position++;
                return new Repetition(0, 1, IsCounted: false);
            default:
                return TryTakeBraces(cursor);
        }
    }

    private static Repetition? TryTakeBraces(PatternCursor cursor)
    {
        var start = cursor.Position++;
        var max = RepeatNode.Unbounded;
        if (!TryTakeNumber(cursor, out var min))
        {
            cursor.Position = start;
            return null;
        }

        var isRange = cursor.Take((byte)',');
        if (!isRange)
        {
            max = min;
        }
        else if (!cursor.At((byte)'}') && !TryTakeNumber(cursor, out max))
        {
            cursor.Position = start;
            return null;
        }

        if (!cursor.Take((byte)'}'))
        {
            cursor.Position = start;
            return null;
        }

        if (min > Re2Limits.Repeat || max > Re2Limits.Repeat || (max != RepeatNode.Unbounded && min > max))
        {
            throw cursor.Error(Re2Errors.InvalidRepeatSize, start);
        }

        return new Repetition(min, max, IsCounted: true);
    }

    /// <summary>Takes digits without leading zeros.</summary>
    private static bool TryTakeNumber(PatternCursor cursor, out int number)
    {
        number = 0;
        var start = cursor.Position;
        while (!cursor.AtEnd && char.IsAsciiDigit((char)cursor.Current))
        {
            number = number > Re2Limits.Repeat ? TooLarge : (number * 10) + cursor.Current - '0';
            cursor.Position++;
        }

        var digits = cursor.Position - start;
        return digits == 1 || (digits > 1 && cursor.Slice(start, start + 1)[0] != '0');
    }
}
