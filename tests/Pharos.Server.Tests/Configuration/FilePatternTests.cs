using Pharos.Server.Configuration;
using Pharos.Testing;

namespace Pharos.Server.Tests.Configuration;

public sealed class FilePatternTests
{
    [Theory]
    [InlineData("a.yml", true)]
    [InlineData("/a/b.yml", true)]
    [InlineData("/a/*", true)]
    [InlineData("/a/x*y.yml", true)]
    [InlineData("/a/*x*", true)]
    [InlineData("*", true)]
    [InlineData("/*/a", false)]
    [InlineData("/a*/b*", false)]
    [InlineData("/*/", false)]
    public void IsValid_Path_HasStarsInItsLastPartAlone(string pattern, bool expected) => Assert.Equal(expected, FilePattern.IsValid(pattern));

    [Fact]
    public void Expand_Star_GivesFilesInOrder()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["b.yml", "a.yml", "c.txt", "B.yml"])
        {
            File.WriteAllText(folder.File(name), "");
        }

        Assert.Equal([folder.File("B.yml"), folder.File("a.yml"), folder.File("b.yml")], FilePattern.Expand(folder.File("*.yml")));
        Assert.Equal([folder.File("c.txt")], FilePattern.Expand(folder.File("c.txt")));
        Assert.Empty(FilePattern.Expand(folder.File("*.json")));
        Assert.Empty(FilePattern.Expand(folder.File("nothere")));
        Assert.Empty(FilePattern.Expand(folder.File("nothere/*.yml")));
    }
}
