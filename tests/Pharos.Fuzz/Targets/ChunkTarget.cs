using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Fuzz.Targets;

/// <summary>A chunk of any encoding, which the first byte names; what can be read is written again and must read the same.</summary>
internal sealed class ChunkTarget : IFuzzTarget
{
    private readonly ChunkReader _reader = new();
    private readonly ChunkReader _again = new();
    private readonly long[] _times = new long[64];
    private readonly double[] _values = new double[64];
    private readonly long[] _starts = new long[64];
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();

    public string Name => "chunk";

    public IEnumerable<byte[]> Seeds => MakeSeeds();

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0], [0x80], [0x7F, 0xF0, 0, 0, 0, 0, 0, 2], [0xFE], [0xFC, 0], [0b1011_1111]];

    /// <summary>A bucket may take one bit in the chunk and several numbers in memory, in readers and histograms.</summary>
    public long AllocationLimit(int inputLength) => 8L * 64 * 16 * inputLength + (1 << 20);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var encoding = (ChunkEncoding)(input[0] & 7);
        var chunk = input[1..];
        try
        {
            _reader.Load(encoding, chunk);
            outcome.Feature(20, (ulong)encoding << 8 | (uint)Math.Min(_reader.Count, 200));
            if (_reader.Kind == SampleKind.Float)
            {
                ReadFloats(encoding, chunk, outcome);
            }
            else
            {
                ReadHistograms(encoding, chunk, outcome);
            }
        }
        catch (CorruptionException error)
        {
            outcome.Error(error);
        }
    }

    private static IEnumerable<byte[]> MakeSeeds()
    {
        var buffer = new byte[4096];
        XorState xor = default;
        Xor2State xor2 = default;
        for (var kind = 0; kind < 4; kind++)
        {
            XorEncoder.Start(ref xor, buffer);
            for (var i = 0; i < 20; i++)
            {
                XorEncoder.Append(ref xor, buffer, 1_700_000_000_000 + i * 15_000L + (i * i * kind % 7), i * kind / 3.0);
            }

            yield return [(byte)ChunkEncoding.Xor, .. buffer.AsSpan(0, XorEncoder.ByteLength(xor))];
            Xor2Encoder.Start(ref xor2, buffer);
            for (var i = 0; i < 20; i++)
            {
                Xor2Encoder.Append(ref xor2, buffer, 1_700_000_000_000 + i * 15_000L + (i * i * kind % 7), i * kind / 3.0, i / 8 * kind);
            }

            yield return [(byte)ChunkEncoding.Xor2, .. buffer.AsSpan(0, Xor2Encoder.ByteLength(xor2))];
            var integers = new HistogramChunkWriter(withStartTimes: kind % 2 == 1);
            var floats = new FloatHistogramChunkWriter(withStartTimes: kind % 2 == 1);
            for (var i = 0; i < 10; i++)
            {
                var histogram = MakeHistogram(kind, i);
                integers.Append(i * 15_000L, histogram, i / 4);
                floats.Append(i * 15_000L, histogram.ToFloat(), i / 4);
            }

            yield return [(byte)integers.Encoding, .. integers.Written];
            yield return [(byte)floats.Encoding, .. floats.Written];
        }
    }

    private static Histogram MakeHistogram(int kind, int i) => new()
    {
        Schema = kind < 2 ? kind : HistogramSchema.CustomBuckets,
        CounterResetHint = kind == 1 ? CounterResetHint.Gauge : CounterResetHint.Unknown,
        ZeroThreshold = kind < 2 ? 0.001 : 0,
        Count = (ulong)(10 + 3 * i),
        Sum = i / 7.0,
        PositiveSpans = [new(0, 2), new(1, 1)],
        PositiveBuckets = [5 + i, 0, -i],
        CustomValues = kind < 2 ? [] : [0.005, 1, 2.5, 1.0 / 3 * 10],
    };

    private void ReadFloats(ChunkEncoding encoding, ReadOnlySpan<byte> chunk, FuzzOutcome outcome)
    {
        var writer = new byte[3 + 32 * (_reader.Count + 1)];
        XorState xor = default;
        Xor2State xor2 = default;
        XorEncoder.Start(ref xor, writer);
        if (encoding == ChunkEncoding.Xor2)
        {
            Xor2Encoder.Start(ref xor2, writer);
        }

        for (int read; (read = _reader.ReadFloats(_times, _values, _starts)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                outcome.Result(_times[i]);
                outcome.Result(_values[i]);
                outcome.Result(_starts[i]);
                if (encoding == ChunkEncoding.Xor)
                {
                    XorEncoder.Append(ref xor, writer, _times[i], _values[i]);
                }
                else
                {
                    Xor2Encoder.Append(ref xor2, writer, _times[i], _values[i], _starts[i]);
                }
            }
        }

        var length = encoding == ChunkEncoding.Xor ? XorEncoder.ByteLength(xor) : Xor2Encoder.ByteLength(xor2);
        _reader.Load(encoding, chunk);
        _again.Load(encoding, writer.AsSpan(0, length));
        while (_reader.Remaining > 0)
        {
            _reader.ReadFloats(_times.AsSpan(0, 1), _values, _starts);
            _again.ReadFloats(_times.AsSpan(1, 1), _values.AsSpan(1), _starts.AsSpan(1));
            BrokenInvariantException.Require(
                _times[0] == _times[1] && _starts[0] == _starts[1]
                && BitConverter.DoubleToUInt64Bits(_values[0]) == BitConverter.DoubleToUInt64Bits(_values[1]),
                "a sample written again is another one");
        }
    }

    private void ReadHistograms(ChunkEncoding encoding, ReadOnlySpan<byte> chunk, FuzzOutcome outcome)
    {
        var isInteger = _reader.Kind == SampleKind.Histogram;
        while (_reader.Remaining > 0)
        {
            if (isInteger)
            {
                outcome.Result(_reader.ReadHistogram(_histogram));
                HistogramDigest.Note(_histogram, outcome);
            }
            else
            {
                outcome.Result(_reader.ReadFloatHistogram(_floatHistogram));
                HistogramDigest.Note(_floatHistogram, outcome);
            }

            outcome.Result(_reader.StartTimestampMs);
        }

        if (isInteger)
        {
            Resume(new HistogramChunkWriter(encoding == ChunkEncoding.HistogramSt), chunk, _histogram);
        }
        else
        {
            Resume(new FloatHistogramChunkWriter(encoding == ChunkEncoding.FloatHistogramSt), chunk, _floatHistogram);
        }
    }

    /// <summary>A chunk that can be read can be gone on with.</summary>
    private void Resume<T>(NativeChunkWriter<T> writer, ReadOnlySpan<byte> chunk, T histogram)
        where T : class, new()
    {
        writer.Resume(chunk);
        BrokenInvariantException.Require(writer.Count == _reader.Count, "a chunk taken up again has another count");
        try
        {
            if (writer.Append(1, histogram) == HistogramAppendOutcome.NewChunk)
            {
                return;
            }
        }
        catch (ArgumentException)
        {
            // Spans out of order, in a chunk that had no samples or was reduced.
            return;
        }

        _again.Load(writer.Encoding, writer.Written);
        BrokenInvariantException.Require(_again.Count == _reader.Count + 1, "a sample more is not counted");
    }
}
