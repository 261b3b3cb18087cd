namespace Pharos.Formats.Negotiation;

/// <summary>
/// Takes the media type out of a Content-Type header, with the rules and messages of the reference: they decide whether a target that
/// sends a slightly wrong header can be scraped.
/// </summary>
internal static class MediaTypeText
{
    private const string InvalidParameter = "mime: invalid media parameter";

    /// <summary>The media type in lower case, or null and what is wrong.</summary>
    public static string? Parse(string header, out string? error)
    {
        var semicolon = header.IndexOf(';');
        var type = (semicolon < 0 ? header : header[..semicolon]).ToLowerInvariant().Trim();
        error = CheckType(type) ?? (semicolon < 0 ? null : CheckParameters(header.AsSpan(semicolon)));
        return error == null ? type : null;
    }

    private static string? CheckType(string type)
    {
        var rest = AfterToken(type);
        if (rest.Length == type.Length)
        {
            return "mime: no media type";
        }

        if (rest.IsEmpty)
        {
            return null;
        }

        if (rest[0] != '/')
        {
            return "mime: expected slash after first token";
        }

        var afterSubtype = AfterToken(rest[1..]);
        return afterSubtype.Length == rest.Length - 1 ? "mime: expected token after slash"
            : afterSubtype.IsEmpty ? null
            : "mime: unexpected content after media subtype";
    }

    private static string? CheckParameters(ReadOnlySpan<char> rest)
    {
        var seen = new Dictionary<string, string>();
        rest = rest.TrimStart();
        while (!rest.IsEmpty)
        {
            var start = rest;
            if (!TryTakeParameter(ref rest, out var name, out var value))
            {
                // A semicolon at the end belongs to nothing and does no harm.
                return start.Trim() is ";" ? null : InvalidParameter;
            }

            if (!seen.TryAdd(name, value) && seen[name] != value)
            {
                return "mime: duplicate parameter name";
            }

            rest = rest.TrimStart();
        }

        return null;
    }

    private static bool TryTakeParameter(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        name = "";
        value = "";
        if (rest[0] != ';')
        {
            return false;
        }

        var text = rest[1..].TrimStart();
        var afterName = AfterToken(text);
        name = text[..^afterName.Length].ToString().ToLowerInvariant();
        afterName = afterName.TrimStart();
        if (name.Length == 0 || afterName.IsEmpty || afterName[0] != '=')
        {
            return false;
        }

        return TryTakeValue(afterName[1..].TrimStart(), out value, out rest);
    }

    private static bool TryTakeValue(ReadOnlySpan<char> text, out string value, out ReadOnlySpan<char> rest)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            rest = AfterToken(text);
            value = text[..^rest.Length].ToString();
            return value.Length > 0;
        }

        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && IsSpecial(text[at + 1]))
            {
                at++;
            }
            else if (text[at] == '"')
            {
                value = text[..(at + 1)].ToString();
                rest = text[(at + 1)..];
                return true;
            }
            else if (text[at] is '\r' or '\n')
            {
                break;
            }
        }

        value = "";
        rest = text;
        return false;
    }

    private static ReadOnlySpan<char> AfterToken(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && text[at] is > ' ' and < '\x7F' && !IsSpecial(text[at]))
        {
            at++;
        }

        return text[at..];
    }

    private static bool IsSpecial(char c) => "()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);
}
