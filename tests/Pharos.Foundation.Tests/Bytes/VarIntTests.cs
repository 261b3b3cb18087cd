using Pharos.Foundation.Bytes;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class VarIntTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(127UL, "7F")]
    [InlineData(128UL, "8001")]
    [InlineData(300UL, "AC02")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void Write_Value_IsLittleEndianInGroupsOfSevenBits(ulong value, string hex)
    {
        Span<byte> bytes = stackalloc byte[VarInt.MaxBytes];
        Assert.Equal(hex, Convert.ToHexString(bytes[..VarInt.Write(bytes, value)]));
    }

    [Theory]
    [InlineData(0L, "00")]
    [InlineData(-1L, "01")]
    [InlineData(1L, "02")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    public void WriteSigned_Value_IsZigZag(long value, string hex)
    {
        Span<byte> bytes = stackalloc byte[VarInt.MaxBytes];
        Assert.Equal(hex, Convert.ToHexString(bytes[..VarInt.WriteSigned(bytes, value)]));
    }

    [Fact]
    public void TryRead_AnyWrittenValue_ReadsBackAndNoPrefixOfItDoes()
    {
        Property.Holds(Property.AnyInt64(), value =>
        {
            Span<byte> bytes = stackalloc byte[VarInt.MaxBytes + 1];
            var length = VarInt.WriteSigned(bytes, value);
            var ok = VarInt.TryReadSigned(bytes, out var back, out var read) && back == value && read == length;
            for (var cut = 0; cut < length; cut++)
            {
                ok &= !VarInt.TryReadSigned(bytes[..cut], out _, out var none) && none == 0;
            }

            length = VarInt.Write(bytes, (ulong)value);
            return ok && length == VarInt.Size((ulong)value) && VarInt.TryRead(bytes[..length], out var plain, out _) && plain == (ulong)value;
        });
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFF81")]
    [InlineData("8080808080808080808000")]
    [InlineData("")]
    [InlineData("80")]
    public void TryRead_MoreThan64BitsOrTooShort_Fails(string hex)
    {
        Assert.False(VarInt.TryRead(Convert.FromHexString(hex), out var value, out var length));
        Assert.Equal(0UL, value);
        Assert.Equal(0, length);
    }

    [Fact]
    public void TryRead_PaddedWithZeroGroups_IsRead()
    {
        Assert.True(VarInt.TryRead(Convert.FromHexString("818000"), out var value, out var length));
        Assert.Equal(1UL, value);
        Assert.Equal(3, length);
    }
}
