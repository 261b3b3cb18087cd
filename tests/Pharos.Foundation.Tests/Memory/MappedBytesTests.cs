using Pharos.Foundation.Memory;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Memory;

public sealed class MappedBytesTests
{
    [Fact]
    public void Open_File_ShowsItsBytes()
    {
        using var folder = new TemporaryFolder();
        var content = new byte[100_000];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(folder.File("a"), content);
        using var mapped = MappedBytes.Open(folder.File("a"));
        File.Delete(folder.File("a"));
        Assert.Equal(content.Length, mapped.Length);
        Assert.True(mapped.Slice(0, content.Length).SequenceEqual(content));
        Assert.True(mapped.Slice(4097, 5000).SequenceEqual(content.AsSpan(4097, 5000)));
        Assert.True(mapped.From(99_990).SequenceEqual(content.AsSpan(99_990)));
        Assert.Equal(3, mapped.From(10, 3).Length);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    [InlineData(5, int.MaxValue)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 0)]
    public void Slice_NotWithin_Throws(long offset, int length)
    {
        using var bytes = MappedBytes.CopyOf(new byte[10]);
        Assert.Throws<ArgumentOutOfRangeException>(() => bytes.Slice(offset, length).Length);
    }

    [Fact]
    public void Slice_Beyond2GiB_IsRead()
    {
        using var folder = new TemporaryFolder();
        const long far = (3L << 30) + 5;
        using (var handle = File.OpenHandle(folder.File("sparse"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, [1, 2, 3], far);
        }

        using var mapped = MappedBytes.Open(folder.File("sparse"));
        Assert.Equal(far + 3, mapped.Length);
        Assert.Equal([1, 2, 3], mapped.Slice(far, 3).ToArray());
        Assert.Equal(int.MaxValue, mapped.From(0).Length);
    }

    [Fact]
    public void Map_FileBeingWritten_ShowsWhatIsWrittenLater()
    {
        using var folder = new TemporaryFolder();
        using var handle = File.OpenHandle(folder.File("a"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.SetLength(handle, 1 << 16);
        using var mapped = MappedBytes.Map(handle, 1 << 16);
        Assert.Equal(0, mapped.Slice(60_000, 1)[0]);
        RandomAccess.Write(handle, [42], 60_000);
        Assert.Equal(42, mapped.Slice(60_000, 1)[0]);
        Assert.Throws<IOException>(() => MappedBytes.Map(handle, (1 << 16) + 1));
    }

    [Fact]
    public void Open_EmptyFile_HasNoBytes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), []);
        using var mapped = MappedBytes.Open(folder.File("a"));
        Assert.Equal(0, mapped.Length);
        Assert.True(mapped.From(0).IsEmpty);
    }

    [Fact]
    public void Dispose_Twice_LeavesNoBytes()
    {
        var bytes = MappedBytes.CopyOf([1, 2, 3]);
        bytes.Dispose();
        bytes.Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => bytes.Slice(0, 1).Length);
    }
}
