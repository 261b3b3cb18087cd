using System.Text;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Tests.Writing;

/// <summary>Short ways to give a sink a family, for tests that say exactly what a writer writes.</summary>
internal static class SampleFamilies
{
    public static void Begin(this IMetricSink sink, string name, MetricType type, string help = "", string unit = "") =>
        sink.BeginFamily(Encoding.UTF8.GetBytes(name), type, Encoding.UTF8.GetBytes(help), Encoding.UTF8.GetBytes(unit));

    public static void Number(
        this IMetricSink sink,
        double value,
        Labels labels = default,
        long? timestampMs = null,
        long? startMs = null,
        Exemplar? exemplar = null) =>
        sink.Number(
            labels.View, new NumberPoint { Value = value, TimestampMs = timestampMs, StartTimestampMs = startMs, Exemplar = exemplar });

    /// <summary>A histogram of one bucket, in the classic form.</summary>
    public static void Histogram(this IMetricSink sink, Labels labels = default, Exemplar? exemplar = null, double count = 3) =>
        sink.Histogram(
            labels.View,
            new HistogramPoint
            {
                Count = count,
                Sum = 1.5,
                Buckets = new[] { new ClassicBucket(0.5, 1, exemplar) },
                StartTimestampMs = 1500,
            });

    public static void Summary(this IMetricSink sink, Labels labels = default) => sink.Summary(
        labels.View,
        new SummaryPoint { Count = 1_000_000, Sum = 2.5, Quantiles = new[] { new QuantileValue(1, 0.25) }, StartTimestampMs = 2000 });
}
