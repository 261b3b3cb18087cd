using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Tests.Blocks;

namespace Pharos.Tsdb.Tests.Compaction;

/// <summary>A sample of a test; histograms have their value for a sum.</summary>
internal readonly record struct Sample(long TimestampMs, SampleKind Kind, double Value, long StartTimestampMs = 0)
{
    public static Sample Float(long timestampMs, double value) => new(timestampMs, SampleKind.Float, value);

    /// <summary>Samples within a range, in runs of one kind.</summary>
    public static Sample[] Random(Random random, long minTimeMs, long maxTimeMs, double value)
    {
        var times = new SortedSet<long>();
        for (var i = random.Next(400); i > 0; i--)
        {
            times.Add(random.NextInt64(minTimeMs, maxTimeMs));
        }

        var kind = SampleKind.Float;
        var hasStarts = random.Next(3) == 0;
        return [.. times.Select(time =>
        {
            kind = random.Next(40) > 0 ? kind : (SampleKind)random.Next(1, 4);
            return new Sample(time, kind, value + time, hasStarts ? time / 100 * 100 : 0);
        })];
    }

    /// <summary>A series with the samples in chunks of at most 120.</summary>
    public static TestSeries Series(Labels labels, params ReadOnlySpan<Sample> samples)
    {
        var writer = new ChunkSequenceWriter();
        var chunks = new List<TestChunk>();
        foreach (var sample in samples)
        {
            if (sample.AppendTo(writer))
            {
                chunks.Add(Copy(writer.Finished));
            }
        }

        if (writer.Finish())
        {
            chunks.Add(Copy(writer.Finished));
        }

        return new TestSeries(labels, [.. chunks]);
    }

    /// <summary>Reads a cursor to its end.</summary>
    public static List<Sample> ReadAll(SampleCursor cursor, int columns = 50)
    {
        var samples = new List<Sample>();
        var (histogram, floatHistogram) = (new Histogram(), new FloatHistogram());
        var (times, values, starts) = (new long[columns], new double[columns], new long[columns]);
        while (true)
        {
            switch (cursor.Peek())
            {
                case SampleKind.None:
                    return samples;
                case SampleKind.Float:
                    var read = cursor.ReadFloats(times, values, starts);
                    for (var i = 0; i < read; i++)
                    {
                        samples.Add(new Sample(times[i], SampleKind.Float, values[i], starts[i]));
                    }

                    break;
                case SampleKind.Histogram:
                    var time = cursor.ReadHistogram(histogram);
                    samples.Add(new Sample(time, SampleKind.Histogram, histogram.Sum, cursor.StartTimestampMs));
                    break;
                default:
                    time = cursor.ReadFloatHistogram(floatHistogram);
                    samples.Add(new Sample(time, SampleKind.FloatHistogram, floatHistogram.Sum, cursor.StartTimestampMs));
                    break;
            }
        }
    }

    public static Dictionary<Labels, List<Sample>> ReadAll(SeriesSet set)
    {
        using (set)
        {
            var series = new Dictionary<Labels, List<Sample>>();
            SampleCursor? cursor = null;
            while (set.MoveNext())
            {
                cursor = set.Samples(cursor);
                series.Add(set.Labels.ToLabels(), ReadAll(cursor));
            }

            return series;
        }
    }

    public static Dictionary<Labels, List<Sample>> ReadAll(ChunkSeriesSet set)
    {
        using (set)
        {
            var series = new Dictionary<Labels, List<Sample>>();
            var reader = new ChunkReader();
            while (set.MoveNext())
            {
                var samples = new List<Sample>();
                while (set.MoveNextChunk())
                {
                    var chunk = set.Chunk;
                    reader.Load(chunk.Encoding, chunk.Data);
                    var first = samples.Count;
                    samples.AddRange(ReadAll(new ChunkCursor(reader)));
                    Assert.Equal(chunk.MinTimeMs, samples[first].TimestampMs);
                    Assert.Equal(chunk.MaxTimeMs, samples[^1].TimestampMs);
                }

                Assert.Equal(samples.OrderBy(static sample => sample.TimestampMs), samples);
                series.Add(set.Labels.ToLabels(), samples);
            }

            return series;
        }
    }

    private bool AppendTo(ChunkSequenceWriter writer)
    {
        if (Kind == SampleKind.Float)
        {
            return writer.Append(TimestampMs, Value, StartTimestampMs);
        }

        var histogram = new Histogram { Count = (ulong)TimestampMs + 1, Sum = Value, PositiveSpans = [new(0, 1)], PositiveBuckets = [TimestampMs + 1] };
        return Kind == SampleKind.Histogram
            ? writer.Append(TimestampMs, histogram, StartTimestampMs)
            : writer.Append(TimestampMs, histogram.ToFloat(), StartTimestampMs);
    }

    private static TestChunk Copy(ChunkView chunk) => new(chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Encoding, chunk.Data.ToArray());

    private sealed class ChunkCursor(ChunkReader reader) : SampleCursor
    {
        public override long StartTimestampMs => reader.StartTimestampMs;

        public override SampleKind Peek() => reader.Kind;

        public override void Seek(long timestampMs) => throw new NotSupportedException();

        public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => reader.ReadFloats(timestampsMs, values);

        public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs) =>
            reader.ReadFloats(timestampsMs, values, startTimestampsMs);

        public override long ReadHistogram(Histogram histogram) => reader.ReadHistogram(histogram);

        public override long ReadFloatHistogram(FloatHistogram histogram) => reader.ReadFloatHistogram(histogram);
    }
}
