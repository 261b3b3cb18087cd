namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Classes of ASCII characters; they take -1 for the end of the text, which is in none.</summary>
internal static class Bytes
{
    public static bool IsSpace(int value) => value is ' ' or '\t' or '\n' or '\r';

    public static bool IsDigit(int value) => value is >= '0' and <= '9';

    /// <summary>Letters and the underscore.</summary>
    public static bool IsLetter(int value) => value == '_' || (value | 0x20) is >= 'a' and <= 'z';

    public static bool IsWord(int value) => IsLetter(value) || IsDigit(value);

    public static bool IsHexDigit(int value) => IsDigit(value) || (value | 0x20) is >= 'a' and <= 'f';

    /// <summary>Of a hexadecimal digit.</summary>
    public static int HexValue(int digit) => IsDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
