namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>
/// Texts with gaps between them that anything may fill: what is left of <c>a.*b.+c</c> when <c>.</c> matches everything. Immutable.
/// </summary>
/// <remarks>
/// Comparing bytes is exact although gaps count code points. The texts are valid UTF-8, so they begin where a code point of the input
/// begins, whatever stands before: no sequence, valid or not, runs on over an ASCII or a leading byte. A gap of at least one code point is
/// therefore a gap of at least one byte.
/// </remarks>
internal sealed class Glob
{
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly (int LeastGap, byte[] Text)[] _middle;
    private readonly int _lastGap;
    private readonly bool _hasGap;
    private readonly int _leastLength;

    private Glob(byte[] prefix, (int LeastGap, byte[] Text)[] middle, int lastGap, byte[] suffix, bool hasGap)
    {
        _prefix = prefix;
        _middle = middle;
        _lastGap = lastGap;
        _suffix = suffix;
        _hasGap = hasGap;
        _leastLength = prefix.Length + middle.Sum(piece => piece.LeastGap + piece.Text.Length) + lastGap + suffix.Length;
    }

    /// <summary>Whether every text matches.</summary>
    public bool MatchesEverything => _hasGap && _leastLength == 0;

    /// <summary>Whether every text but the empty one matches.</summary>
    public bool MatchesAnyNonEmpty => _hasGap && _leastLength == 1 && _lastGap == 1;

    /// <summary>Builds a glob of pieces in order, in which texts and gaps alternate.</summary>
    public static Glob Of(ReadOnlySpan<GlobPiece> pieces)
    {
        if (pieces is [])
        {
            return new Glob([], [], 0, [], hasGap: false);
        }

        byte[] prefix = [];
        if (pieces[0].Text is { } first)
        {
            prefix = first;
            pieces = pieces[1..];
        }

        byte[] suffix = [];
        if (pieces is [.., { Text: { } last }])
        {
            suffix = last;
            pieces = pieces[..^1];
        }

        var middle = new List<(int LeastGap, byte[] Text)>();
        var gap = 0;
        foreach (var piece in pieces)
        {
            if (piece.Text is null)
            {
                gap = piece.LeastGap;
                continue;
            }

            middle.Add((gap, piece.Text));
            gap = 0;
        }

        return new Glob(prefix, [.. middle], gap, suffix, hasGap: pieces.Length > 0);
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length < _leastLength || !text.StartsWith(_prefix) || !text.EndsWith(_suffix))
        {
            return false;
        }

        if (!_hasGap)
        {
            return text.Length == _leastLength;
        }

        // The first place where a text fits is as good as any: it leaves the most for what follows.
        var rest = text[_prefix.Length..^_suffix.Length];
        foreach (var (leastGap, piece) in _middle)
        {
            if (rest.Length < leastGap)
            {
                return false;
            }

            var found = rest[leastGap..].IndexOf(piece);
            if (found < 0)
            {
                return false;
            }

            rest = rest[(leastGap + found + piece.Length)..];
        }

        return rest.Length >= _lastGap;
    }
}

/// <summary>A text, or where that is null a gap of at least so many code points.</summary>
internal readonly record struct GlobPiece(byte[]? Text, int LeastGap);
