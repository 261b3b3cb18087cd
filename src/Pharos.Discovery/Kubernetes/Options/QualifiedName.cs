namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>The rules of Kubernetes for keys and values of labels.</summary>
internal static class QualifiedName
{
    private const int LongestName = 63;

    private const int LongestPrefix = 253;

    /// <summary>A name, or a domain and a name with a slash between them.</summary>
    public static bool IsKey(ReadOnlySpan<char> key)
    {
        var slash = key.IndexOf('/');
        return slash < 0 ? IsName(key) : IsDomain(key[..slash]) && IsName(key[(slash + 1)..]);
    }

    public static bool IsValue(ReadOnlySpan<char> value) => value.Length == 0 || IsName(value);

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length is 0 or > LongestPrefix)
        {
            return false;
        }

        foreach (var part in domain.Split('.'))
        {
            var label = domain[part];
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var character in label)
            {
                if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }
}
