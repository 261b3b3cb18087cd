using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

public sealed class ChunkSequenceWriterTests
{
    private static Histogram Some => new() { Count = 1, PositiveSpans = [new(0, 1)], PositiveBuckets = [1] };

    [Fact]
    public void Append_ManyFloats_AreCutAt120()
    {
        var writer = new ChunkSequenceWriter();
        var chunks = new List<(ChunkEncoding, long, long, int)>();
        for (var i = 0; i < 250; i++)
        {
            Note(writer.Append(i * 10, i), writer, chunks);
        }

        Note(writer.Finish(), writer, chunks);
        Assert.False(writer.Finish());
        Assert.Equal(
            [(ChunkEncoding.Xor, 0, 1190, 120), (ChunkEncoding.Xor, 1200, 2390, 120), (ChunkEncoding.Xor, 2400, 2490, 10)], chunks);
    }

    [Fact]
    public void Append_StartTimes_TakeTheEncodingThatHasThem()
    {
        var writer = new ChunkSequenceWriter();
        var chunks = new List<(ChunkEncoding, long, long, int)>();
        Note(writer.Append(1, 1), writer, chunks);
        Note(writer.Append(2, 1, 1), writer, chunks);
        Note(writer.Append(3, 1), writer, chunks);
        Note(writer.Append(4, Some), writer, chunks);
        Note(writer.Append(5, Some, 1), writer, chunks);
        Note(writer.Append(6, Some), writer, chunks);
        Note(writer.Append(7, Some.ToFloat()), writer, chunks);
        Note(writer.Append(8, Some.ToFloat(), 7), writer, chunks);
        Note(writer.Finish(), writer, chunks);
        Assert.Equal(
            [
                (ChunkEncoding.Xor, 1, 1, 1), (ChunkEncoding.Xor2, 2, 3, 2), (ChunkEncoding.Histogram, 4, 4, 1), (ChunkEncoding.HistogramSt, 5, 5, 1),
                (ChunkEncoding.Histogram, 6, 6, 1), (ChunkEncoding.FloatHistogram, 7, 7, 1), (ChunkEncoding.FloatHistogramSt, 8, 8, 1),
            ],
            chunks);
    }

    [Fact]
    public void Append_FloatsInXor2_StayThere()
    {
        var writer = new ChunkSequenceWriter(ChunkEncoding.Xor2);
        Assert.False(writer.Append(1, 1));
        Assert.False(writer.Append(2, 1, 1));
        Assert.True(writer.Finish());
        Assert.Equal(ChunkEncoding.Xor2, writer.Finished.Encoding);
    }

    [Fact]
    public void Append_CounterReset_CutsAndTheNextChunkTells()
    {
        var writer = new ChunkSequenceWriter();
        var more = Some;
        (more.Count, more.PositiveBuckets) = (2, [2]);
        Assert.False(writer.Append(1, more));
        Assert.True(writer.Append(2, Some));
        Assert.Equal(CounterResetHint.Unknown, ChunkHeader.CounterReset(writer.Finished.Encoding, writer.Finished.Data));
        Assert.True(writer.Finish());
        Assert.Equal(CounterResetHint.CounterReset, ChunkHeader.CounterReset(writer.Finished.Encoding, writer.Finished.Data));
        Assert.Equal((2, 2), (writer.Finished.MinTimeMs, writer.Finished.MaxTimeMs));
    }

    [Fact]
    public void Append_ManyHistograms_AreCutAt120WithoutKnowledgeOfAReset()
    {
        var writer = new ChunkSequenceWriter();
        var cuts = Enumerable.Range(0, 121).Count(i => writer.Append(i, Some));
        Assert.Equal(1, cuts);
        Assert.True(writer.Finish());
        Assert.Equal(CounterResetHint.Unknown, ChunkHeader.CounterReset(writer.Finished.Encoding, writer.Finished.Data));
    }

    private static void Note(bool ended, ChunkSequenceWriter writer, List<(ChunkEncoding, long, long, int)> chunks)
    {
        if (ended)
        {
            var chunk = writer.Finished;
            chunks.Add((chunk.Encoding, chunk.MinTimeMs, chunk.MaxTimeMs, ChunkHeader.Count(chunk.Encoding, chunk.Data)));
        }
    }
}
