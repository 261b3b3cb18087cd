using FsCheck.Fluent;
using Pharos.Storage.Chunks;
using Pharos.Testing;

namespace Pharos.Storage.Tests.Chunks;

public sealed class FloatChunkDamageTests
{
    [Fact]
    public void Read_ChunkCutOff_IsCorruption() =>
        Property.Holds(
            from samples in FloatSample.Sequences where samples.Length > 0 from cut in Gen.Choose(1, 40) select (samples, cut),
            static given => EndsInCorruption(FloatChunks.Xor(given.samples), given.cut, static chunk => FloatChunks.ReadXor(chunk))
                && EndsInCorruption(FloatChunks.Xor2(given.samples), given.cut, static chunk => FloatChunks.ReadXor2(chunk)));

    [Fact]
    public void Read_BitsFlipped_GivesSamplesOrCorruption() =>
        Property.Holds(
            from samples in FloatSample.Sequences
            where samples.Length > 0
            from flips in Gen.Choose(0, int.MaxValue).ListOf()
            select (samples, flips),
            static given =>
            {
                foreach (var isXor2 in (ReadOnlySpan<bool>)[false, true])
                {
                    var chunk = isXor2 ? FloatChunks.Xor2(given.samples) : FloatChunks.Xor(given.samples);
                    foreach (var flip in given.flips)
                    {
                        chunk[flip / 8 % chunk.Length] ^= (byte)(1 << (flip % 8));
                    }

                    try
                    {
                        var read = isXor2 ? FloatChunks.ReadXor2(chunk) : FloatChunks.ReadXor(chunk);
                        if (read.Length != ChunkHeader.Count(isXor2 ? ChunkEncoding.Xor2 : ChunkEncoding.Xor, chunk))
                        {
                            return false;
                        }
                    }
                    catch (CorruptionException)
                    {
                        // As good an answer.
                    }
                }

                return true;
            });

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    public void Start_WithoutHeader_IsCorruption(string hex)
    {
        var chunk = Convert.FromHexString(hex);
        Assert.Throws<CorruptionException>(() => XorDecoder.Start(chunk));
        Assert.Throws<CorruptionException>(() => Xor2Decoder.Start(chunk));
    }

    [Fact]
    public void Start_CountBeyondTheBytes_IsCorruption()
    {
        var chunk = new byte[100];
        chunk[0] = 0xFF;
        Assert.Throws<CorruptionException>(() => XorDecoder.Start(chunk));
        Assert.Throws<CorruptionException>(() => Xor2Decoder.Start(chunk));
    }

    [Fact]
    public void Read_WindowOfMoreThan64Bits_IsCorruptionWithItsPlace()
    {
        // The second value is described with 31 leading zeros and 63 significant bits.
        var chunk = FloatChunks.Xor([new FloatSample(0, 0), new FloatSample(1, 1), new FloatSample(2, 1)]);
        Assert.Equal(0xFF, chunk[12]);
        chunk[13] = 0xFF;
        var error = Assert.Throws<CorruptionException>(() => FloatChunks.ReadXor(chunk));
        Assert.InRange(error.Offset ?? -1, 11, 13);
    }

    [Fact]
    public void Append_WithoutRoom_ChangesNothing()
    {
        XorState state = default;
        var buffer = new byte[XorEncoder.HeaderBytes + XorEncoder.MaxSampleBytes];
        XorEncoder.Start(ref state, buffer);
        XorEncoder.Append(ref state, buffer, 1, 2);
        var before = buffer.ToArray();
        Assert.Throws<ArgumentException>(() => XorEncoder.Append(ref state, buffer, 2, 3));
        Assert.Equal(before, buffer);
        Assert.Equal(1, state.Count);
    }

    [Fact]
    public void Append_ChunkNotStarted_IsRefused()
    {
        XorState state = default;
        Xor2State state2 = default;
        var buffer = new byte[100];
        Assert.Throws<ArgumentException>(() => XorEncoder.Append(ref state, buffer, 1, 2));
        Assert.Throws<ArgumentException>(() => Xor2Encoder.Append(ref state2, buffer, 1, 2));
    }

    [Fact]
    public void Append_FullChunk_IsRefused()
    {
        XorState state = default;
        var buffer = new byte[XorEncoder.MaxSamples];
        XorEncoder.Start(ref state, buffer);
        for (var i = 0; i < XorEncoder.MaxSamples; i++)
        {
            XorEncoder.Append(ref state, buffer, i * 1000L, 1);
        }

        Assert.Throws<InvalidOperationException>(() => XorEncoder.Append(ref state, buffer, 1, 1));
        Assert.Equal(XorEncoder.MaxSamples, FloatChunks.ReadXor(buffer.AsSpan(0, XorEncoder.ByteLength(state)), 1000).Length);
    }

    private static bool EndsInCorruption(byte[] chunk, int cut, Action<byte[]> read)
    {
        try
        {
            read(chunk[..Math.Max(0, chunk.Length - cut)]);
            return false;
        }
        catch (CorruptionException)
        {
            return true;
        }
    }
}
