namespace Pharos.Server.Configuration;

/// <summary>Paths whose last part may have a star, as <c>rule_files</c> and <c>scrape_config_files</c> take them.</summary>
public static class FilePattern
{
    public static bool IsValid(string pattern)
    {
        var name = Path.GetFileName(pattern);
        return name.Length > 0 && name.Count(static c => c == '*') <= 1 && !(Path.GetDirectoryName(pattern) ?? "").Contains('*', StringComparison.Ordinal);
    }

    /// <summary>The files that there are, in order. A path without a star is given whether there is such a file or not.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
        {
            return [pattern];
        }

        var directory = Path.GetDirectoryName(pattern) is { Length: > 0 } named ? named : ".";
        return Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)] : [];
    }
}
