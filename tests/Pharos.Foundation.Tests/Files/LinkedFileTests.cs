using Pharos.Foundation.Files;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Files;

public sealed class LinkedFileTests
{
    private const string OtherFileSystem = "/dev/shm";

    [Fact]
    public void Create_TheOtherNameGoes_StaysThere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), [1, 2]);
        LinkedFile.Create(folder.File("a"), folder.File("b"));
        File.Delete(folder.File("a"));
        Assert.Equal([1, 2], File.ReadAllBytes(folder.File("b")));
    }

    [Fact]
    public void Create_OnAnotherFileSystem_IsACopy()
    {
        Assert.SkipUnless(Directory.Exists(OtherFileSystem), "there is no other file system");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), [1, 2]);
        var target = Path.Combine(OtherFileSystem, Path.GetFileName(folder.Path));
        try
        {
            LinkedFile.Create(folder.File("a"), target);
            Assert.Equal([1, 2], File.ReadAllBytes(target));
        }
        finally
        {
            File.Delete(target);
        }
    }

    [Fact]
    public void Create_TargetIsThere_FailsAndKeepsIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), [1, 2]);
        File.WriteAllBytes(folder.File("b"), [3]);
        Assert.Throws<IOException>(() => LinkedFile.Create(folder.File("a"), folder.File("b")));
        Assert.Equal([3], File.ReadAllBytes(folder.File("b")));
    }

    [Fact]
    public void Create_NoSource_Throws()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => LinkedFile.Create(folder.File("a"), folder.File("b")));
    }
}
