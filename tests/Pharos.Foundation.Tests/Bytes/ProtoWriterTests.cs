using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class ProtoWriterTests
{
    [Fact]
    public void Write_EachKindOfValue_IsReadBack()
    {
        var buffer = new ByteBuffer(0);
        var writer = new ProtoWriter(buffer);
        writer.VarInt(1, ulong.MaxValue);
        writer.Signed(2, int.MinValue);
        writer.Signed(3, long.MinValue);
        writer.Double(16, -0.5);
        writer.Bytes(536870911, "text"u8);

        var reader = new ProtoReader(buffer.Written);
        reader.MoveNext();
        Assert.Equal((1, ulong.MaxValue), (reader.Field, reader.ReadVarInt()));
        reader.MoveNext();
        Assert.Equal((2, int.MinValue), (reader.Field, reader.ReadSigned32()));
        reader.MoveNext();
        Assert.Equal((3, long.MinValue), (reader.Field, reader.ReadSigned64()));
        reader.MoveNext();
        Assert.Equal((16, -0.5), (reader.Field, reader.ReadDouble()));
        reader.MoveNext();
        Assert.Equal(536870911, reader.Field);
        Assert.True(reader.ReadBytes().SequenceEqual("text"u8));
        Assert.False(reader.MoveNext());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(124)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_380)]
    [InlineData(16_390)]
    [InlineData(3_000_000)]
    public void EndMessage_NestedMessages_HaveTheirLengths(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var buffer = new ByteBuffer(0);
        var writer = new ProtoWriter(buffer);
        var stream = writer.BeginLength();
        var outer = writer.BeginMessage(1);
        writer.VarInt(2, 7);
        var inner = writer.BeginMessage(3);
        writer.Bytes(4, content);
        writer.EndMessage(inner);
        writer.EndMessage(outer);
        writer.EndMessage(stream);

        var reader = new ProtoReader(buffer.Written);
        var message = new ProtoReader(buffer.Written, reader.TakeRange());
        Assert.True(reader.IsAtEnd);
        message.MoveNext();
        var outerReader = message.ReadMessage();
        Assert.True(message.IsAtEnd);
        outerReader.MoveNext();
        Assert.Equal(7UL, outerReader.ReadVarInt());
        outerReader.MoveNext();
        var innerReader = outerReader.ReadMessage();
        Assert.True(outerReader.IsAtEnd);
        innerReader.MoveNext();
        Assert.True(innerReader.ReadBytes().SequenceEqual(content));
        Assert.True(innerReader.IsAtEnd);
    }
}
