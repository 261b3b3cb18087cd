namespace Pharos.Testing;

/// <summary>Data files of the Prometheus project that lie beside the repository and are not a part of it.</summary>
public static class ConformanceData
{
    /// <summary>Says where to look, to a reader of a skipped test.</summary>
    public const string Absence = "the conformance data is not there: set PHAROS_CONFORMANCE to its folder";

    /// <summary>The files of one of its folders, by name; none where the data is absent.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        var root = Environment.GetEnvironmentVariable("PHAROS_CONFORMANCE") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot.Path, "..", "shared", "conformance");
        var path = Path.Combine(root, folder);
        return Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)] : [];
    }
}
