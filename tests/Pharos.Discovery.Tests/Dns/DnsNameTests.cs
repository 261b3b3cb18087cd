using FsCheck.Fluent;
using Pharos.Discovery.Dns.Messages;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Dns;

public sealed class DnsNameTests
{
    [Theory]
    [InlineData("a.bc", "01 61 02 62 63 00")]
    [InlineData("a.bc.", "01 61 02 62 63 00")]
    [InlineData(".", "00")]
    [InlineData("a\\.b", "03 61 2E 62 00")]
    [InlineData("a\\046b", "03 61 2E 62 00")]
    [InlineData("\\255", "01 FF 00")]
    [InlineData("a\\.", "02 61 2E 00")]
    [InlineData("a\\\\.", "02 61 5C 00")]
    public void TryEncode_Name_IsLabelsWithLengths(string name, string bytes)
    {
        Assert.True(DnsName.TryEncode(name, out var encoded));
        Assert.Equal(bytes, Convert.ToHexString(encoded).Chunk(2).Aggregate("", static (text, pair) => text + (text.Length > 0 ? " " : "") + new string(pair)));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("..")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void TryEncode_NoName_Fails(string name) => Assert.False(DnsName.TryEncode(name, out _));

    [Fact]
    public void TryEncode_TooLong_Fails()
    {
        Assert.True(DnsName.TryEncode(string.Concat(Enumerable.Repeat("a.", 127)), out var longest));
        Assert.Equal(DnsName.MostBytes, longest.Length);
        Assert.False(DnsName.TryEncode(string.Concat(Enumerable.Repeat("a.", 128)), out _));
    }

    [Theory]
    [InlineData("a.b", 2)]
    [InlineData("a.b.", 2)]
    [InlineData("a", 1)]
    [InlineData(".", 0)]
    [InlineData("a\\.b", 1)]
    public void CountLabels_Dots_SeparateLabels(string name, int count) => Assert.Equal(count, DnsName.CountLabels(name));

    [Fact]
    public void TryDecode_WhatWasEncoded_IsTheSame() => Property.Holds(
        Gen.Choose(0, 255).ArrayOf(20).ArrayOf(5).Where(static labels => labels.Length > 0 && labels.All(static label => label.Length is > 0 and < 64)),
        static labels =>
        {
            byte[] encoded = [.. labels.SelectMany(static label => (byte[])[(byte)label.Length, .. label.Select(static letter => (byte)letter)]), 0];
            var at = 0;
            return DnsName.TryDecode(encoded, ref at, out var name)
                && at == encoded.Length
                && DnsName.TryEncode(name, out var again)
                && again.AsSpan().SequenceEqual(encoded);
        });

    [Theory]
    [InlineData("C0 00", 0, "points to itself")]
    [InlineData("01 61 C0 00", 0, "points to what it is part of")]
    [InlineData("C0 02 C0 00", 2, "points to a pointer to itself")]
    [InlineData("C0 04 00 00 01 61 00", 0, "points ahead")]
    [InlineData("01", 0, "ends in a label")]
    [InlineData("C0", 0, "ends in a pointer")]
    [InlineData("01 61", 0, "has no end")]
    [InlineData("41 61 00", 0, "has a reserved kind of label")]
    [InlineData("81 61 00", 0, "has another reserved kind of label")]
    public void TryDecode_Broken_Fails(string hex, int at, string why) =>
        Assert.False(DnsName.TryDecode(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), ref at, out _), why);

    [Fact]
    public void TryDecode_PointerBack_IsFollowedAndPassed()
    {
        var at = 3;
        Assert.True(DnsName.TryDecode([1, (byte)'a', 0, 1, (byte)'b', 0xC0, 0, 9], ref at, out var name));
        Assert.Equal("b.a.", name);
        Assert.Equal(7, at);
    }
}
