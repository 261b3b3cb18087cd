using System.Buffers;

namespace Pharos.Foundation.Templates.Syntax;

/// <summary>Finds the end of what looks like a number. What is none is found when it is read.</summary>
internal static class NumberScan
{
    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789_");
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF_");
    private static readonly SearchValues<char> Octal = SearchValues.Create("01234567_");
    private static readonly SearchValues<char> Binary = SearchValues.Create("01_");

    /// <summary>False where a letter follows; the position is then behind it.</summary>
    public static bool TrySkip(string text, ref int at)
    {
        Take(text, ref at, "+-");
        var digits = Decimal;
        if (Take(text, ref at, "0"))
        {
            digits = Take(text, ref at, "xX") ? Hexadecimal : Take(text, ref at, "oO") ? Octal : Take(text, ref at, "bB") ? Binary : Decimal;
        }

        Skip(text, ref at, digits);
        if (Take(text, ref at, "."))
        {
            Skip(text, ref at, digits);
        }

        if ((digits == Decimal && Take(text, ref at, "eE")) || (digits == Hexadecimal && Take(text, ref at, "pP")))
        {
            Take(text, ref at, "+-");
            Skip(text, ref at, Decimal);
        }

        Take(text, ref at, "i");
        if (at < text.Length && (text[at] == '_' || char.IsLetterOrDigit(text[at])))
        {
            at++;
            return false;
        }

        return true;
    }

    private static bool Take(string text, ref int at, string any)
    {
        if (at < text.Length && any.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
            return true;
        }

        return false;
    }

    private static void Skip(string text, ref int at, SearchValues<char> characters)
    {
        var rest = text.AsSpan(at);
        var end = rest.IndexOfAnyExcept(characters);
        at += end < 0 ? rest.Length : end;
    }
}
