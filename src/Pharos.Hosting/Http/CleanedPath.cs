namespace Pharos.Hosting.Http;

/// <summary>Paths without empty segments and without <c>.</c> and <c>..</c>, to which others are led as by Go's web server.</summary>
internal static class CleanedPath
{
    /// <summary>The path to lead to; null where the path is clean.</summary>
    public static string? Of(string path)
    {
        // Fast path: nearly all are clean.
        if (!path.Contains("//", StringComparison.Ordinal) && !HasDots(path))
        {
            return null;
        }

        var kept = new List<string>();
        var endsInSlash = false;
        foreach (var segment in path.Split('/'))
        {
            endsInSlash = segment is "" or "." or "..";
            if (!endsInSlash)
            {
                kept.Add(segment);
            }
            else if (segment == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
        }

        return kept.Count == 0 ? "/" : "/" + string.Join('/', kept) + (endsInSlash ? "/" : "");
    }

    private static bool HasDots(ReadOnlySpan<char> path)
    {
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
