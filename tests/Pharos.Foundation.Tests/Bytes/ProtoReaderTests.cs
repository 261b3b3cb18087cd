using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class ProtoReaderTests
{
    [Fact]
    public void ReadAll_EachKindOfValue_ComesBack()
    {
        byte[] message =
        [
            0x08, 0xAC, 0x02,
            0x11, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F,
            0x1A, 2, (byte)'h', (byte)'i',
            0x20, 0x03,
            0x28, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01,
            0xFA, 0xFF, 0xFF, 0xFF, 0x0F, 0,
        ];
        var reader = new ProtoReader(message);
        Assert.True(reader.MoveNext());
        Assert.Equal((1, ProtoWireType.VarInt, 300UL), (reader.Field, reader.WireType, reader.ReadVarInt()));
        Assert.True(reader.MoveNext());
        Assert.Equal((2, 1.5), (reader.Field, reader.ReadDouble()));
        Assert.True(reader.MoveNext());
        Assert.Equal("hi"u8.ToArray(), reader.ReadBytes().ToArray());
        Assert.True(reader.MoveNext());
        Assert.Equal(-2, reader.ReadSigned32());
        Assert.True(reader.MoveNext());
        Assert.Equal(long.MinValue, reader.ReadSigned64());
        Assert.True(reader.MoveNext());
        Assert.Equal((536870911, 0), (reader.Field, reader.ReadBytes().Length));
        Assert.False(reader.MoveNext());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void ReadMessage_Nested_EndsWhereItSaysAndCountsOffsetsFromTheStart()
    {
        byte[] message = [0x0A, 2, 0x08, 0x80, 0x10, 0x01];
        var reader = new ProtoReader(message);
        reader.MoveNext();
        var nested = reader.ReadMessage();
        nested.MoveNext();
        var offset = -1;
        try
        {
            // The varint goes on beyond the nested message, which it must not.
            nested.ReadVarInt();
        }
        catch (ProtoException e)
        {
            offset = e.Offset;
        }

        Assert.Equal(3, offset);
        Assert.True(reader.MoveNext());
        Assert.Equal((2, 1UL), (reader.Field, reader.ReadVarInt()));
    }

    [Theory]
    [InlineData("08", "expected a varint of at most 64 bits within the message")]
    [InlineData("08 FF FF FF FF FF FF FF FF FF 02", "expected a varint of at most 64 bits within the message")]
    [InlineData("09 00 00 00", "expected 8 bytes, but only 3 are left")]
    [InlineData("0D 00", "expected 4 bytes, but only 1 are left")]
    [InlineData("0A 05 00", "expected 5 bytes as the length says, but only 1 are left")]
    [InlineData("0A FF FF FF FF FF FF FF FF FF 01", "expected 18446744073709551615 bytes as the length says, but only 0 are left")]
    [InlineData("0B", "a group without its end")]
    [InlineData("0B 0E 00", "expected a wire type from 0 to 5, found 6")]
    [InlineData("0C", "expected a value, found wire type 4")]
    [InlineData("0F", "expected a value, found wire type 7")]
    [InlineData("07", "expected a field number from 1 to 536870911, found 0")]
    [InlineData("80 80 80 80 10", "expected a field number from 1 to 536870911, found 536870912")]
    [InlineData("86 01", "expected a wire type from 0 to 5, found 6")]
    public void Skip_BrokenField_Throws(string hex, string reason)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        var exception = Assert.Throws<ProtoException>(() => SkipAll(bytes));
        Assert.Equal(reason, exception.Reason);
        Assert.InRange(exception.Offset, 0, bytes.Length);
    }

    [Fact]
    public void Skip_Groups_AreLeftWithAllThatIsInThem()
    {
        byte[] message = [0x0B, 0x0A, 1, 0xFF, 0x13, 0x15, 1, 2, 3, 4, 0x14, 0x0C, 0x18, 0x07];
        var reader = new ProtoReader(message);
        Assert.True(reader.MoveNext());
        reader.Skip();
        Assert.True(reader.MoveNext());
        Assert.Equal((3, 7UL), (reader.Field, reader.ReadVarInt()));
    }

    [Fact]
    public void Skip_RandomBytes_EndsOrThrows()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (Record.Exception(() => SkipAll(bytes)) is { } exception)
            {
                Assert.IsType<ProtoException>(exception);
            }
        }
    }

    private static void SkipAll(byte[] message)
    {
        var reader = new ProtoReader(message);
        while (reader.MoveNext())
        {
            reader.Skip();
        }
    }
}
