using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>Whole chunks of floats from samples, and the samples of chunks.</summary>
internal static class FloatChunks
{
    public static byte[] Xor(ReadOnlySpan<FloatSample> samples)
    {
        var buffer = Dirty(samples.Length);
        XorState state = default;
        XorEncoder.Start(ref state, buffer);
        foreach (var sample in samples)
        {
            XorEncoder.Append(ref state, buffer, sample.TimestampMs, sample.Value);
        }

        return buffer[..XorEncoder.ByteLength(state)];
    }

    public static byte[] Xor2(ReadOnlySpan<FloatSample> samples)
    {
        var buffer = Dirty(samples.Length);
        Xor2State state = default;
        Xor2Encoder.Start(ref state, buffer);
        foreach (var sample in samples)
        {
            Xor2Encoder.Append(ref state, buffer, sample.TimestampMs, sample.Value, sample.StartTimestampMs);
        }

        return buffer[..Xor2Encoder.ByteLength(state)];
    }

    public static FloatSample[] ReadXor(ReadOnlySpan<byte> chunk, int atOnce = 7)
    {
        var decoder = XorDecoder.Start(chunk);
        var samples = new List<FloatSample>();
        var times = new long[atOnce];
        var values = new double[atOnce];
        for (int read; (read = decoder.Read(chunk, times, values)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                samples.Add(new FloatSample(times[i], BitConverter.DoubleToUInt64Bits(values[i])));
            }
        }

        return [.. samples];
    }

    public static FloatSample[] ReadXor2(ReadOnlySpan<byte> chunk, int atOnce = 7)
    {
        var decoder = Xor2Decoder.Start(chunk);
        var samples = new List<FloatSample>();
        var times = new long[atOnce];
        var values = new double[atOnce];
        var starts = new long[atOnce];
        for (int read; (read = decoder.Read(chunk, times, values, starts)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                samples.Add(new FloatSample(times[i], BitConverter.DoubleToUInt64Bits(values[i]), starts[i]));
            }
        }

        return [.. samples];
    }

    /// <summary>Memory that was in use before, so that a bit which is not written shows.</summary>
    public static byte[] Dirty(int samples)
    {
        var buffer = new byte[Xor2Encoder.HeaderBytes + (samples + 1) * Xor2Encoder.MaxSampleBytes];
        buffer.AsSpan().Fill(0xAB);
        return buffer;
    }
}
