namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>A way to decide whether a whole text matches a pattern. Safe for concurrent use, and does not allocate.</summary>
internal abstract class TextTest
{
    public abstract bool IsMatch(ReadOnlySpan<byte> text);
}
