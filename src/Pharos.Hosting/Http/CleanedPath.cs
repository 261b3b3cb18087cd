using System.Text;

namespace Pharos.Hosting.Http;

/// <summary>Paths without empty segments and without <c>.</c> and <c>..</c>, to which others are led as by Go's web server.</summary>
internal static class CleanedPath
{
    /// <summary>The path to lead to; null where the path is clean.</summary>
    /// <param name="path">The path, of which Kestrel has resolved the dots already.</param>
    /// <param name="rawTarget">What stood in the request's first line.</param>
    public static string? Of(string path, string? rawTarget)
    {
        // Fast path: nearly all are clean.
        var hasEmpty = path.Contains("//", StringComparison.Ordinal);
        if (!hasEmpty && !HasDots(rawTarget))
        {
            return null;
        }

        var cleaned = new StringBuilder(path.Length);
        foreach (var current in path)
        {
            if (current != '/' || cleaned.Length == 0 || cleaned[^1] != '/')
            {
                cleaned.Append(current);
            }
        }

        return cleaned.ToString();
    }

    private static bool HasDots(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];

        // An absolute target has a host with dots in it; only what stands between slashes counts.
        for (var at = path.IndexOf("/.", StringComparison.Ordinal); at >= 0;)
        {
            var rest = path[(at + 2)..];
            if (rest.IsEmpty || rest[0] == '/' || (rest[0] == '.' && (rest.Length == 1 || rest[1] == '/')))
            {
                return true;
            }

            var next = rest.IndexOf("/.", StringComparison.Ordinal);
            at = next < 0 ? -1 : at + 2 + next;
        }

        return false;
    }
}
