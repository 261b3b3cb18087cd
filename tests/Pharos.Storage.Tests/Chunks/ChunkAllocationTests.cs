using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>Once memory has grown to its size, samples go in and out without more of it.</summary>
public sealed class ChunkAllocationTests
{
    private const int Samples = 120;

    private readonly byte[] _buffer = FloatChunks.Dirty(Samples);
    private readonly long[] _times = new long[Samples];
    private readonly double[] _values = new double[Samples];
    private readonly long[] _starts = new long[Samples];

    [Fact]
    public void Floats_WrittenResumedAndRead_AllocateNothing()
    {
        var reader = new ChunkReader();
        Assert.Equal(0, Allocated(() =>
        {
            XorState state = default;
            XorEncoder.Start(ref state, _buffer);
            for (var i = 0; i < Samples; i++)
            {
                XorEncoder.Append(ref state, _buffer, i * 15_000L + i % 3, i * 1.1);
            }

            var chunk = _buffer.AsSpan(0, XorEncoder.ByteLength(state));
            XorEncoder.Resume(ref state, chunk);
            reader.Load(ChunkEncoding.Xor, chunk);
            return reader.ReadFloats(_times, _values);
        }));
        Assert.Equal(0, Allocated(() =>
        {
            Xor2State state = default;
            Xor2Encoder.Start(ref state, _buffer);
            for (var i = 0; i < Samples; i++)
            {
                Xor2Encoder.Append(ref state, _buffer, i * 15_000L + i % 3, i * 1.1, i);
            }

            var chunk = _buffer.AsSpan(0, Xor2Encoder.ByteLength(state));
            Xor2Encoder.Resume(ref state, chunk);
            reader.Load(ChunkEncoding.Xor2, chunk);
            return reader.ReadFloats(_times, _values, _starts);
        }));
    }

    [Fact]
    public void Histograms_OfOneLayoutWrittenAndRead_AllocateNothing()
    {
        var sample = new Histogram { Schema = 3, Count = 4, PositiveSpans = [new(0, 4)], PositiveBuckets = [1, 0, 0, 0] };
        var floatSample = sample.ToFloat();
        var writer = new HistogramChunkWriter();
        var floatWriter = new FloatHistogramChunkWriter(withStartTimes: true);
        var reader = new ChunkReader();
        var read = new Histogram();
        var readFloat = new FloatHistogram();
        Assert.Equal(0, Allocated(() =>
        {
            writer.Clear();
            floatWriter.Clear();
            for (var i = 0; i < Samples; i++)
            {
                writer.Append(i, sample);
                floatWriter.Append(i, floatSample, i / 2);
            }

            var sum = 0;
            for (reader.Load(writer.Encoding, writer.Written); reader.Remaining > 0; sum++)
            {
                reader.ReadHistogram(read);
            }

            for (reader.Load(writer.Encoding, writer.Written); reader.Remaining > 0; sum++)
            {
                reader.ReadFloatHistogram(readFloat);
            }

            for (reader.Load(floatWriter.Encoding, floatWriter.Written); reader.Remaining > 0; sum++)
            {
                reader.ReadFloatHistogram(readFloat);
            }

            return sum;
        }));
    }

    private static long Allocated(Func<int> run)
    {
        Assert.True(run() > 0);
        run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
