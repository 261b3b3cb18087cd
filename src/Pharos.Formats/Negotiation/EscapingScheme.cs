namespace Pharos.Formats.Negotiation;

/// <summary>
/// How names that are not classic ones (<c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>) are shown to a reader that knows no others.
/// </summary>
public enum EscapingScheme
{
    /// <summary>As they are: the reader takes any UTF-8.</summary>
    AllowUtf8,

    /// <summary>Every other character becomes an underscore. Different names may become one.</summary>
    Underscores,

    /// <summary>A dot becomes <c>_dot_</c>, an underscore two, every other character two underscores too.</summary>
    Dots,

    /// <summary><c>U__</c> before the name, an underscore doubled, every other character as its code: <c>_2e_</c>. Loses nothing.</summary>
    Values,
}

/// <summary>The names of the schemes in configuration and in the <c>escaping</c> parameter of media types.</summary>
public static class EscapingSchemes
{
    /// <summary>What a server does for a reader that says nothing of escaping.</summary>
    public const EscapingScheme Default = EscapingScheme.Underscores;

    private static ReadOnlySpan<EscapingScheme> All =>
        [EscapingScheme.AllowUtf8, EscapingScheme.Underscores, EscapingScheme.Dots, EscapingScheme.Values];

    public static string Name(EscapingScheme scheme) => scheme switch
    {
        EscapingScheme.Underscores => "underscores",
        EscapingScheme.Dots => "dots",
        EscapingScheme.Values => "values",
        _ => "allow-utf-8",
    };

    public static bool TryParse(string name, out EscapingScheme scheme)
    {
        foreach (var candidate in All)
        {
            if (Name(candidate) == name)
            {
                scheme = candidate;
                return true;
            }
        }

        scheme = default;
        return false;
    }
}
