using Io.Prometheus.Client;
using Pharos.Formats.Tests.Protobuf;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Tests.Writing;

public sealed class ProtobufWriterTests
{
    [Fact]
    public void Write_GeneratedFamilies_AreTheSameMessagesForAnotherDecoder()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var families = new MetricFamilyGenerator(seed) { IsTidy = true }.Families();
            var bytes = new ByteBuffer();
            var writer = new ProtobufWriter(bytes);
            MetricFamilyFeed.Write(families, writer);
            writer.Complete();
            families.ForEach(CutToMilliseconds);
            Assert.Equal(families, Decode(bytes.Written));
        }
    }

    [Fact]
    public void Write_NativeHistogramWithoutBuckets_IsMarkedAsNative()
    {
        var histogram = Assert.Single(Assert.Single(Write(sink =>
        {
            sink.Begin("h", Model.MetricType.Histogram);
            sink.Histogram(default, new HistogramPoint { Count = 0, Sum = 0, Native = new Model.Histograms.Histogram() });
        })).Metric).Histogram;
        Assert.Equal(new BucketSpan { Offset = 0, Length = 0 }, Assert.Single(histogram.PositiveSpan));
    }

    [Fact]
    public void Write_CustomBounds_LeaveOnlyTheClassicForm()
    {
        var histogram = Assert.Single(Assert.Single(Write(sink =>
        {
            sink.Begin("h", Model.MetricType.Histogram);
            sink.Histogram(
                default,
                new HistogramPoint
                {
                    Count = 2,
                    Sum = 3,
                    Native = new Model.Histograms.Histogram
                    {
                        Schema = -53,
                        Count = 2,
                        CustomValues = [1],
                        PositiveSpans = [new(0, 1)],
                        PositiveBuckets = [2],
                    },
                });
        })).Metric).Histogram;
        Assert.Equal(new Histogram { SampleCount = 2, SampleSum = 3 }, histogram);
    }

    [Fact]
    public void Write_CountsThatAreNotWhole_MakeAllCountsFloats()
    {
        var histogram = Assert.Single(Assert.Single(Write(sink =>
        {
            sink.Begin("h", Model.MetricType.Histogram);
            sink.Histogram(count: 3.5);
        })).Metric).Histogram;
        Assert.Equal(3.5, histogram.SampleCountFloat);
        Assert.Equal(1, histogram.Bucket[0].CumulativeCountFloat);
        Assert.False(histogram.HasSampleCount || histogram.Bucket[0].HasCumulativeCount);
    }

    [Theory]
    [InlineData(-1, -1, 999_000_000)]
    [InlineData(0, 0, 0)]
    [InlineData(1999, 1, 999_000_000)]
    [InlineData(-2000, -2, 0)]
    public void Write_Timestamp_CountsNanosecondsForward(long milliseconds, long seconds, int nanos)
    {
        var counter = Assert.Single(Assert.Single(Write(sink =>
        {
            sink.Begin("c_total", Model.MetricType.Counter);
            sink.Number(1, startMs: milliseconds);
        })).Metric).Counter;
        Assert.Equal((seconds, nanos), (counter.StartTimestamp.Seconds, counter.StartTimestamp.Nanos));
    }

    [Theory]
    [InlineData(0xFFF8_0000_0000_0000, SpecialValues.NormalNaNBits)]
    [InlineData(SpecialValues.NormalNaNBits, SpecialValues.NormalNaNBits)]
    [InlineData(SpecialValues.StaleNaNBits, SpecialValues.StaleNaNBits)]
    [InlineData(0x7FF8_0000_0000_1234, 0x7FF8_0000_0000_1234)]
    public void Write_NaN_IsThatOfPrometheusUnlessItIsOnesOwn(ulong bits, ulong expected)
    {
        var value = BitConverter.UInt64BitsToDouble(bits);
        var gauge = Assert.Single(Assert.Single(Write(sink =>
        {
            sink.Begin("g", Model.MetricType.Gauge);
            sink.Number(value);
        })).Metric).Gauge;
        Assert.Equal(expected, BitConverter.DoubleToUInt64Bits(gauge.Value));
    }

    [Fact]
    public void BeginFamily_WithoutMetrics_LeavesNoTrace() => Assert.Empty(Write(sink => sink.Begin("a", Model.MetricType.Gauge, "help")));

    private static List<MetricFamily> Write(Action<IMetricSink> families)
    {
        var bytes = new ByteBuffer();
        var writer = new ProtobufWriter(bytes);
        families(writer);
        writer.Complete();
        return Decode(bytes.Written);
    }

    private static List<MetricFamily> Decode(ReadOnlySpan<byte> bytes)
    {
        var families = new List<MetricFamily>();
        using var stream = new MemoryStream(bytes.ToArray());
        while (stream.Position < stream.Length)
        {
            families.Add(MetricFamily.Parser.ParseDelimitedFrom(stream));
        }

        return families;
    }

    private static void CutToMilliseconds(MetricFamily family)
    {
        foreach (var metric in family.Metric)
        {
            var exemplars = (metric.Histogram?.Bucket.Select(bucket => bucket.Exemplar) ?? []).Concat(metric.Histogram?.Exemplars ?? []);
            var times = exemplars.Append(metric.Counter?.Exemplar).Select(exemplar => exemplar?.Timestamp)
                .Append(metric.Counter?.StartTimestamp).Append(metric.Summary?.StartTimestamp).Append(metric.Histogram?.StartTimestamp);
            foreach (var time in times)
            {
                if (time != null)
                {
                    time.Nanos -= time.Nanos % 1_000_000;
                }
            }
        }
    }
}
