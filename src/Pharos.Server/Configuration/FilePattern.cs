using Expansion = Pharos.Discovery.Files.FilePattern;

namespace Pharos.Server.Configuration;

/// <summary>Paths of which a part of the last element may be a star, as <c>rule_files</c> and <c>scrape_config_files</c> take them.</summary>
public static class FilePattern
{
    public static bool IsValid(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || pattern.IndexOf('/', star) < 0;
    }

    public static bool HasStar(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    /// <summary>The files that there are, in order. That a path stands for none is no mistake.</summary>
    public static IReadOnlyList<string> Expand(string pattern) => Expansion.Expand(pattern);
}
