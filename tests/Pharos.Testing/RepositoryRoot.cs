namespace Pharos.Testing;

/// <summary>The folder of the sources that the tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>Found by the solution above the test's own folder.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Pharos.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"there is no Pharos.slnx above {AppContext.BaseDirectory}");
    }
}
