using System.Buffers;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Tests.Writing;

public sealed class WriterAllocationTests
{
    private static readonly Exemplar Trace = new(Labels.Of(("trace_id", "abc")), 0.25, 1500);
    private static readonly Labels Classic = Labels.Of(("a", "x"), ("b", "with \"quotes\""));
    private static readonly Labels Dotted = Labels.Of(("a.b", "x"), ("b", "y"));
    private static readonly ClassicBucket[] Buckets = [.. Enumerable.Range(1, 20).Select(i => new ClassicBucket(i * 0.1, i * 7, Trace))];
    private static readonly QuantileValue[] Quantiles = [new(0.5, 1.25), new(0.99, 1e9)];
    private static readonly Histogram Native = new() { Count = 20, PositiveSpans = [new(0, 20)], PositiveBuckets = new long[20] };

    [Theory]
    [InlineData(ExpositionFormat.PrometheusProto, EscapingScheme.AllowUtf8)]
    [InlineData(ExpositionFormat.PrometheusText004, EscapingScheme.Underscores)]
    [InlineData(ExpositionFormat.PrometheusText100, EscapingScheme.AllowUtf8)]
    [InlineData(ExpositionFormat.OpenMetricsText001, EscapingScheme.Values)]
    [InlineData(ExpositionFormat.OpenMetricsText100, EscapingScheme.AllowUtf8)]
    public void Write_WarmWriter_AllocatesNothing(ExpositionFormat format, EscapingScheme escaping)
    {
        var bytes = new ByteBuffer();
        var negotiated = new NegotiatedFormat(format, escaping);
        var writer = negotiated.NewWriter(bytes, writesCreatedLines: true);
        var sink = negotiated.Escape(writer);
        WriteAll(sink);
        writer.Complete();
        var first = bytes.Length;
        bytes.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        WriteAll(sink);
        writer.Complete();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, bytes.Length);
    }

    [Theory]
    [InlineData(ExpositionFormat.PrometheusProto)]
    [InlineData(ExpositionFormat.PrometheusText004)]
    [InlineData(ExpositionFormat.OpenMetricsText100)]
    public void Write_OtherBufferWriter_GetsTheSameBytesInPieces(ExpositionFormat format)
    {
        var direct = new ByteBuffer();
        var indirect = new ArrayBufferWriter<byte>();
        foreach (IBufferWriter<byte> destination in (IBufferWriter<byte>[])[direct, indirect])
        {
            var writer = new NegotiatedFormat(format, EscapingScheme.AllowUtf8).NewWriter(destination);
            for (var i = 0; i < 20; i++)
            {
                WriteAll(writer);
            }

            // Most of it is handed on before the end.
            Assert.InRange(indirect.WrittenCount, destination == indirect ? 30_000 : 0, int.MaxValue);
            writer.Complete();
        }

        Assert.Equal(direct.ToArray(), indirect.WrittenSpan.ToArray());
    }

    private static void WriteAll(IMetricSink sink)
    {
        sink.BeginFamily("counter.of.things_total"u8, MetricType.Counter, "Help \\ with escapes.\n"u8, "things"u8);
        sink.Number(Classic.View, new NumberPoint { Value = 1e9, TimestampMs = 123, StartTimestampMs = 5, Exemplar = Trace });
        sink.Number(Dotted.View, new NumberPoint { Value = 0.1 });
        sink.BeginFamily("latency_seconds"u8, MetricType.Histogram, "Help."u8, "seconds"u8);
        for (var i = 0; i < 10; i++)
        {
            sink.Histogram(
                Dotted.View, new HistogramPoint { Count = 200, Sum = 12.5, Buckets = Buckets, Native = Native, StartTimestampMs = 77 });
        }

        sink.BeginFamily("size_bytes"u8, MetricType.Summary, "Help."u8, default);
        sink.Summary(Classic.View, new SummaryPoint { Count = 7, Sum = 1e20, Quantiles = Quantiles, StartTimestampMs = 77 });
    }
}
