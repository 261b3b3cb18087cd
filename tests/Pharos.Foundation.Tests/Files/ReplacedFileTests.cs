using Pharos.Foundation.Files;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Files;

public sealed class ReplacedFileTests
{
    [Fact]
    public void Write_NewOrThere_HasTheContentAndNothingBeside()
    {
        using var folder = new TemporaryFolder();
        ReplacedFile.Write(folder.File("a"), [1, 2, 3]);
        ReplacedFile.Write(folder.File("a"), [4]);
        Assert.Equal([4], File.ReadAllBytes(folder.File("a")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_CannotBeRenamed_LeavesNothingBeside()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("a"));
        File.WriteAllText(Path.Combine(folder.File("a"), "b"), "c");
        Assert.ThrowsAny<Exception>(() => ReplacedFile.Write(folder.File("a"), [1]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Flush_NoSuchDirectory_NamesIt()
    {
        using var folder = new TemporaryFolder();
        var missing = folder.File("missing");
        Assert.Contains(missing, Assert.Throws<IOException>(() => DirectorySync.Flush(missing)).Message, StringComparison.Ordinal);
    }
}
