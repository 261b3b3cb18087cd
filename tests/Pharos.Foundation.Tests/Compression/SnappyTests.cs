using FsCheck.Fluent;
using Pharos.Foundation.Compression;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Compression;

public sealed class SnappyTests
{
    [Theory]
    [InlineData("00", "")]
    [InlineData("03086162 63", "616263")]
    // Copies of each width: the offset in eleven bits, in two bytes, in four.
    [InlineData("07086162630103", "61626361626361")]
    [InlineData("0500610101", "6161616161")]
    [InlineData("06086162630a0300", "616263616263")]
    [InlineData("06086162630b03000000", "616263616263")]
    // Literals with their lengths in one to four further bytes.
    [InlineData("03f002616263", "616263")]
    [InlineData("03f40200616263", "616263")]
    [InlineData("03f8020000616263", "616263")]
    [InlineData("03fc02000000616263", "616263")]
    public void TryDecode_EachElement_GivesItsBytes(string block, string? content)
    {
        var bytes = Convert.FromHexString(block.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(content, Decode(bytes) is { } decoded ? Convert.ToHexStringLower(decoded) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("01")]
    [InlineData("0100")]
    [InlineData("0004 61")]
    [InlineData("02086162")]
    [InlineData("020861626364")]
    [InlineData("0400610100")]
    [InlineData("0500610102")]
    [InlineData("0500610e")]
    [InlineData("05006112010000")]
    [InlineData("0500610f01")]
    [InlineData("01f0")]
    [InlineData("01fcffffffff61")]
    [InlineData("ffffffff0f0061")]
    [InlineData("ffffffffffffffffff0100")]
    public void TryDecode_BrokenBlock_IsRefused(string block) =>
        Assert.Null(Decode(Convert.FromHexString(block.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void TryDecode_CopyOfAnyOffsetAndLength_RepeatsWhatStandsThere()
    {
        for (var offset = 1; offset <= 40; offset++)
        {
            for (var length = 1; length <= 64; length++)
            {
                foreach (var behind in new[] { 0, 1, 15, 63, 100 })
                {
                    var start = Enumerable.Range(0, 60).Select(static i => (byte)i).ToArray();
                    var rest = new byte[behind];
                    byte[] expected = [.. start, .. Enumerable.Range(0, length).Select(i => start[60 - offset + i % offset]), .. rest];
                    List<byte> block = [.. Length(expected.Length), 59 << 2, .. start, (byte)((length - 1) << 2 | 2), (byte)offset, 0];
                    if (behind > 0)
                    {
                        block.AddRange([60 << 2, (byte)(behind - 1), .. rest]);
                    }

                    Assert.Equal(expected, Decode([.. block]));
                }
            }
        }
    }

    [Fact]
    public void Encode_AnyBytes_DecodeToThemselves()
    {
        var encoder = new SnappyEncoder();
        Property.Holds(Contents(), content => RoundTrips(encoder, content), cases: 400);
    }

    [Fact]
    public void Encode_EveryShortLength_DecodesToItself()
    {
        var encoder = new SnappyEncoder();
        for (var length = 0; length < 300; length++)
        {
            Assert.True(RoundTrips(encoder, new byte[length]));
            Assert.True(RoundTrips(encoder, [.. Enumerable.Range(0, length).Select(static i => (byte)(i * 7))]));
            Assert.True(RoundTrips(encoder, [.. Enumerable.Range(0, length).Select(static i => (byte)(i % 5))]));
        }
    }

    [Fact]
    public void Encode_RepeatingText_IsShort()
    {
        var content = Enumerable.Range(0, 2_000).SelectMany(static i => System.Text.Encoding.UTF8.GetBytes($"http_requests_total{{code=\"{i % 10}\"}}")).ToArray();
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        Assert.InRange(new SnappyEncoder().Encode(content, block), 1, content.Length / 8);
    }

    [Fact]
    public void TryDecode_BlockChangedOrCutAnywhere_StaysInsideAndEnds()
    {
        var random = new Random(11);
        var encoder = new SnappyEncoder();
        var content = Content(2_000, 3, random);
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        block = block[..encoder.Encode(content, block)];
        for (var i = 0; i < 20_000; i++)
        {
            var changed = block[..random.Next(1, block.Length + 1)];
            for (var n = random.Next(3); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            if (SnappyDecoder.TryReadLength(changed, out var length))
            {
                // The bytes around the destination must stay as they are.
                var room = new byte[length + 64];
                room.AsSpan().Fill(0xA5);
                SnappyDecoder.TryDecode(changed, room.AsSpan(32, length));
                Assert.False(room.AsSpan(0, 32).ContainsAnyExcept((byte)0xA5) || room.AsSpan(32 + length).ContainsAnyExcept((byte)0xA5));
            }
        }
    }

    private static FsCheck.Gen<byte[]> Contents() =>
        from length in Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(0, 5_000), Gen.Choose(65_500, 65_600), Gen.Choose(0, 200_000))
        from variety in Gen.Choose(1, 256)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select Content(length, variety, new Random(seed));

    private static byte[] Content(int length, int variety, Random random)
    {
        var content = new byte[length];
        for (var i = 0; i < length;)
        {
            var run = Math.Min(length - i, random.Next(1, 100));
            var back = random.Next(1, 1 + Math.Max(1, Math.Min(i, 70_000)));
            for (var end = i + run; i < end; i++)
            {
                content[i] = back <= i && run % 2 == 0 ? content[i - back] : (byte)random.Next(variety);
            }
        }

        return content;
    }

    private static bool RoundTrips(SnappyEncoder encoder, byte[] content)
    {
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        return Decode(block[..encoder.Encode(content, block)]) is { } decoded && decoded.AsSpan().SequenceEqual(content);
    }

    private static byte[]? Decode(byte[] block)
    {
        if (!SnappyDecoder.TryReadLength(block, out var length))
        {
            return null;
        }

        var content = new byte[length];
        return SnappyDecoder.TryDecode(block, content) ? content : null;
    }

    private static byte[] Length(int length) => length < 0x80 ? [(byte)length] : [(byte)(length | 0x80), (byte)(length >> 7)];
}
