using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class ShortCopyTests
{
    [Fact]
    public void Copy_AnyLength_WritesItsBytesAndNoOthers()
    {
        for (var length = 0; length <= 100; length++)
        {
            var source = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
            var destination = new byte[length + 40];
            ShortCopy.Copy(source, destination);
            Assert.Equal(source, destination[..length]);
            Assert.All(destination[length..], value => Assert.Equal(0, value));

            // No room to spare either.
            var exact = new byte[length];
            ShortCopy.Copy(source, exact);
            Assert.Equal(source, exact);
        }
    }

    [Fact]
    public void Copy_NoRoom_ThrowsAndWritesNothing()
    {
        var destination = new byte[4];
        Assert.Throws<ArgumentException>(() => ShortCopy.Copy([1, 2, 3, 4, 5], destination));
        Assert.All(destination, value => Assert.Equal(0, value));
    }
}
