namespace Pharos.Testing.Processes;

/// <summary>Where the programs are that tests start.</summary>
public static class Executables
{
    /// <summary>
    /// The executable that users get: <c>PHAROS_EXECUTABLE</c> where the scripts have set it, else what <c>./build.sh</c> leaves in
    /// <c>out/</c>.
    /// </summary>
    public static string Pharos { get; } = FindPharos();

    /// <summary>A real program to compare with, from the folder <c>PHAROS_PEERS</c> or from the path; null where it is not there.</summary>
    public static string? Peer(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PHAROS_PEERS") ?? "").Split(':')
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));
        return folders.Where(static folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private static string FindPharos()
    {
        var path = Environment.GetEnvironmentVariable("PHAROS_EXECUTABLE") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot.Path, "out", "pharos");
        return File.Exists(path) ? path : throw new FileNotFoundException($"there is no executable at {path}: run ./build.sh first");
    }
}
