using System.Runtime.CompilerServices;
using Pharos.Storage.Chunks;
using Pharos.Testing;

namespace Pharos.Storage.Tests.Chunks;

public sealed class VarBitsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 5)]
    [InlineData(-3, 5)]
    [InlineData(5, 9)]
    [InlineData(-4, 9)]
    [InlineData(32, 9)]
    [InlineData(33, 13)]
    [InlineData(-255, 13)]
    [InlineData(257, 17)]
    [InlineData(-2047, 17)]
    [InlineData(2049, 24)]
    [InlineData(-131071, 24)]
    [InlineData(131073, 32)]
    [InlineData(-16777215, 32)]
    [InlineData(16777217, 64)]
    [InlineData(-36028797018963967, 64)]
    [InlineData(36028797018963968, 64)]
    [InlineData(36028797018963969, 72)]
    [InlineData(-36028797018963968, 72)]
    [InlineData(long.MinValue, 72)]
    [InlineData(long.MaxValue, 72)]
    public void Signed_AtTheEdgesOfARange_HasItsLength(long value, int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        Assert.Equal((uint)bits, VarBits.Put(ref bytes[0], 0, value));
        uint position = 0;
        Assert.Equal(value, VarBits.Get(ref bytes[0], ref position));
        Assert.Equal((uint)bits, position);
    }

    [Theory]
    [InlineData(0ul, 1)]
    [InlineData(7ul, 5)]
    [InlineData(8ul, 9)]
    [InlineData(511ul, 13)]
    [InlineData(4096ul, 24)]
    [InlineData(33554431ul, 32)]
    [InlineData((1ul << 56) - 1, 64)]
    [InlineData(1ul << 56, 72)]
    [InlineData(ulong.MaxValue, 72)]
    public void Unsigned_AtTheEdgesOfARange_HasItsLength(ulong value, int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        Assert.Equal((uint)bits, VarBits.PutUnsigned(ref bytes[0], 0, value));
        uint position = 0;
        Assert.Equal(value, VarBits.GetUnsigned(ref bytes[0], ref position));
        Assert.Equal((uint)bits, position);
    }

    [Fact]
    public void Numbers_OneAfterTheOther_AreReadAsWritten() =>
        Property.Holds(
            FsCheck.Fluent.Gen.ListOf(Property.AnyInt64()),
            static values =>
            {
                var writer = new BitWriter();
                foreach (var value in values)
                {
                    writer.PutVarBits(value);
                    writer.PutVarBitsUnsigned((ulong)value);
                    writer.Put((ulong)value & 7, 3);
                }

                byte[] bytes = [.. writer.Written, .. new byte[BitReader.Padding]];
                var reader = new BitReader(bytes, bytes.Length - BitReader.Padding, 0);
                foreach (var value in values)
                {
                    if (reader.ReadVarBits() != value || reader.ReadVarBitsUnsigned() != (ulong)value || reader.Read(3) != ((ulong)value & 7))
                    {
                        return false;
                    }
                }

                return reader.Remaining < 8;
            });

    [Fact]
    public void States_InUnmanagedMemory_HaveTheseSizes()
    {
        Assert.Equal(32, Unsafe.SizeOf<XorState>());
        Assert.Equal(56, Unsafe.SizeOf<Xor2State>());
        Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<Xor2State>());
    }
}
