using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>When code points of a pattern may be compared as bytes.</summary>
internal static class LiteralText
{
    /// <summary>
    /// The bytes that a run of code points matches, or null where it also matches others: U+FFFD matches any invalid byte.
    /// </summary>
    public static byte[]? Encode(ReadOnlySpan<int> runes) => runes.Contains(Utf8Runes.Replacement) ? null : Utf8Runes.Encode(runes);

    /// <summary>The bytes that a literal matches and nothing else, or null.</summary>
    public static byte[]? Encode(LiteralNode literal) => literal.IgnoreCase ? null : Encode(literal.Runes);
}
