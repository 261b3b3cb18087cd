namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>A parsed pattern.</summary>
/// <param name="Root">The tree.</param>
/// <param name="GroupNames">The names of the groups, empty for those without; the whole match comes first.</param>
internal sealed record Re2Syntax(Re2Node Root, IReadOnlyList<string> GroupNames)
{
    /// <exception cref="Re2SyntaxException">The pattern is not one that RE2 accepts.</exception>
    public static Re2Syntax Parse(ReadOnlySpan<byte> pattern, Re2Options options) => Re2Parser.Parse(pattern.ToArray(), options);
}
