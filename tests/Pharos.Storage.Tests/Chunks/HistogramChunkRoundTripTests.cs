using FsCheck.Fluent;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;
using Pharos.Testing;

namespace Pharos.Storage.Tests.Chunks;

public sealed class HistogramChunkRoundTripTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_AnySamples_AreThoseWrittenBesideEmptyBuckets(bool withStartTimes) =>
        Property.Holds(
            HistogramSamples.Sequences,
            samples =>
            {
                var read = new List<HistogramSample>();
                var readFloats = new List<FloatHistogram>();
                foreach (var chunk in Write(new HistogramChunkWriter(withStartTimes), samples, static sample => sample.Histogram))
                {
                    read.AddRange(Read(withStartTimes ? ChunkEncoding.HistogramSt : ChunkEncoding.Histogram, chunk));
                }

                foreach (var chunk in Write(new FloatHistogramChunkWriter(withStartTimes), samples, static sample => sample.Histogram.ToFloat()))
                {
                    readFloats.AddRange(ReadFloats(withStartTimes ? ChunkEncoding.FloatHistogramSt : ChunkEncoding.FloatHistogram, chunk));
                }

                return read.Count == samples.Length && readFloats.Count == samples.Length && samples.Select((sample, i) =>
                    read[i].TimestampMs == sample.TimestampMs
                    && read[i].StartTimestampMs == (withStartTimes ? sample.StartTimestampMs : 0)
                    && HistogramSamples.Same(read[i].Histogram.Compact(0), sample.Histogram.Copy().Compact(0))
                    && HistogramSamples.Same(Whole(readFloats[i]).Compact(0), sample.Histogram.Copy().Compact(0))).All(static same => same);
            },
            cases: 300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resume_AfterEverySample_GoesOnAsIfNeverInterrupted(bool withStartTimes) =>
        Property.Holds(
            HistogramSamples.Sequences,
            samples =>
            {
                var plain = Write(new HistogramChunkWriter(withStartTimes), samples, static sample => sample.Histogram);
                var resumed = Write(new HistogramChunkWriter(withStartTimes), samples, static sample => sample.Histogram, Again);
                var plainFloats = Write(new FloatHistogramChunkWriter(withStartTimes), samples, static sample => sample.Histogram.ToFloat());
                var resumedFloats = Write(new FloatHistogramChunkWriter(withStartTimes), samples, static sample => sample.Histogram.ToFloat(), Again);
                return AreEqual(plain, resumed) && AreEqual(plainFloats, resumedFloats);
            },
            cases: 100);

    [Fact]
    public void Append_AnySamples_LeavesThemAsTheyAre() =>
        Property.Holds(
            HistogramSamples.Sequences,
            static samples =>
            {
                var before = samples.Select(static sample => sample.Histogram.Copy()).ToArray();
                Write(new HistogramChunkWriter(), samples, static sample => sample.Histogram);
                return before.Zip(samples).All(static pair => HistogramSamples.Same(pair.First, pair.Second.Histogram));
            },
            cases: 100);

    [Fact]
    public void Read_ChunkCutOffOrBitsFlipped_GivesSamplesOrCorruption() =>
        Property.Holds(
            from samples in HistogramSamples.Sequences
            from kind in Gen.Choose(0, 3)
            from cut in Gen.Choose(0, 5)
            from flips in Gen.Choose(0, int.MaxValue).ListOf()
            select (samples, kind, cut, flips),
            static given =>
            {
                var withStartTimes = given.kind % 2 == 1;
                var isFloat = given.kind >= 2;
                var chunk = isFloat
                    ? Write(new FloatHistogramChunkWriter(withStartTimes), given.samples, static sample => sample.Histogram.ToFloat())[0]
                    : Write(new HistogramChunkWriter(withStartTimes), given.samples, static sample => sample.Histogram)[0];
                chunk = chunk[..Math.Max(0, chunk.Length - given.cut)];
                foreach (var flip in chunk.Length == 0 ? [] : given.flips)
                {
                    chunk[flip / 8 % chunk.Length] ^= (byte)(1 << (flip % 8));
                }

                try
                {
                    var encoding = (isFloat, withStartTimes) switch
                    {
                        (false, false) => ChunkEncoding.Histogram,
                        (false, true) => ChunkEncoding.HistogramSt,
                        (true, false) => ChunkEncoding.FloatHistogram,
                        (true, true) => ChunkEncoding.FloatHistogramSt,
                    };
                    var read = ReadFloats(encoding, chunk).Count;

                    // Bytes cut off without any flip must show.
                    return read == ChunkHeader.Count(encoding, chunk) && (given.cut == 0 || given.flips.Count > 0);
                }
                catch (CorruptionException)
                {
                    return given.cut > 0 || given.flips.Count > 0;
                }
            },
            cases: 1000);

    private static List<byte[]> Write<T>(
        NativeChunkWriter<T> writer, HistogramSample[] samples, Func<HistogramSample, T> histogram, Action<NativeChunkWriter<T>>? afterEach = null)
        where T : class, new()
    {
        var chunks = new List<byte[]>();
        foreach (var sample in samples)
        {
            if (writer.Append(sample.TimestampMs, histogram(sample), sample.StartTimestampMs) == HistogramAppendOutcome.NewChunk)
            {
                chunks.Add(writer.Written.ToArray());
                writer.StartNext();
                Assert.Equal(HistogramAppendOutcome.Appended, writer.Append(sample.TimestampMs, histogram(sample), sample.StartTimestampMs));
            }

            afterEach?.Invoke(writer);
        }

        chunks.Add(writer.Written.ToArray());
        return chunks;
    }

    private static void Again<T>(NativeChunkWriter<T> writer)
        where T : class, new() => writer.Resume(writer.Written.ToArray());

    private static bool AreEqual(List<byte[]> left, List<byte[]> right) =>
        left.Count == right.Count && left.Zip(right).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private static List<HistogramSample> Read(ChunkEncoding encoding, byte[] chunk)
    {
        var reader = new ChunkReader();
        reader.Load(encoding, chunk);
        var samples = new List<HistogramSample>();
        while (reader.Remaining > 0)
        {
            var histogram = new Histogram();
            var time = reader.ReadHistogram(histogram);
            samples.Add(new HistogramSample(time, histogram, reader.StartTimestampMs));
        }

        return samples;
    }

    private static List<FloatHistogram> ReadFloats(ChunkEncoding encoding, byte[] chunk)
    {
        var reader = new ChunkReader();
        reader.Load(encoding, chunk);
        var samples = new List<FloatHistogram>();
        while (reader.Remaining > 0)
        {
            var histogram = new FloatHistogram();
            reader.ReadFloatHistogram(histogram);
            samples.Add(histogram);
        }

        return samples;
    }

    /// <summary>The integer histogram that a float one was made of.</summary>
    private static Histogram Whole(FloatHistogram histogram) => new()
    {
        Schema = histogram.Schema,
        ZeroThreshold = histogram.ZeroThreshold,
        ZeroCount = (ulong)histogram.ZeroCount,
        Count = (ulong)histogram.Count,
        Sum = histogram.Sum,
        PositiveSpans = histogram.PositiveSpans,
        NegativeSpans = histogram.NegativeSpans,
        PositiveBuckets = Differences(histogram.PositiveBuckets),
        NegativeBuckets = Differences(histogram.NegativeBuckets),
        CustomValues = histogram.CustomValues,
    };

    private static long[] Differences(double[] counts) =>
        [.. counts.Select((count, i) => (long)count - (i == 0 ? 0 : (long)counts[i - 1]))];
}
