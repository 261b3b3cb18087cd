namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>The conditions on a place in the text that take no code point.</summary>
[Flags]
internal enum Assertion
{
    None = 0,
    BeginText = 1,
    EndText = 2,
    BeginLine = 4,
    EndLine = 8,
    WordBoundary = 16,
    NotWordBoundary = 32,
}
