using Pharos.Model.Histograms;
using Pharos.Storage.Merging;

namespace Pharos.Storage.Tests.Merging;

public sealed class MergedSampleCursorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RandomSources_GivesEachTimeOnce(bool onlyFloats)
    {
        var random = new Random(17);
        var cursor = new MergedSampleCursor();
        for (var round = 0; round < 500; round++)
        {
            var sources = Enumerable.Range(0, random.Next(6))
                .Select(source => MergeSample.Random(random, source, 1 << random.Next(10), onlyFloats, withStarts: round % 2 == 0)).ToArray();
            cursor.Reset([.. sources.Select(static samples => new ListCursor(samples))]);
            Check(sources, MergeSample.ReadAll(cursor, random), long.MinValue);
        }
    }

    [Fact]
    public void Seek_NowAndThen_PassesOverAllBefore()
    {
        var random = new Random(18);
        var cursor = new MergedSampleCursor();
        for (var round = 0; round < 500; round++)
        {
            var sources = Enumerable.Range(0, 1 + random.Next(4))
                .Select(source => MergeSample.Random(random, source, 300, onlyFloats: round % 3 == 0)).ToArray();
            cursor.Reset([.. sources.Select(static samples => new ListCursor(samples))]);
            var read = new List<long>();
            var expected = sources.SelectMany(static source => source).Select(static sample => sample.TimestampMs).Distinct().Order().ToList();
            var (times, values) = (new long[7], new double[7]);
            for (var i = 0; i < 5; i++)
            {
                var time = random.Next(900);
                cursor.Seek(time);
                expected.RemoveAll(one => one < time && !(read.Count > 0 && one <= read[^1]));
                if (cursor.Peek() == SampleKind.Float)
                {
                    read.AddRange(times[..cursor.ReadFloats(times, values)]);
                }
            }

            read.AddRange(MergeSample.ReadAll(cursor).Select(static one => one.Sample.TimestampMs));
            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public void Read_SourcesContradict_TheOneThatWaitedWins()
    {
        // What Prometheus gives: at equal times the source of the sample before steps behind the others.
        Assert.Equal([12, 22, 32], Values([(1, 11), (2, 21), (3, 31)], [(1, 12), (2, 22), (3, 32)]));
        Assert.Equal([11, 22, 31], Values([(1, 11), (2, 21), (3, 31)], [(2, 22)]));
        Assert.Equal([12, 21, 31], Values([(2, 21), (3, 31)], [(1, 12), (2, 22)]));
    }

    [Fact]
    public void Read_GaugeHistograms_KeepTheirHint()
    {
        var cursor = new MergedSampleCursor();
        cursor.Reset(new GaugeCursor(1), new GaugeCursor(2));
        var histogram = new Histogram();
        for (var time = 1; time <= 2; time++)
        {
            Assert.Equal(SampleKind.Histogram, cursor.Peek());
            Assert.Equal(time, cursor.ReadHistogram(histogram));
            Assert.Equal(CounterResetHint.Gauge, histogram.CounterResetHint);
        }

        Assert.Equal(SampleKind.None, cursor.Peek());
    }

    [Fact]
    public void ReadHistogram_AFloatIsNext_Throws()
    {
        var cursor = new MergedSampleCursor();
        cursor.Reset(new ListCursor([new(1, SampleKind.Float, 1)]), new ListCursor([new(2, SampleKind.Histogram, 1)]));
        Assert.Throws<InvalidOperationException>(() => cursor.ReadHistogram(new Histogram()));
    }

    private static double[] Values(params (long, double)[][] sources)
    {
        var cursor = new MergedSampleCursor();
        cursor.Reset(
            [.. sources.Select(static source => new ListCursor([.. source.Select(static sample => new MergeSample(sample.Item1, SampleKind.Float, sample.Item2))]))]);
        return [.. MergeSample.ReadAll(cursor).Select(static one => one.Sample.Value)];
    }

    private static void Check(MergeSample[][] sources, List<(MergeSample Sample, CounterResetHint Hint)> read, long from)
    {
        var byTime = sources.SelectMany(static source => source).Where(sample => sample.TimestampMs >= from).ToLookup(static sample => sample.TimestampMs);
        Assert.Equal(byTime.Select(static group => group.Key).Order(), read.Select(static one => one.Sample.TimestampMs));
        for (var i = 0; i < read.Count; i++)
        {
            var (sample, hint) = read[i];
            Assert.Contains(sample, byTime[sample.TimestampMs]);
            if (sources.Length > 1 && hint != CounterResetHint.Unknown)
            {
                var source = Array.Find(sources, source => source.Contains(sample))!;
                Assert.Equal(read[i - 1].Sample, source[Array.IndexOf(source, sample) - 1]);
            }
        }
    }

    /// <summary>One histogram of a gauge.</summary>
    private sealed class GaugeCursor(long timestampMs) : SampleCursor
    {
        private bool _isRead;

        public override SampleKind Peek() => _isRead ? SampleKind.None : SampleKind.Histogram;

        public override void Seek(long timestampMs) => throw new NotSupportedException();

        public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => 0;

        public override long ReadHistogram(Histogram histogram)
        {
            _isRead = true;
            histogram.CounterResetHint = CounterResetHint.Gauge;
            return timestampMs;
        }

        public override long ReadFloatHistogram(FloatHistogram histogram) => throw new NotSupportedException();
    }
}
