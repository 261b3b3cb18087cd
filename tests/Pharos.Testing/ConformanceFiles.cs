namespace Pharos.Testing;

/// <summary>
/// Files of Prometheus itself that come beside the repository and not with it. The folder is PHAROS_CONFORMANCE or
/// <c>../shared/conformance</c>, seen from the root.
/// </summary>
public static class ConformanceFiles
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("PHAROS_CONFORMANCE") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Path.Combine(RepositoryRoot.Path, "..", "shared", "conformance"));

    /// <summary>The folder of the expositions; null if it is not there.</summary>
    public static string? Expositions => Path.Combine(Folder, "exposition") is var folder && Directory.Exists(folder) ? folder : null;
}
