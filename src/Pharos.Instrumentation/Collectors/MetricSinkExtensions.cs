using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Collectors;

/// <summary>Whole families in one call, for collectors.</summary>
public static class MetricSinkExtensions
{
    /// <summary>A gauge family of one metric without labels.</summary>
    public static void WriteGauge(this IMetricSink sink, ReadOnlySpan<byte> name, ReadOnlySpan<byte> help, double value)
    {
        sink.BeginFamily(name, MetricType.Gauge, help, default);
        sink.WriteNumber(default, value);
    }

    /// <summary>A counter family of one metric without labels.</summary>
    public static void WriteCounter(this IMetricSink sink, ReadOnlySpan<byte> name, ReadOnlySpan<byte> help, double value)
    {
        sink.BeginFamily(name, MetricType.Counter, help, default);
        sink.WriteNumber(default, value);
    }

    /// <summary>A metric of the family begun last, without any time.</summary>
    public static void WriteNumber(this IMetricSink sink, LabelsView labels, double value) =>
        sink.Number(labels, new NumberPoint { Value = value });
}
