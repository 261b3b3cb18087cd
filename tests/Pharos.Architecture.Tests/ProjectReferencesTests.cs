using System.Xml.Linq;
using Pharos.Testing;

namespace Pharos.Architecture.Tests;

/// <summary>The table of assemblies in ARCHITECTURE.md, held against the project files.</summary>
public sealed class ProjectReferencesTests
{
    public static TheoryData<string> Projects => [.. ProjectFiles().Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Table_NamesEveryProjectAndNoOther() =>
        Assert.Equal(ProjectFiles().Keys.Order(StringComparer.Ordinal), ArchitectureTable.Read().Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesWhatTheTableSays(string project)
    {
        Assert.True(ArchitectureTable.Read().TryGetValue(project, out var allowed), $"ARCHITECTURE.md does not have {project} in its table");
        Assert.Equal(allowed.Order(StringComparer.Ordinal), References(ProjectFiles()[project]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Project_ReferencesNothingTwice() => Assert.All(
        ((string[])["src", "tests", "bench"]).SelectMany(ProjectFilesBelow),
        static project => Assert.Distinct(References(project)));

    private static Dictionary<string, string> ProjectFiles() => ProjectFilesBelow("src")
        .ToDictionary(static path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

    private static IEnumerable<string> ProjectFilesBelow(string folder) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> References(string projectFile) => XDocument.Load(projectFile)
        .Descendants("ProjectReference")
        .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
