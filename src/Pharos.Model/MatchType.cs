namespace Pharos.Model;

/// <summary>How a <see cref="Matcher"/> compares. The order is that of the reference's wire formats.</summary>
public enum MatchType : byte
{
    Equal,
    NotEqual,
    Regex,
    NotRegex,
}

public static class MatchTypes
{
    /// <summary>The operator as it stands in a selector.</summary>
    public static ReadOnlySpan<byte> Operator(MatchType type) => type switch
    {
        MatchType.Equal => "="u8,
        MatchType.NotEqual => "!="u8,
        MatchType.Regex => "=~"u8,
        MatchType.NotRegex => "!~"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a match type."),
    };
}
