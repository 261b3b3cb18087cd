using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;
using Pharos.Model.Histograms;
using ClassicBucket = Pharos.Model.Families.ClassicBucket;

namespace Pharos.Fuzz.Targets;

/// <summary>Delimited metric families with all that the format has, and the keys of their fields.</summary>
internal static class ProtobufSeeds
{
    private static readonly Labels Code = Labels.Of(("code", "200"), ("path", "/é"));
    private static readonly Exemplar Trace = new(Labels.Of(("trace_id", "abc")), 0.25, 1_500);

    public static IEnumerable<byte[]> All =>
    [
        Written(Counter), Written(Summary), Written(ClassicHistogram), Written(IntegerHistogram), Written(FloatHistogram),
        Written(static sink =>
        {
            Counter(sink);
            IntegerHistogram(sink);
            Summary(sink);
        }),
    ];

    /// <summary>Tags with their wire types as they occur, and numbers on the edge of what they may be.</summary>
    public static IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Enumerable.Range(1, 17).SelectMany(static field => new byte[][] { Tag(field, 0), Tag(field, 1), [.. Tag(field, 2), 0], [.. Tag(field, 2), 2, 1, 1] }),
        [0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x7F], [0x35], [0x69], [0, 0, 0, 0, 0, 0, 0xF0, 0x7F], [2, 0, 0, 0, 0, 0, 0xF0, 0x7F], [0, 0, 0, 0, 0, 0, 0xF0, 0xBF],
    ];

    private static byte[] Tag(int field, int wireType)
    {
        var tag = new ByteBuffer();
        tag.AppendVarInt((ulong)(field << 3 | wireType));
        return tag.ToArray();
    }

    private static byte[] Written(Action<IMetricSink> write)
    {
        var bytes = new ByteBuffer();
        var writer = new ProtobufWriter(bytes);
        write(writer);
        writer.Complete();
        return bytes.ToArray();
    }

    private static void Counter(IMetricSink sink)
    {
        sink.BeginFamily("requests_total"u8, MetricType.Counter, "Requests."u8, "requests"u8);
        sink.Number(Code.View, new NumberPoint { Value = 7, TimestampMs = 1_000, StartTimestampMs = 500, Exemplar = Trace });
        sink.BeginFamily("temperature"u8, MetricType.Gauge, default, default);
        sink.Number(default, new NumberPoint { Value = -1.5 });
        sink.BeginFamily("untyped.name"u8, MetricType.Unknown, default, default);
        sink.Number(Code.View, new NumberPoint { Value = double.NaN });
    }

    private static void Summary(IMetricSink sink)
    {
        sink.BeginFamily("rpc_seconds"u8, MetricType.Summary, "Calls."u8, default);
        sink.Summary(Code.View, new SummaryPoint { Count = 3, Sum = 1.5, Quantiles = [new(0.5, 1), new(0.99, double.NaN)], StartTimestampMs = 5 });
    }

    private static void ClassicHistogram(IMetricSink sink)
    {
        sink.BeginFamily("latency_seconds"u8, MetricType.Histogram, "Latency."u8, default);
        ClassicBucket[] buckets = [new(0.1, 1, Trace), new(1, 3), new(double.PositiveInfinity, 4)];
        sink.Histogram(Code.View, new HistogramPoint { Count = 4, Sum = 2.5, Buckets = buckets, StartTimestampMs = 77 });
        sink.Histogram(default, new HistogramPoint { Count = 4.5, Sum = 2.5, Buckets = [new(0.1, 1.5)] });
    }

    private static void IntegerHistogram(IMetricSink sink)
    {
        var native = new Histogram
        {
            Schema = 3,
            ZeroThreshold = 1e-128,
            ZeroCount = 2,
            Count = 12,
            Sum = 18.4,
            PositiveSpans = [new(0, 2), new(1, 2)],
            PositiveBuckets = [1, 1, -1, 0],
            NegativeSpans = [new(-3, 2), new(1, 2)],
            NegativeBuckets = [1, 1, -1, 0],
        };
        sink.BeginFamily("native"u8, MetricType.Histogram, default, "seconds"u8);
        sink.Histogram(Code.View, new HistogramPoint { Count = 12, Sum = 18.4, Native = native, NativeExemplars = [Trace, Trace], TimestampMs = 9 });
        sink.Histogram(default, new HistogramPoint { Count = 12, Sum = 18.4, Native = native, Buckets = [new(1, 4, Trace), new(2, 9)] });
    }

    private static void FloatHistogram(IMetricSink sink)
    {
        var native = new FloatHistogram
        {
            Schema = -1,
            ZeroThreshold = 0.5,
            ZeroCount = 0.5,
            Count = 4,
            Sum = -3,
            PositiveSpans = [new(-1, 1), new(3, 1)],
            PositiveBuckets = [1.25, 2.25],
        };
        sink.BeginFamily("gauges"u8, MetricType.GaugeHistogram, default, default);
        sink.Histogram(default, new HistogramPoint { Count = 4, Sum = -3, NativeFloat = native });
    }
}
