using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Merging;

/// <summary>A sample of a test, whose value tells the source that it is from.</summary>
internal readonly record struct MergeSample(long TimestampMs, SampleKind Kind, double Value, long StartTimestampMs = 0)
{
    /// <summary>Samples at random times, floats and histograms in runs; those of one time differ between the sources by their values.</summary>
    public static MergeSample[] Random(Random random, int source, int most, bool onlyFloats, bool withStarts = false)
    {
        var times = new SortedSet<long>();
        var first = random.Next(300);
        for (var i = random.Next(most + 1); i > 0; i--)
        {
            times.Add(first + random.Next(2 * most));
        }

        var kind = SampleKind.Float;
        return [.. times.Select(time =>
        {
            kind = onlyFloats || random.Next(10) > 0 ? kind : (SampleKind)random.Next(1, 4);
            return new MergeSample(time, kind, source * 1e6 + time, withStarts && random.Next(2) == 0 ? time - 1 : 0);
        })];
    }

    public Histogram Histogram() => new()
    {
        Count = 3,
        Sum = Value,
        PositiveSpans = [new(0, 2)],
        PositiveBuckets = [1, 1],
        CounterResetHint = CounterResetHint.NotCounterReset,
    };

    public FloatHistogram FloatHistogram()
    {
        var histogram = Histogram().ToFloat();
        histogram.CounterResetHint = CounterResetHint.NotCounterReset;
        return histogram;
    }

    public bool Append(ChunkSequenceWriter writer) => Kind switch
    {
        SampleKind.Float => writer.Append(TimestampMs, Value, StartTimestampMs),
        SampleKind.Histogram => writer.Append(TimestampMs, Histogram(), StartTimestampMs),
        _ => writer.Append(TimestampMs, FloatHistogram(), StartTimestampMs),
    };

    /// <summary>Reads a cursor to its end, floats in small columns of changing length.</summary>
    public static List<(MergeSample Sample, CounterResetHint Hint)> ReadAll(SampleCursor cursor, Random? random = null)
    {
        var samples = new List<(MergeSample, CounterResetHint)>();
        var histogram = new Histogram();
        var floatHistogram = new FloatHistogram();
        while (true)
        {
            switch (cursor.Peek())
            {
                case SampleKind.None:
                    Assert.Equal(0, cursor.ReadFloats(new long[1], new double[1]));
                    return samples;
                case SampleKind.Float:
                    var length = 1 + (random?.Next(200) ?? 99);
                    var (times, values, starts) = (new long[length], new double[length], new long[length]);
                    var read = cursor.ReadFloats(times, values, starts);
                    Assert.InRange(read, 1, length);
                    Assert.Equal(starts[read - 1], cursor.StartTimestampMs);
                    for (var i = 0; i < read; i++)
                    {
                        samples.Add((new MergeSample(times[i], SampleKind.Float, values[i], starts[i]), CounterResetHint.Unknown));
                    }

                    break;
                case SampleKind.Histogram:
                    var time = cursor.ReadHistogram(histogram);
                    samples.Add((new MergeSample(time, SampleKind.Histogram, histogram.Sum, cursor.StartTimestampMs), histogram.CounterResetHint));
                    break;
                default:
                    time = cursor.ReadFloatHistogram(floatHistogram);
                    samples.Add(
                        (new MergeSample(time, SampleKind.FloatHistogram, floatHistogram.Sum, cursor.StartTimestampMs), floatHistogram.CounterResetHint));
                    break;
            }
        }
    }
}

/// <summary>A cursor over the samples of a test.</summary>
internal sealed class ListCursor(IReadOnlyList<MergeSample> samples) : SampleCursor
{
    private int _next;
    private long _start;

    public override long StartTimestampMs => _start;

    public override SampleKind Peek() => _next < samples.Count ? samples[_next].Kind : SampleKind.None;

    public override void Seek(long timestampMs)
    {
        while (_next < samples.Count && samples[_next].TimestampMs < timestampMs)
        {
            _next++;
        }
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => ReadFloats(timestampsMs, values, default);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        var read = 0;
        while (read < timestampsMs.Length && Peek() == SampleKind.Float)
        {
            var sample = samples[_next++];
            (timestampsMs[read], values[read], _start) = (sample.TimestampMs, sample.Value, sample.StartTimestampMs);
            if (!startTimestampsMs.IsEmpty)
            {
                startTimestampsMs[read] = _start;
            }

            read++;
        }

        return read;
    }

    public override long ReadHistogram(Histogram histogram)
    {
        Assert.Equal(SampleKind.Histogram, Peek());
        _start = samples[_next].StartTimestampMs;
        samples[_next].Histogram().CopyTo(histogram);
        return samples[_next++].TimestampMs;
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        _start = samples[_next].StartTimestampMs;
        samples[_next].FloatHistogram().CopyTo(histogram);
        return samples[_next++].TimestampMs;
    }
}
