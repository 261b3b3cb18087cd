namespace Pharos.Model;

/// <summary>What a metric family says it is. The order is that of the reference's wire formats.</summary>
public enum MetricType : byte
{
    Unknown,
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
}

public static class MetricTypes
{
    /// <summary>The name used in OpenMetrics, the HTTP API and the <c>__type__</c> label.</summary>
    public static ReadOnlySpan<byte> Name(MetricType type) => type switch
    {
        MetricType.Counter => "counter"u8,
        MetricType.Gauge => "gauge"u8,
        MetricType.Histogram => "histogram"u8,
        MetricType.GaugeHistogram => "gaugehistogram"u8,
        MetricType.Summary => "summary"u8,
        MetricType.Info => "info"u8,
        MetricType.StateSet => "stateset"u8,
        _ => "unknown"u8,
    };
}
