using Pharos.Foundation.Bytes;
using Pharos.Foundation.Compression;

namespace Pharos.Foundation.Tests.Compression;

public sealed class ZstdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(131_072)]
    [InlineData(1_000_000)]
    public void Encode_AnyLength_DecodesToItself(int length)
    {
        var content = Content(length);
        using var decoder = new ZstdDecoder();
        var decoded = new ByteBuffer();
        decoded.Append("before"u8);
        Assert.True(decoder.TryDecode(Encode(content), decoded, length, out var problem), problem);
        Assert.Equal([.. "before"u8, .. content], decoded.ToArray());
    }

    [Fact]
    public void TryDecode_TwoFrames_GivesBoth()
    {
        using var decoder = new ZstdDecoder();
        var decoded = new ByteBuffer();
        Assert.True(decoder.TryDecode([.. Encode([1, 2]), .. Encode([3])], decoded, 10, out _));
        Assert.Equal([1, 2, 3], decoded.ToArray());
    }

    [Fact]
    public void TryDecode_MoreThanIsAllowed_IsRefusedWithoutTheMemory()
    {
        var bomb = Encode(new byte[100 << 20]);
        using var decoder = new ZstdDecoder();
        var decoded = new ByteBuffer();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(decoder.TryDecode(bomb, decoded, 1 << 20, out var problem));
        Assert.Equal("the content is longer than 1048576 bytes", problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal(1 << 20, decoded.Length);
    }

    [Fact]
    public void TryDecode_CutAnywhere_IsRefused()
    {
        var frame = Encode(Content(3_000));
        using var decoder = new ZstdDecoder();
        for (var length = 1; length < frame.Length; length++)
        {
            Assert.False(decoder.TryDecode(frame.AsSpan(0, length), new ByteBuffer(), 10_000, out var problem));
            Assert.NotEmpty(problem);
        }

        Assert.True(decoder.TryDecode(frame, new ByteBuffer(), 10_000, out _));
    }

    [Fact]
    public void TryDecode_NoFrame_IsRefusedWithTheReason()
    {
        using var decoder = new ZstdDecoder();
        Assert.False(decoder.TryDecode("not zstd at all"u8, new ByteBuffer(), 100, out var problem));
        Assert.Equal("Unknown frame descriptor", problem);
    }

    private static byte[] Encode(byte[] content)
    {
        using var encoder = new ZstdEncoder();
        var frame = new byte[ZstdEncoder.MaxEncodedLength(content.Length)];
        return frame[..encoder.Encode(content, frame)];
    }

    private static byte[] Content(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(i => (byte)(i % 100 < 50 ? random.Next(256) : i / 100))];
    }
}
