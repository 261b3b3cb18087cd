using Pharos.Discovery.Files;

namespace Pharos.Discovery.Tests.Files;

public sealed class FileDiscoveryOptionsTests
{
    [Theory]
    [InlineData("files: [a.json, /b/*.yml, c-*.YAML]", "")]
    [InlineData("files: [a.json]\nrefresh_interval: 1m", "")]
    [InlineData("{}", "files: file service discovery config must contain at least one path name")]
    [InlineData("files: [a.txt]", "files[0]: path name \"/etc/pharos/a.txt\" is not valid for file discovery")]
    [InlineData("files: [a.json, 'b/*/c.json']", "files[1]: path name \"/etc/pharos/b/*/c.json\" is not valid for file discovery")]
    [InlineData("files: [a.json]\nrefresh_interval: 0s", "refresh_interval: refresh_interval must be greater than 0")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<FileDiscoveryOptions>(yaml));

    [Theory]
    [InlineData("*.json", "a.json", true)]
    [InlineData("a*b*c", "a--b--b--c", true)]
    [InlineData("a*b*c", "a--b--b--d", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[]a]x", "]x", true)]
    [InlineData("[a", "a", false)]
    [InlineData("\\*x", "*x", true)]
    [InlineData("\\*x", "ax", false)]
    [InlineData("[\\]]", "]", true)]
    public void Matches_Patterns(string pattern, string name, bool isMatch) => Assert.Equal(isMatch, FilePattern.Matches(pattern, name));

    [Fact]
    public void Matches_ManyAsterisks_IsNotSlow() =>
        Assert.False(FilePattern.Matches(string.Concat(Enumerable.Repeat("a*", 200)) + "b", new string('a', 5000)));
}
