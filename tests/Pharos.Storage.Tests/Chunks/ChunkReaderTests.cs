using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

public sealed class ChunkReaderTests
{
    private static Histogram Some => new()
    {
        Schema = 1,
        Count = 3,
        Sum = 2,
        PositiveSpans = [new(0, 2)],
        PositiveBuckets = [1, 1],
        CounterResetHint = CounterResetHint.CounterReset,
    };

    [Fact]
    public void Kind_EveryEncoding_IsThatOfTheSamplesUntilTheyAreRead()
    {
        var reader = new ChunkReader();
        Assert.Equal(SampleKind.None, reader.Kind);
        foreach (var (encoding, chunk) in OneSampleEach())
        {
            reader.Load(encoding, chunk);
            Assert.Equal((1, 1), (reader.Count, reader.Remaining));
            switch (reader.Kind)
            {
                case SampleKind.Float:
                    Assert.Equal(1, reader.ReadFloats(new long[2], new double[2]));
                    Assert.Equal(0, reader.ReadFloats(new long[2], new double[2]));
                    break;
                case SampleKind.Histogram:
                    Assert.Equal(5, reader.ReadHistogram(new Histogram()));
                    Assert.Throws<InvalidOperationException>(() => reader.ReadHistogram(new Histogram()));
                    break;
                default:
                    Assert.Equal(5, reader.ReadFloatHistogram(new FloatHistogram()));
                    Assert.Throws<InvalidOperationException>(() => reader.ReadFloatHistogram(new FloatHistogram()));
                    break;
            }

            Assert.Equal(SampleKind.None, reader.Kind);
            Assert.Equal(0, reader.Remaining);
        }
    }

    [Fact]
    public void ReadFloats_WithStartTimes_HasThoseThatTheEncodingKeeps()
    {
        FloatSample[] samples = [new(10, 1, 5), new(20, 2, 5), new(30, 3, 25)];
        var reader = new ChunkReader();
        var starts = new long[] { -1, -1, -1 };
        reader.Load(ChunkEncoding.Xor2, FloatChunks.Xor2(samples));
        Assert.Equal(3, reader.ReadFloats(new long[5], new double[5], starts));
        Assert.Equal([5, 5, 25], starts);
        Assert.Equal(25, reader.StartTimestampMs);
        reader.Load(ChunkEncoding.Xor, FloatChunks.Xor(samples));
        Assert.Equal(3, reader.ReadFloats(new long[5], new double[5], starts));
        Assert.Equal([0, 0, 0], starts);
        Assert.Equal(0, reader.StartTimestampMs);
    }

    [Fact]
    public void Read_OtherKind_IsRefused()
    {
        var reader = new ChunkReader();
        reader.Load(ChunkEncoding.Xor, FloatChunks.Xor([new FloatSample(1, 1)]));
        Assert.Throws<InvalidOperationException>(() => reader.ReadHistogram(new Histogram()));
        Assert.Throws<InvalidOperationException>(() => reader.ReadFloatHistogram(new FloatHistogram()));
        var writer = new FloatHistogramChunkWriter();
        writer.Append(1, Some.ToFloat());
        reader.Load(writer.Encoding, writer.Written);
        Assert.Throws<InvalidOperationException>(() => reader.ReadHistogram(new Histogram()));
        Assert.Throws<InvalidOperationException>(() => reader.ReadFloats(new long[1], new double[1]));
    }

    [Theory]
    [InlineData(CounterResetHint.CounterReset, CounterResetHint.Unknown, CounterResetHint.NotCounterReset)]
    [InlineData(CounterResetHint.Gauge, CounterResetHint.Gauge, CounterResetHint.Gauge)]
    public void ReadHistogram_Hints_AreWhatIsCertainWithoutTheChunkBefore(CounterResetHint header, CounterResetHint first, CounterResetHint later)
    {
        var histogram = Some;
        histogram.CounterResetHint = header;
        var writer = new HistogramChunkWriter();
        writer.Append(1, histogram);
        histogram.CounterResetHint = header == CounterResetHint.Gauge ? header : CounterResetHint.Unknown;
        writer.Append(2, histogram);
        var reader = new ChunkReader();
        foreach (var asFloat in (ReadOnlySpan<bool>)[false, true])
        {
            reader.Load(writer.Encoding, writer.Written);
            Assert.Equal(first, ReadHint(reader, asFloat));
            Assert.Equal(later, ReadHint(reader, asFloat));
        }
    }

