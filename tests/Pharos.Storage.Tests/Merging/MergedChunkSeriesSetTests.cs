using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;
using Pharos.Storage.Merging;

namespace Pharos.Storage.Tests.Merging;

public sealed class MergedChunkSeriesSetTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void MoveNextChunk_RandomOverlaps_GivesAllSamplesOnceInChunksApart(bool onlyFloats, bool withStarts)
    {
        var random = new Random(5);
        for (var round = 0; round < 150; round++)
        {
            var sources = Enumerable.Range(0, 1 + random.Next(4))
                .Select(source => MemorySeries.Random(random, source, 1 << random.Next(10), onlyFloats, withStarts)).ToArray();
            using var merged = MergedChunkSeriesSet.Of([.. sources.Select(static series => new MemoryChunkSet(series))]);
            var expected = sources.SelectMany(static series => series).GroupBy(static series => series.Labels)
                .ToDictionary(static group => group.Key, static group => group.SelectMany(static series => series.Samples).ToLookup(static sample => sample.TimestampMs));
            while (merged.MoveNext())
            {
                Assert.True(expected.Remove(merged.Labels.ToLabels(), out var samples));
                var read = Read(merged);
                Assert.Equal(samples.Select(static group => group.Key).Order(), read.Select(static sample => sample.TimestampMs));
                Assert.All(read, sample => Assert.Contains(sample, samples[sample.TimestampMs]));
            }

            Assert.Empty(expected);
        }
    }

    [Fact]
    public void MoveNextChunk_NoOverlap_PassesTheBytesOn()
    {
        var first = Series(0, 100, 1);
        var second = Series(1000, 300, 2);
        Assert.Equal(Chunks([first]).Concat(Chunks([second])), Chunks([second], [first]));
    }

    [Fact]
    public void MoveNextChunk_TheSameChunks_AreGivenOnce()
    {
        var series = Series(0, 300, 1);
        Assert.Equal(Chunks([series]), Chunks([series], [series], [series]));
    }

    [Fact]
    public void MoveNextChunk_OverlapThatIsXor2_IsWrittenAsAskedFor()
    {
        using var merged = MergedChunkSeriesSet.Of(
            [new MemoryChunkSet([Series(0, 10, 1)]), new MemoryChunkSet([Series(5, 10, 1)])], floatEncoding: ChunkEncoding.Xor2);
        Assert.True(merged.MoveNext());
        Assert.True(merged.MoveNextChunk());
        Assert.Equal(ChunkEncoding.Xor2, merged.Chunk.Encoding);
        Assert.Equal((0, 14), (merged.Chunk.MinTimeMs, merged.Chunk.MaxTimeMs));
        Assert.False(merged.MoveNextChunk());
    }

    [Fact]
    public void MoveNextChunk_CountersThatInterleave_AreCheckedForResetsAgain()
    {
        // A source of its own says of each histogram that there was no reset; together they fall at every second one.
        Labels labels = Labels.Of(("a", "b"));
        MergeSample[] high = [new(1, SampleKind.Histogram, 10), new(3, SampleKind.Histogram, 30)];
        MergeSample[] low = [new(2, SampleKind.Histogram, 1), new(4, SampleKind.Histogram, 2)];
        using var merged = MergedChunkSeriesSet.Of([new MemoryChunkSet([new(labels, high)]), new MemoryChunkSet([new(labels, low)])]);
        Assert.True(merged.MoveNext());
        Assert.Equal([1, 2, 3, 4], Read(merged).Select(static sample => sample.TimestampMs));
    }

    private static MemorySeries Series(long first, int count, double value) =>
        new(Labels.Of(("a", "b")), [.. Enumerable.Range(0, count).Select(i => new MergeSample(first + i, SampleKind.Float, value + i))]);

    private static List<(long, long, string)> Chunks(params MemorySeries[][] sources)
    {
        using var merged = MergedChunkSeriesSet.Of([.. sources.Select(static series => new MemoryChunkSet(series))]);
        var chunks = new List<(long, long, string)>();
        while (merged.MoveNext())
        {
            while (merged.MoveNextChunk())
            {
                chunks.Add((merged.Chunk.MinTimeMs, merged.Chunk.MaxTimeMs, Convert.ToHexString(merged.Chunk.Data)));
            }
        }

        return chunks;
    }

    private static List<MergeSample> Read(ChunkSeriesSet set)
    {
        var samples = new List<MergeSample>();
        var reader = new ChunkReader();
        while (set.MoveNextChunk())
        {
            var chunk = set.Chunk;
            reader.Load(chunk.Encoding, chunk.Data);
            Assert.InRange(reader.Count, 1, ChunkSequenceWriter.SamplesPerChunk);
            var before = samples.Count;
            Assert.True(before == 0 || chunk.MinTimeMs > samples[^1].TimestampMs);
            while (reader.Remaining > 0)
            {
                samples.Add(Next(reader));
            }

            Assert.Equal(chunk.MinTimeMs, samples[before].TimestampMs);
            Assert.Equal(chunk.MaxTimeMs, samples[^1].TimestampMs);
        }

        return samples;
    }

    private static MergeSample Next(ChunkReader reader)
    {
        var kind = reader.Kind;
        switch (kind)
        {
            case SampleKind.Float:
                var (times, values) = (new long[1], new double[1]);
                reader.ReadFloats(times, values);
                return new MergeSample(times[0], kind, values[0], reader.StartTimestampMs);
            case SampleKind.Histogram:
                var histogram = new Histogram();
                var time = reader.ReadHistogram(histogram);
                return new MergeSample(time, kind, histogram.Sum, reader.StartTimestampMs);
            default:
                var floatHistogram = new FloatHistogram();
                time = reader.ReadFloatHistogram(floatHistogram);
                return new MergeSample(time, kind, floatHistogram.Sum, reader.StartTimestampMs);
        }
    }
}
