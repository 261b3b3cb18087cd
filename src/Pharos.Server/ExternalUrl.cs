using System.Buffers;

namespace Pharos.Server;

/// <summary>
/// The URL under which users reach the server, as far as it is known: a whole URL, or only its path, as in <c>/prometheus/</c>. What Go's
/// URL parser accepts is accepted.
/// </summary>
/// <param name="Text">As it was given.</param>
/// <param name="Path">With nothing in it escaped; empty, or with a slash at its start and none at its end.</param>
public sealed record ExternalUrl(string Text, string Path)
{
    private const string Unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(Unreserved + "!$&'()*+,;=:[]<>\"%");
    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(Unreserved + "!$&'()*+,;=:@%");

    /// <summary>What the server's own paths are put behind: no slash at its end, and a path alone begins with one.</summary>
    public string Base => Text.Contains(':', StringComparison.Ordinal) || Text.StartsWith('/') ? Text.TrimEnd('/') : "/" + Text.TrimEnd('/');

    /// <summary>Reads a URL. On failure <paramref name="problem"/> says why.</summary>
    public static bool TryParse(string text, out ExternalUrl? url, out string problem)
    {
        url = null;
        if (text is ['"' or '\'', ..] or [.., '"' or '\''])
        {
            problem = "URL must not begin or end with quotes";
            return false;
        }

        if (text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || text.Contains('\x7f', StringComparison.Ordinal))
        {
            problem = "invalid control character in URL";
            return false;
        }

        var rest = text.AsSpan();
        var hash = rest.IndexOf('#');
        var fragment = hash < 0 ? default : rest[(hash + 1)..];
        rest = hash < 0 ? rest : rest[..hash];
        if (!TryTakeScheme(ref rest, out var hasScheme, out problem))
        {
            return false;
        }

        var query = rest.IndexOf('?');
        rest = query < 0 ? rest : rest[..query];
        if (hasScheme && !rest.StartsWith('/'))
        {
            // Such as localhost:9090/prom, which has "localhost" as its scheme and no path at all.
            rest = default;
        }
        else if (rest.StartsWith("//") && (hasScheme || !rest.StartsWith("///")))
        {
            var end = rest[2..].IndexOf('/');
            var authority = end < 0 ? rest[2..] : rest.Slice(2, end);
            rest = end < 0 ? default : rest[(end + 2)..];
            if (!IsAuthority(authority, out problem))
            {
                return false;
            }
        }
        else if (FirstSegment(rest).Contains(':'))
        {
            problem = "first path segment in URL cannot contain colon";
            return false;
        }

        if (!AreEscapesWhole(rest, out problem) || !AreEscapesWhole(fragment, out problem))
        {
            return false;
        }

        var path = Uri.UnescapeDataString(rest).TrimEnd('/');
        url = new ExternalUrl(text, path.Length == 0 || path[0] == '/' ? path : "/" + path);
        return true;
    }

    public override string ToString() => Text;

    private static bool TryTakeScheme(ref ReadOnlySpan<char> rest, out bool hasScheme, out string problem)
    {
        problem = "";
        hasScheme = false;
        var end = rest.IndexOfAnyExcept(SchemeCharacters);
        if (end < 0 || rest[end] != ':')
        {
            return true;
        }

        if (end == 0)
        {
            problem = "missing protocol scheme";
            return false;
        }

        if (char.IsAsciiLetter(rest[0]))
        {
            hasScheme = true;
            rest = rest[(end + 1)..];
        }

        return true;
    }

    private static ReadOnlySpan<char> FirstSegment(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        return slash < 0 ? path : path[..slash];
    }

    /// <summary>User, host and port, of which each may be missing.</summary>
    private static bool IsAuthority(ReadOnlySpan<char> authority, out string problem)
    {
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? default : authority[..at];
        var host = authority[(at + 1)..];
        if (user.ContainsAnyExcept(UserCharacters))
        {
            problem = "invalid user information";
            return false;
        }

        return AreEscapesWhole(user, out problem) && IsHost(host, out problem);
    }

    private static bool IsHost(ReadOnlySpan<char> host, out string problem)
    {
        var afterName = host.LastIndexOf(':') is var colon && colon >= 0 ? host[colon..] : default;
        if (host.StartsWith('['))
        {
            var bracket = host.LastIndexOf(']');
            if (bracket < 0)
            {
                problem = "missing ']' in host";
                return false;
            }

            afterName = host[(bracket + 1)..];
        }

        if (!afterName.IsEmpty && (afterName[0] != ':' || afterName[1..].ContainsAnyExceptInRange('0', '9')))
        {
            problem = $"invalid port \"{afterName}\" after host";
            return false;
        }

        foreach (var current in host)
        {
            if (char.IsAscii(current) && !HostCharacters.Contains(current))
            {
                problem = $"invalid character \"{current}\" in host name";
                return false;
            }
        }

        return AreEscapesWhole(host, out problem, inHost: true);
    }

    /// <summary>Whether two hexadecimal digits follow each percent sign. In a host no character of ASCII but the percent sign is escaped.</summary>
    private static bool AreEscapesWhole(ReadOnlySpan<char> text, out string problem, bool inHost = false)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var escape = text.Slice(at, Math.Min(3, text.Length - at));
            if (escape[0] == '%'
                && (escape.Length < 3 || !char.IsAsciiHexDigit(escape[1]) || !char.IsAsciiHexDigit(escape[2])
                    || (inHost && escape[1] < '8' && escape is not "%25")))
            {
                problem = $"invalid URL escape \"{escape}\"";
                return false;
            }
        }

        problem = "";
        return true;
    }
}
