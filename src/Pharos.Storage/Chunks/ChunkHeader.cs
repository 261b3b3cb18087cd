using System.Buffers.Binary;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>What the first bytes of a chunk tell without reading on. Too few of them end in <see cref="CorruptionException"/>.</summary>
public static class ChunkHeader
{
    /// <summary>The length of a histogram chunk without samples.</summary>
    internal const int HistogramBytes = 3;

    /// <summary>Where histogram chunks have their flags, or if there are start times, where these begin.</summary>
    internal const int FlagByte = 2;

    /// <summary>The most samples in a histogram chunk with start times, in which flags lie in the bytes of the count.</summary>
    internal const int MaxSamplesWithStartTimes = 0x3FFF;

    /// <summary>How many samples the chunk says it has.</summary>
    public static int Count(ChunkEncoding encoding, ReadOnlySpan<byte> chunk)
    {
        Require(encoding, chunk);
        var count = BinaryPrimitives.ReadUInt16BigEndian(chunk);
        return HasFlagsInCount(encoding) ? count & MaxSamplesWithStartTimes : count;
    }

    /// <summary>
    /// What is known about a counter reset between the chunk before and this histogram chunk; <see cref="CounterResetHint.Gauge"/> if all its
    /// samples are gauges. <see cref="CounterResetHint.Unknown"/> for floats.
    /// </summary>
    public static CounterResetHint CounterReset(ChunkEncoding encoding, ReadOnlySpan<byte> chunk)
    {
        Require(encoding, chunk);
        return IsHistogram(encoding) ? Hint(chunk[HasFlagsInCount(encoding) ? 0 : FlagByte]) : CounterResetHint.Unknown;
    }

    internal static bool IsHistogram(ChunkEncoding encoding) =>
        encoding is ChunkEncoding.Histogram or ChunkEncoding.FloatHistogram or ChunkEncoding.HistogramSt or ChunkEncoding.FloatHistogramSt;

    internal static bool HasFlagsInCount(ChunkEncoding encoding) => encoding is ChunkEncoding.HistogramSt or ChunkEncoding.FloatHistogramSt;

    /// <summary>Writes count, flags and start times into the header of a histogram chunk.</summary>
    internal static void Write(Span<byte> chunk, bool hasStartTimes, int count, CounterResetHint hint, byte startTimes)
    {
        var flags = Flags(hint);
        BinaryPrimitives.WriteUInt16BigEndian(chunk, (ushort)(hasStartTimes ? (flags << 8) | count : count));
        chunk[FlagByte] = hasStartTimes ? startTimes : flags;
    }

    private static int HeaderBytes(ChunkEncoding encoding) => encoding switch
    {
        ChunkEncoding.Xor => XorEncoder.HeaderBytes,
        ChunkEncoding.Xor2 => Xor2Encoder.HeaderBytes,
        _ when IsHistogram(encoding) => HistogramBytes,
        _ => throw new CorruptionException($"no chunk encoding has the number {(int)encoding}"),
    };

    private static void Require(ChunkEncoding encoding, ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < HeaderBytes(encoding))
        {
            ChunkFaults.ThrowNoHeader(chunk.Length);
        }
    }

    private static byte Flags(CounterResetHint hint) => hint switch
    {
        CounterResetHint.NotCounterReset => 0b0100_0000,
        CounterResetHint.CounterReset => 0b1000_0000,
        CounterResetHint.Gauge => 0b1100_0000,
        _ => 0,
    };

    private static CounterResetHint Hint(byte flags) => (flags >> 6) switch
    {
        1 => CounterResetHint.NotCounterReset,
        2 => CounterResetHint.CounterReset,
        3 => CounterResetHint.Gauge,
        _ => CounterResetHint.Unknown,
    };
}
