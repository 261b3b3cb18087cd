namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>The form of field selectors: <c>name=value</c>, <c>name==value</c> and <c>name!=value</c>, with commas between them.</summary>
internal static class FieldSelector
{
    /// <summary>What is wrong with the selector; null if nothing is. Which fields there are is the API server's to know.</summary>
    public static string? Complaint(string selector)
    {
        var start = 0;
        for (var i = 0; i <= selector.Length; i++)
        {
            if (i < selector.Length && selector[i] == '\\')
            {
                // Whatever follows is not a comma that separates.
                i++;
            }
            else if (i == selector.Length || selector[i] == ',')
            {
                if (ComplaintOfTerm(selector[start..i]) is { } complaint)
                {
                    return complaint;
                }

                start = i + 1;
            }
        }

        return start < selector.Length ? ComplaintOfTerm(selector[start..]) : null;
    }

    private static string? ComplaintOfTerm(string term)
    {
        var at = term.AsSpan().IndexOf('=');
        if (term.Length == 0)
        {
            return null;
        }

        if (at < 0)
        {
            return $"can't understand '{term}'";
        }

        // The name ends at the first operator, so all that may be wrong is in the value.
        var isDouble = term.AsSpan(at).StartsWith("==") && !term.AsSpan(0, at).EndsWith("!");
        return ComplaintOfValue(term.AsSpan(at + (isDouble ? 2 : 1)));
    }

    private static string? ComplaintOfValue(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '=')
            {
                return "unescaped character in value: '='";
            }

            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('\\' or ',' or '=')))
            {
                return $"invalid escape sequence: \\{(i < value.Length ? value[i].ToString() : "")}";
            }
        }

        return null;
    }
}