    [Fact]
    public void ReadHistogram_Stale_IsNothingElse()
    {
        var writer = new HistogramChunkWriter();
        writer.Append(1, Some);
        var stale = Some;
        (stale.Sum, stale.CounterResetHint) = (SpecialValues.StaleNaN, CounterResetHint.Unknown);
        writer.Append(2, stale);
        var reader = new ChunkReader();
        reader.Load(writer.Encoding, writer.Written);
        var read = new Histogram();
        reader.ReadHistogram(read);
        Assert.Equal(2, reader.ReadHistogram(read));
        Assert.True(SpecialValues.IsStale(read.Sum));
        Assert.Equal((0, 0UL, CounterResetHint.Unknown), (read.Schema, read.Count, read.CounterResetHint));
        Assert.Empty(read.PositiveSpans);
        Assert.Empty(read.PositiveBuckets);
    }

    [Fact]
    public void ReadHistogram_FinerThanIsWorkedWith_IsReduced()
    {
        var fine = Some;
        fine.Schema = 10;
        (fine.PositiveSpans, fine.PositiveBuckets) = ([new(1, 5)], [1, 0, 0, 0, 0]);
        var writer = new HistogramChunkWriter();
        writer.Append(1, fine);
        var reader = new ChunkReader();
        reader.Load(writer.Encoding, writer.Written);
        var read = new Histogram();
        reader.ReadHistogram(read);
        Assert.Equal(HistogramSchema.ExponentialMax, read.Schema);
        Assert.Equal([4, -3], read.PositiveBuckets);
    }

    [Fact]
    public void ReadHistogram_IntoTheSameAgain_LeavesEarlierCopiesAlone()
    {
        var writer = new HistogramChunkWriter();
        writer.Append(1, Some);
        var more = Some;
        (more.Count, more.PositiveBuckets, more.CounterResetHint) = (5, [2, 1], CounterResetHint.Unknown);
        writer.Append(2, more);
        var reader = new ChunkReader();
        reader.Load(writer.Encoding, writer.Written);
        var read = new Histogram();
        reader.ReadHistogram(read);
        var (kept, buckets) = (read.Copy(), read.PositiveBuckets);
        reader.ReadHistogram(read);
        Assert.Same(buckets, read.PositiveBuckets);
        Assert.Same(kept.PositiveSpans, read.PositiveSpans);
        Assert.Equal([1, 1], kept.PositiveBuckets);
        Assert.Equal([2, 1], read.PositiveBuckets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(0x81)]
    public void Load_UnknownEncoding_IsCorruption(byte encoding) =>
        Assert.Throws<CorruptionException>(() => new ChunkReader().Load((ChunkEncoding)encoding, new byte[10]));

    [Theory]
    [InlineData(ChunkEncoding.Xor, 1)]
    [InlineData(ChunkEncoding.Xor2, 2)]
    [InlineData(ChunkEncoding.Histogram, 2)]
    [InlineData(ChunkEncoding.FloatHistogramSt, 2)]
    public void Load_WithoutHeader_IsCorruption(ChunkEncoding encoding, int length) =>
        Assert.Throws<CorruptionException>(() => new ChunkReader().Load(encoding, new byte[length]));

    [Theory]
    [InlineData("000100ff", "the chunk ends within a sample")]
    [InlineData("0001000039ffffffff0000000000000000000000", "too short for 255 spans")]
    [InlineData("00010000e3200000", "unknown schema 100")]
    public void ReadHistogram_Nonsense_SaysWhatIsWrong(string hex, string words)
    {
        var reader = new ChunkReader();
        reader.Load(ChunkEncoding.Histogram, Convert.FromHexString(hex));
        var error = Assert.Throws<CorruptionException>(() => reader.ReadHistogram(new Histogram()));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Offset);
    }

    internal static (ChunkEncoding Encoding, byte[] Chunk)[] OneSampleEach()
    {
        HistogramChunkWriter[] integers = [new(), new(withStartTimes: true)];
        FloatHistogramChunkWriter[] floats = [new(), new(withStartTimes: true)];
        foreach (var writer in integers)
        {
            writer.Append(5, Some, 1);
        }

        foreach (var writer in floats)
        {
            writer.Append(5, Some.ToFloat(), 1);
        }

        return
        [
            (ChunkEncoding.Xor, FloatChunks.Xor([new FloatSample(5, 1)])),
            (ChunkEncoding.Xor2, FloatChunks.Xor2([new FloatSample(5, 1, 1)])),
            .. integers.Select(static writer => (writer.Encoding, writer.Written.ToArray())),
            .. floats.Select(static writer => (writer.Encoding, writer.Written.ToArray())),
        ];
    }

    private static CounterResetHint ReadHint(ChunkReader reader, bool asFloat)
    {
        if (asFloat)
        {
            var floats = new FloatHistogram();
            reader.ReadFloatHistogram(floats);
            return floats.CounterResetHint;
        }

        var histogram = new Histogram();
        reader.ReadHistogram(histogram);
        return histogram.CounterResetHint;
    }
}
