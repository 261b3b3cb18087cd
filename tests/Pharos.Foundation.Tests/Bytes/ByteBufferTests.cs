using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class ByteBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    public void Append_RandomPieces_HoldsThemInOrder(int capacity)
    {
        var random = new Random(capacity);
        var buffer = new ByteBuffer(capacity);
        for (var round = 0; round < 20; round++)
        {
            var expected = new List<byte>();
            buffer.Clear();
            for (var i = 0; i < 50; i++)
            {
                var piece = new byte[random.Next(40)];
                random.NextBytes(piece);
                switch (random.Next(4))
                {
                    case 0:
                        buffer.Append(piece);
                        break;
                    case 1:
                        piece = [(byte)i];
                        buffer.Append((byte)i);
                        break;
                    case 2:
                        piece.CopyTo(buffer.GetSpan(piece.Length));
                        buffer.Advance(piece.Length);
                        break;
                    default:
                        piece.CopyTo(buffer.GetMemory(piece.Length));
                        buffer.Advance(piece.Length);
                        break;
                }

                expected.AddRange(piece);
            }

            Assert.Equal(expected, buffer.ToArray());
            Assert.Equal(expected.Count, buffer.Length);
            Assert.Equal(expected, buffer.WrittenMemory.ToArray());
        }
    }

    [Fact]
    public void Append_String_IsUtf8()
    {
        var buffer = new ByteBuffer(0);
        buffer.Append("é日😀");
        Assert.Equal(Encoding.UTF8.GetBytes("é日😀"), buffer.ToArray());
        Assert.Equal("é日😀", buffer.ToString());
    }

    [Fact]
    public void Append_OwnMemory_IsCopiedEvenWhenItGrows()
    {
        var buffer = new ByteBuffer(3);
        buffer.Append("abc"u8);
        buffer.Append(buffer.Written);
        Assert.Equal("abcabc", buffer.ToString());
    }

    [Fact]
    public void AppendVarInt_Value_IsReadBack()
    {
        var buffer = new ByteBuffer(0);
        buffer.AppendVarInt(ulong.MaxValue);
        Assert.True(VarInt.TryRead(buffer.Written, out var value, out var length));
        Assert.Equal(ulong.MaxValue, value);
        Assert.Equal(length, buffer.Length);
    }

    [Fact]
    public void Truncate_BeyondTheEnd_Throws()
    {
        var buffer = new ByteBuffer();
        buffer.Append("abc"u8);
        buffer.Truncate(1);
        Assert.Equal("a", buffer.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
    }
}
