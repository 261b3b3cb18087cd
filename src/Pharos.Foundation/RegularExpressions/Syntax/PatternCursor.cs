using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>A position in a pattern and the ways to go on from it. Not safe for concurrent use.</summary>
internal sealed class PatternCursor(byte[] pattern)
{
    public int Position { get; set; }

    public bool AtEnd => Position >= pattern.Length;

    /// <summary>The byte under the cursor, which must not stand at the end.</summary>
    public byte Current => pattern[Position];

    public ReadOnlySpan<byte> Rest => pattern.AsSpan(Position);

    public bool At(byte expected) => !AtEnd && Current == expected;

    public bool At(ReadOnlySpan<byte> expected) => Rest.StartsWith(expected);

    /// <summary>The byte that many places ahead, or 0 behind the end; no byte that callers look for is 0.</summary>
    public byte Peek(int ahead) => Position + ahead < pattern.Length ? pattern[Position + ahead] : (byte)0;

    public bool Take(byte expected)
    {
        if (!At(expected))
        {
            return false;
        }

        Position++;
        return true;
    }

    public int TakeRune()
    {
        if (!Utf8Runes.TryDecode(pattern, Position, out var rune, out var width))
        {
            throw InvalidUtf8(Position);
        }

        Position += width;
        return rune;
    }

    /// <summary>Throws when the bytes from <paramref name="start"/> to <paramref name="end"/> are no UTF-8.</summary>
    public void CheckUtf8(int start, int end)
    {
        var span = pattern.AsSpan(start, end - start);
        var bad = Utf8Runes.IndexOfInvalid(span);
        if (bad >= 0)
        {
            // The message ends where the checked piece ends.
            throw new Re2SyntaxException(Re2Errors.InvalidUtf8, pattern, start + bad, end - start - bad);
        }
    }

    public ReadOnlySpan<byte> Slice(int start, int end) => pattern.AsSpan(start, end - start);

    /// <summary>The error for the piece between <paramref name="start"/> and the cursor.</summary>
    public Re2SyntaxException Error(string reason, int start) => new(reason, pattern, start, Position - start);

    /// <summary>The error for the piece from <paramref name="start"/> to the end of the pattern.</summary>
    public Re2SyntaxException ErrorToEnd(string reason, int start) => new(reason, pattern, start, pattern.Length - start);

    private Re2SyntaxException InvalidUtf8(int start) => ErrorToEnd(Re2Errors.InvalidUtf8, start);
}
