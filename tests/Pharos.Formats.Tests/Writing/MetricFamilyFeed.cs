using Google.Protobuf.WellKnownTypes;
using Io.Prometheus.Client;
using Pharos.Model.Families;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Tests.Writing;

/// <summary>Gives the metrics of generated messages to a sink, as a registry would.</summary>
public static class MetricFamilyFeed
{
    public static void Write(IEnumerable<MetricFamily> families, IMetricSink sink)
    {
        foreach (var family in families)
        {
            Write(family, sink);
        }
    }

    public static void Write(MetricFamily family, IMetricSink sink)
    {
        sink.Begin(family.Name, Type(family.Type), family.Help, family.Unit);
        foreach (var metric in family.Metric)
        {
            var labels = Labels(metric.Label);
            switch (family.Type)
            {
                case MetricType.Summary: Write(metric.Summary, labels, Timestamp(metric), sink); break;
                case MetricType.Histogram or MetricType.GaugeHistogram: Write(metric.Histogram, labels, Timestamp(metric), sink); break;
                default: sink.Number(labels.View, Number(metric)); break;
            }
        }
    }

    private static NumberPoint Number(Metric metric) => new()
    {
        Value = metric.Counter?.Value ?? metric.Gauge?.Value ?? metric.Untyped.Value,
        TimestampMs = Timestamp(metric),
        StartTimestampMs = Milliseconds(metric.Counter?.StartTimestamp),
        Exemplar = Exemplar(metric.Counter?.Exemplar),
    };

    private static void Write(Summary summary, Model.Labels labels, long? timestampMs, IMetricSink sink) => sink.Summary(
        labels.View,
        new SummaryPoint
        {
            Count = summary.SampleCount,
            Sum = summary.SampleSum,
            Quantiles = summary.Quantile.Select(quantile => new QuantileValue(quantile.Quantile_, quantile.Value)).ToArray(),
            TimestampMs = timestampMs,
            StartTimestampMs = Milliseconds(summary.StartTimestamp),
        });

    private static void Write(Io.Prometheus.Client.Histogram histogram, Model.Labels labels, long? timestampMs, IMetricSink sink)
    {
        var hasSpans = histogram.PositiveSpan.Count + histogram.NegativeSpan.Count > 0;
        var isNative = hasSpans || histogram.ZeroThreshold > 0 || histogram.ZeroCount > 0;
        var isFloat = histogram.SampleCountFloat > 0 || histogram.ZeroCountFloat > 0;
        sink.Histogram(labels.View, new HistogramPoint
        {
            Count = isFloat ? histogram.SampleCountFloat : histogram.SampleCount,
            Sum = histogram.SampleSum,
            Buckets = histogram.Bucket
                .Select(bucket => new ClassicBucket(bucket.UpperBound, Count(bucket), Exemplar(bucket.Exemplar)))
                .ToArray(),
            Native = isNative && !isFloat ? Integer(histogram) : null,
            NativeFloat = isNative && isFloat ? Float(histogram) : null,
            NativeExemplars = histogram.Exemplars.Select(exemplar => Exemplar(exemplar)!).ToArray(),
            TimestampMs = timestampMs,
            StartTimestampMs = Milliseconds(histogram.StartTimestamp),
        });
    }

    private static double Count(Bucket bucket) =>
        bucket.HasCumulativeCountFloat ? bucket.CumulativeCountFloat : bucket.CumulativeCount;

    private static Model.Histograms.Histogram Integer(Io.Prometheus.Client.Histogram histogram) => new()
    {
        Schema = histogram.Schema,
        ZeroThreshold = histogram.ZeroThreshold,
        ZeroCount = histogram.ZeroCount,
        Count = histogram.SampleCount,
        Sum = histogram.SampleSum,
        PositiveSpans = Spans(histogram.PositiveSpan),
        PositiveBuckets = [.. histogram.PositiveDelta],
        NegativeSpans = Spans(histogram.NegativeSpan),
        NegativeBuckets = [.. histogram.NegativeDelta],
    };

    private static FloatHistogram Float(Io.Prometheus.Client.Histogram histogram) => new()
    {
        Schema = histogram.Schema,
        ZeroThreshold = histogram.ZeroThreshold,
        ZeroCount = histogram.ZeroCountFloat,
        Count = histogram.SampleCountFloat,
        Sum = histogram.SampleSum,
        PositiveSpans = Spans(histogram.PositiveSpan),
        PositiveBuckets = [.. histogram.PositiveCount],
        NegativeSpans = Spans(histogram.NegativeSpan),
        NegativeBuckets = [.. histogram.NegativeCount],
    };

    private static Model.Histograms.BucketSpan[] Spans(IEnumerable<Io.Prometheus.Client.BucketSpan> spans) =>
        [.. spans.Select(span => new Model.Histograms.BucketSpan(span.Offset, span.Length))];

    private static Model.Exemplar? Exemplar(Io.Prometheus.Client.Exemplar? exemplar) =>
        exemplar == null ? null : new Model.Exemplar(Labels(exemplar.Label), exemplar.Value, Milliseconds(exemplar.Timestamp));

    private static Model.Labels Labels(IEnumerable<LabelPair> labels) =>
        Model.Labels.Of([.. labels.Select(label => (label.Name, label.Value))]);

    private static Model.MetricType Type(MetricType type) => type switch
    {
        MetricType.Counter => Model.MetricType.Counter,
        MetricType.Gauge => Model.MetricType.Gauge,
        MetricType.Summary => Model.MetricType.Summary,
        MetricType.Histogram => Model.MetricType.Histogram,
        MetricType.GaugeHistogram => Model.MetricType.GaugeHistogram,
        _ => Model.MetricType.Unknown,
    };

    private static long? Timestamp(Metric metric) => metric.HasTimestampMs ? metric.TimestampMs : null;

    private static long? Milliseconds(Timestamp? time) => time == null ? null : time.Seconds * 1000 + time.Nanos / 1_000_000;
}
