using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>
/// Bytes that every text has that a part matches: how it begins, how it ends and what occurs in it. Occurrences may overlap.
/// </summary>
/// <param name="Prefix">How the texts begin.</param>
/// <param name="Suffix">How the texts end.</param>
/// <param name="Contains">What occurs in the texts, beside prefix and suffix.</param>
/// <param name="IsExact">Whether the part takes exactly <paramref name="Prefix"/>, which then is <paramref name="Suffix"/> too.</param>
internal sealed record LiteralFacts(byte[] Prefix, byte[] Suffix, IReadOnlyList<byte[]> Contains, bool IsExact)
{
    /// <summary>Longer facts do not reject more in practice.</summary>
    private const int MaxLength = 256;

    /// <summary>More occurrences than this are not worth looking for.</summary>
    private const int MaxContains = 8;

    /// <summary>What is known about anything.</summary>
    private static readonly LiteralFacts Unknown = new([], [], [], IsExact: false);

    /// <summary>What takes no code point.</summary>
    private static readonly LiteralFacts Empty = Exact([]);

    public static LiteralFacts Of(Re2Node node) => node switch
    {
        EmptyNode or AssertionNode => Empty,
        LiteralNode literal => LiteralText.Encode(literal) is { } text ? Exact(text) : Unknown,
        CaptureNode capture => Of(capture.Body),
        RepeatNode { Min: > 0 } repeat => Of(repeat.Body) with { IsExact = false },
        ConcatNode concat => concat.Parts.Aggregate(Empty, (left, right) => Join(left, Of(right))),
        AlternationNode alternation => alternation.Branches.Select(Of).Aggregate(Common),
        _ => Unknown,
    };

    /// <summary>What a set of texts has in common.</summary>
    public static LiteralFacts OfTexts(IReadOnlyList<byte[]> texts)
    {
        if (texts.Count == 0)
        {
            return Unknown;
        }

        // The first text bounds what all have; the others shorten it in place.
        ReadOnlySpan<byte> prefix = texts[0];
        ReadOnlySpan<byte> suffix = texts[0];
        for (var i = 1; i < texts.Count; i++)
        {
            prefix = prefix[..prefix.CommonPrefixLength(texts[i])];
            suffix = suffix[^CommonSuffixLength(suffix, texts[i])..];
        }

        return new LiteralFacts(prefix.ToArray(), suffix.ToArray(), [], IsExact: texts.Count == 1);
    }

    /// <summary>Whether a text has all of them; false means that it does not match.</summary>
    public bool Admit(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith(Prefix) || !text.EndsWith(Suffix))
        {
            return false;
        }

        for (var i = 0; i < Contains.Count; i++)
        {
            if (text.IndexOf(Contains[i]) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static LiteralFacts Exact(byte[] text) =>
        text.Length <= MaxLength ? new LiteralFacts(text, text, [], IsExact: true) : new LiteralFacts(text[..MaxLength], text[^MaxLength..], [], false);

    private static LiteralFacts Join(LiteralFacts left, LiteralFacts right)
    {
        if (left.IsExact && right.IsExact)
        {
            return Exact([.. left.Prefix, .. right.Prefix]);
        }

        if (left.IsExact)
        {
            return right with { Prefix = Limit([.. left.Prefix, .. right.Prefix], fromEnd: false) };
        }

        if (right.IsExact)
        {
            return left with { Suffix = Limit([.. left.Suffix, .. right.Suffix], fromEnd: true) };
        }

        byte[] between = [.. left.Suffix, .. right.Prefix];
        var inner = between.Length > 0 ? left.Contains.Append(between) : left.Contains;
        IReadOnlyList<byte[]> contains = [.. inner.Concat(right.Contains).Take(MaxContains)];
        return new LiteralFacts(left.Prefix, right.Suffix, contains, IsExact: false);
    }

    private static LiteralFacts Common(LiteralFacts left, LiteralFacts right)
    {
        var prefix = left.Prefix.AsSpan().CommonPrefixLength(right.Prefix);
        var suffix = CommonSuffixLength(left.Suffix, right.Suffix);
        return new LiteralFacts(left.Prefix[..prefix], left.Suffix[^suffix..], [], IsExact: false);
    }

    private static int CommonSuffixLength(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var length = 0;
        while (length < Math.Min(left.Length, right.Length) && left[^(length + 1)] == right[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    private static byte[] Limit(byte[] text, bool fromEnd) =>
        text.Length <= MaxLength ? text : fromEnd ? text[^MaxLength..] : text[..MaxLength];
}
