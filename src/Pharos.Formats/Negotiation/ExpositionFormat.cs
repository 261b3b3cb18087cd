using System.Diagnostics;

namespace Pharos.Formats.Negotiation;

/// <summary>The formats of expositions by their version: what a scrape offers to take and what a server can write.</summary>
public enum ExpositionFormat
{
    PrometheusProto,
    PrometheusText004,
    PrometheusText100,
    OpenMetricsText001,
    OpenMetricsText100,
}

/// <summary>The kinds of format that have a reader each. Versions make no difference to reading.</summary>
public enum ExpositionMedia
{
    PrometheusText,
    OpenMetrics,
    Protobuf,
}

/// <summary>What is written about formats in configuration and headers.</summary>
public static class ExpositionFormats
{
    /// <summary>What a scrape offers if nothing is configured, by preference.</summary>
    public static ReadOnlySpan<ExpositionFormat> ScrapeDefault =>
    [
        ExpositionFormat.OpenMetricsText100,
        ExpositionFormat.OpenMetricsText001,
        ExpositionFormat.PrometheusText100,
        ExpositionFormat.PrometheusText004,
    ];

    /// <summary>The same for a scrape that wants native histograms or start timestamps.</summary>
    public static ReadOnlySpan<ExpositionFormat> ScrapeProtobufFirst =>
    [
        ExpositionFormat.PrometheusProto,
        ExpositionFormat.OpenMetricsText100,
        ExpositionFormat.OpenMetricsText001,
        ExpositionFormat.PrometheusText100,
        ExpositionFormat.PrometheusText004,
    ];

    /// <summary>What a server offers whose metrics have no exemplars: as Prometheus's own client does it.</summary>
    public static ReadOnlySpan<ExpositionFormat> ServerClassic => [ExpositionFormat.PrometheusProto, ExpositionFormat.PrometheusText004];

    /// <summary>What a server offers that has OpenMetrics switched on.</summary>
    public static ReadOnlySpan<ExpositionFormat> ServerWithOpenMetrics =>
    [
        ExpositionFormat.OpenMetricsText100,
        ExpositionFormat.OpenMetricsText001,
        ExpositionFormat.PrometheusProto,
        ExpositionFormat.PrometheusText004,
    ];

    private static ReadOnlySpan<ExpositionFormat> All =>
    [
        ExpositionFormat.PrometheusProto,
        ExpositionFormat.PrometheusText004,
        ExpositionFormat.PrometheusText100,
        ExpositionFormat.OpenMetricsText001,
        ExpositionFormat.OpenMetricsText100,
    ];

    /// <summary>The name in <c>scrape_protocols</c> and <c>fallback_scrape_protocol</c>.</summary>
    public static string Name(ExpositionFormat format) => format switch
    {
        ExpositionFormat.PrometheusProto => "PrometheusProto",
        ExpositionFormat.PrometheusText004 => "PrometheusText0.0.4",
        ExpositionFormat.PrometheusText100 => "PrometheusText1.0.0",
        ExpositionFormat.OpenMetricsText001 => "OpenMetricsText0.0.1",
        ExpositionFormat.OpenMetricsText100 => "OpenMetricsText1.0.0",
        _ => throw new UnreachableException(),
    };

    public static bool TryParse(string name, out ExpositionFormat format)
    {
        foreach (var candidate in All)
        {
            if (Name(candidate) == name)
            {
                format = candidate;
                return true;
            }
        }

        format = default;
        return false;
    }

    public static ExpositionMedia Media(ExpositionFormat format) => format switch
    {
        ExpositionFormat.PrometheusProto => ExpositionMedia.Protobuf,
        ExpositionFormat.OpenMetricsText001 or ExpositionFormat.OpenMetricsText100 => ExpositionMedia.OpenMetrics,
        _ => ExpositionMedia.PrometheusText,
    };

    /// <summary>The media type without parameters.</summary>
    public static string MediaType(ExpositionMedia media) => media switch
    {
        ExpositionMedia.Protobuf => "application/vnd.google.protobuf",
        ExpositionMedia.OpenMetrics => "application/openmetrics-text",
        _ => "text/plain",
    };

    /// <summary>The media type as a scrape offers it in its Accept header, without escaping and weight.</summary>
    public static string Offer(ExpositionFormat format) => format switch
    {
        ExpositionFormat.PrometheusProto => "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
        ExpositionFormat.PrometheusText004 => "text/plain;version=0.0.4",
        ExpositionFormat.PrometheusText100 => "text/plain;version=1.0.0",
        ExpositionFormat.OpenMetricsText001 => "application/openmetrics-text;version=0.0.1",
        ExpositionFormat.OpenMetricsText100 => "application/openmetrics-text;version=1.0.0",
        _ => throw new UnreachableException(),
    };

    /// <summary>The Content-Type of an exposition in this format.</summary>
    public static string ContentType(ExpositionFormat format, EscapingScheme escaping)
    {
        var type = format switch
        {
            ExpositionFormat.PrometheusProto =>
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
            ExpositionFormat.PrometheusText004 => "text/plain; version=0.0.4; charset=utf-8",
            ExpositionFormat.PrometheusText100 => "text/plain; version=1.0.0; charset=utf-8",
            ExpositionFormat.OpenMetricsText001 => "application/openmetrics-text; version=0.0.1; charset=utf-8",
            ExpositionFormat.OpenMetricsText100 => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            _ => throw new UnreachableException(),
        };
        return $"{type}; escaping={EscapingSchemes.Name(escaping)}";
    }
}
