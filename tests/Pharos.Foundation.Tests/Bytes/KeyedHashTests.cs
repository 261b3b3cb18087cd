using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Tests.Bytes;

public sealed class KeyedHashTests
{
    private const ulong Key0 = 0x0706_0504_0302_0100;
    private const ulong Key1 = 0x0F0E_0D0C_0B0A_0908;

    /// <summary>From the paper that describes SipHash: the key is the bytes 0 to 15, the message those from 0 on.</summary>
    [Theory]
    [InlineData(0, 0x726F_DB47_DD0E_0E31)]
    [InlineData(15, 0xA129_CA61_49BE_45E5)]
    public void Compute_TwoAndFourRounds_GivesThePublishedValues(int length, ulong expected)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];
        Assert.Equal(expected, KeyedHash.Compute(Key0, Key1, message, blockRounds: 2, finalRounds: 4));
    }

    [Fact]
    public void Compute_OtherKey_GivesOtherValues()
    {
        var text = "up"u8;
        Assert.NotEqual(KeyedHash.Compute(1, 2, text, 1, 3), KeyedHash.Compute(1, 3, text, 1, 3));
        Assert.NotEqual(KeyedHash.Compute(1, 2, text, 1, 3), KeyedHash.Compute(2, 2, text, 1, 3));
    }

    [Fact]
    public void Hash_SameBytesElsewhere_IsTheSameAndZerosCount()
    {
        byte[] text = [1, 2, 3, 0];
        Assert.Equal(KeyedHash.Hash(text), KeyedHash.Hash([1, 2, 3, 0]));
        Assert.NotEqual(KeyedHash.Hash(text), KeyedHash.Hash([1, 2, 3]));
    }
}
