using System.Text;
using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>Expositions in protobuf, by our writer: of each thing that the format has.</summary>
internal static class ProtobufExpositions
{
    private const long StartMs = 1_520_872_607_123;

    public static IEnumerable<string> Names() => All(TimeProvider.System).Select(static one => one.Name);

    public static IEnumerable<ExpositionCase> All(TimeProvider time)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();

        // Gauge histograms, histograms with timestamps and exemplars are converted otherwise by Prometheus 3.5 than by later versions.
        foreach (var (name, isConverted, write) in ((string, bool, Action<IMetricSink>)[])
                 [
                     ("numbers", true, sink => Numbers(sink, nowMs)),
                     ("summaries", true, Summaries),
                     ("plain-classic", true, PlainHistograms),
                     ("classic", false, sink => ClassicHistograms(sink, nowMs)),
                     ("native", true, sink => NativeHistograms(sink, nowMs)),
                     ("native-float", true, NativeFloatHistograms),
                 ])
        {
            var bytes = new ByteBuffer();
            var writer = new ProtobufWriter(bytes);
            write(writer);
            writer.Complete();
            var one = new ExpositionCase(name + ".proto", ExpositionFormat.PrometheusProto, bytes.ToArray());
            yield return one;
            yield return one.With(".classic", new ExpositionOptions { KeepClassicHistograms = true });
            if (isConverted)
            {
                yield return one.With(".nhcb", new ExpositionOptions { ConvertClassicHistograms = true });
                yield return one.With(
                    ".nhcb-and-classic", new ExpositionOptions { ConvertClassicHistograms = true, KeepClassicHistograms = true });
            }
        }
    }

    private static void Numbers(IMetricSink sink, long nowMs)
    {
        Begin(sink, "jobs_total", MetricType.Counter, "Jobs done,\nand \"more\" \\ of them.");
        sink.Number(Labels.Of(("queue", "a\n\"b\"")).View, new NumberPoint
        {
            Value = 17,
            Exemplar = Trace("4bf9", 0.67, nowMs - 9000),
            StartTimestampMs = StartMs,
        });
        sink.Number(Labels.Of(("queue", "b")).View, new NumberPoint { Value = 1, Exemplar = Trace("77", 1, null) });
        Begin(sink, "temperature_celsius", MetricType.Gauge, "Temperature.", "celsius");
        sink.Number(default, new NumberPoint { Value = -0.0 });
        sink.Number(Labels.Of(("place", "zürich")).View, new NumberPoint { Value = double.NaN });
        sink.Number(Labels.Of(("place", "sun")).View, new NumberPoint { Value = double.PositiveInfinity, TimestampMs = nowMs - 20_000 });
        Begin(sink, "http.requests", MetricType.Unknown);
        sink.Number(Labels.Of(("http.method", "GET")).View, new NumberPoint { Value = 5e-324 });
    }

    private static void Summaries(IMetricSink sink)
    {
        Begin(sink, "size_bytes", MetricType.Summary, "Sizes.", "bytes");
        sink.Summary(Labels.Of(("of", "all")).View, new SummaryPoint
        {
            Count = 99,
            Sum = 12345.678,
            Quantiles = [new QuantileValue(0.5, 100), new QuantileValue(1, double.NaN)],
            StartTimestampMs = StartMs,
        });
        sink.Summary(Labels.Of(("of", "none")).View, new SummaryPoint { Count = 0, Sum = 0 });
    }

    private static void PlainHistograms(IMetricSink sink)
    {
        Begin(sink, "request_seconds", MetricType.Histogram, "How long requests take.", "seconds");
        foreach (var (code, count) in ((string, double)[])[("200", 7), ("404", 5), ("500", 6.5)])
        {
            sink.Histogram(Labels.Of(("code", code)).View, new HistogramPoint
            {
                Count = count,
                Sum = 41.5,
                Buckets = [new ClassicBucket(-0.1, 3), new ClassicBucket(1, 5), new ClassicBucket(10, 5)],
            });
        }

        Begin(sink, "empty_seconds", MetricType.Histogram);
        sink.Histogram(default, new HistogramPoint { Count = 0, Sum = 0, Buckets = [new ClassicBucket(1, 0)] });
    }

    private static void ClassicHistograms(IMetricSink sink, long nowMs)
    {
        Begin(sink, "request_seconds", MetricType.Histogram, "How long requests take.", "seconds");
        sink.Histogram(Labels.Of(("code", "200")).View, new HistogramPoint
        {
            Count = 7,
            Sum = 41.5,
            Buckets = [new ClassicBucket(0.1, 3, Trace("a", 0.05, nowMs - 8000)), new ClassicBucket(1, 5), new ClassicBucket(10, 5)],
            StartTimestampMs = StartMs,
        });
        sink.Histogram(Labels.Of(("code", "500")).View, new HistogramPoint
        {
            Count = 2,
            Sum = -1,
            Buckets = [new ClassicBucket(-0.5, 1), new ClassicBucket(double.PositiveInfinity, 2)],
            TimestampMs = nowMs - 7000,
        });
        Begin(sink, "spread", MetricType.GaugeHistogram);
        sink.Histogram(default, new HistogramPoint
        {
            Count = 3.5,
            Sum = 2,
            Buckets = [new ClassicBucket(1, 1.25), new ClassicBucket(2, 3)],
        });
    }

    private static void NativeHistograms(IMetricSink sink, long nowMs)
    {
        var native = new Histogram
        {
            Schema = 3,
            ZeroThreshold = 1e-9,
            ZeroCount = 2,
            Count = 21,
            Sum = 324.5,
            PositiveSpans = [new BucketSpan(-2, 3), new BucketSpan(5, 2)],
            PositiveBuckets = [1, 2, -1, 3, 0],
            NegativeSpans = [new BucketSpan(0, 2)],
            NegativeBuckets = [1, 1],
        };
        Begin(sink, "wait_seconds", MetricType.Histogram, "Native alone.", "seconds");
        sink.Histogram(Labels.Of(("queue", "a")).View, new HistogramPoint
        {
            Count = 21,
            Sum = 324.5,
            Native = native,
            NativeExemplars = [Trace("x", 1.5, nowMs - 6000), Trace("y", 2.5, nowMs - 5000)],
            StartTimestampMs = StartMs,
        });
        sink.Histogram(Labels.Of(("queue", "empty")).View, new HistogramPoint
        {
            Count = 0,
            Sum = 0,
            Native = new Histogram { Schema = 8, ZeroThreshold = Math.ScaleB(1, -128) },
        });
        Begin(sink, "both_seconds", MetricType.Histogram, "Native and classic.");
        sink.Histogram(default, new HistogramPoint
        {
            Count = 21,
            Sum = 324.5,
            Native = native,
            Buckets = [new ClassicBucket(0.5, 9, Trace("z", 0.25, nowMs - 4000)), new ClassicBucket(1, 12)],
        });
        sink.Histogram(Labels.Of(("at", "time")).View, new HistogramPoint
        {
            Count = 21,
            Sum = double.NaN,
            Native = Changed(native),
            Buckets = [new ClassicBucket(0.5, 9)],
            TimestampMs = nowMs - 3000,
        });
        Begin(sink, "spread", MetricType.GaugeHistogram);
        sink.Histogram(default, new HistogramPoint { Count = 21, Sum = 324.5, Native = native });
    }

    private static void NativeFloatHistograms(IMetricSink sink)
    {
        Begin(sink, "mean_seconds", MetricType.Histogram);
        var native = new FloatHistogram
        {
            Schema = -2,
            ZeroThreshold = 0.001,
            ZeroCount = 0.5,
            Count = 5.25,
            Sum = 1e300,
            PositiveSpans = [new BucketSpan(1, 1), new BucketSpan(2, 2)],
            PositiveBuckets = [1.25, 2, 1.5],
        };
        sink.Histogram(default, new HistogramPoint { Count = 5.25, Sum = 1e300, NativeFloat = native });
        Begin(sink, "gauged", MetricType.GaugeHistogram);
        sink.Histogram(default, new HistogramPoint
        {
            Count = 5.25,
            Sum = 1e300,
            NativeFloat = native,
            Buckets = [new ClassicBucket(1, 2.5)],
        });
    }

    /// <summary>With a sum that is no number the count may be more than what the buckets hold.</summary>
    private static Histogram Changed(Histogram histogram)
    {
        var copy = histogram.Copy();
        copy.Sum = double.NaN;
        return copy;
    }

    private static Exemplar Trace(string id, double value, long? timestampMs) => new(Labels.Of(("trace_id", id)), value, timestampMs);

    private static void Begin(IMetricSink sink, string name, MetricType type, string help = "", string unit = "") =>
        sink.BeginFamily(Encoding.UTF8.GetBytes(name), type, Encoding.UTF8.GetBytes(help), Encoding.UTF8.GetBytes(unit));
}
