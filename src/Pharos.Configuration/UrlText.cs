namespace Pharos.Configuration;

/// <summary>URLs where people may see them.</summary>
public static class UrlText
{
    /// <summary>The URL with <c>xxxxx</c> in the place of a password.</summary>
    public static string WithoutPassword(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return url;
        }

        var authority = url.AsSpan(start);
        var end = authority.IndexOfAny('/', '?', '#');
        var at = (end < 0 ? authority : authority[..end]).LastIndexOf('@');
        var colon = at < 0 ? -1 : authority[..at].IndexOf(':');
        return colon < 0 ? url : string.Concat(url.AsSpan(0, start + colon + 1), "xxxxx", url.AsSpan(start + at));
    }
}
