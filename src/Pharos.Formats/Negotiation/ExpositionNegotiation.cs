using System.Buffers;
using System.Diagnostics;
using Pharos.Formats.Writing;
using Pharos.Model.Families;

namespace Pharos.Formats.Negotiation;

/// <summary>The format that a server answers in.</summary>
public readonly record struct NegotiatedFormat(ExpositionFormat Format, EscapingScheme Escaping)
{
    /// <summary>The Content-Type of the answer.</summary>
    public string ContentType => ExpositionFormats.ContentType(Format, Escaping);

    /// <summary>The writer of the format. Metrics go to it by way of <see cref="Escape"/>.</summary>
    public IExpositionWriter NewWriter(IBufferWriter<byte> destination, bool writesCreatedLines = false) =>
        ExpositionFormats.Media(Format) switch
        {
            ExpositionMedia.Protobuf => new ProtobufWriter(destination),
            ExpositionMedia.OpenMetrics => new OpenMetricsWriter(destination, writesCreatedLines),
            ExpositionMedia.PrometheusText => new PrometheusTextWriter(destination),
            _ => throw new UnreachableException(),
        };

    /// <summary>What to give the metrics to: the writer, behind the escaping of names if the reader asks for one.</summary>
    public IMetricSink Escape(IMetricSink writer) => Escaping == EscapingScheme.AllowUtf8 ? writer : new EscapingSink(writer, Escaping);
}

/// <summary>Chooses the format of a server's answer by the request's Accept header.</summary>
public static class ExpositionNegotiation
{
    /// <summary>
    /// The first of the offered formats that the most wanted entry of the header names, then of the next. None is named, or there is no
    /// header: the Prometheus text format, or if it is not offered the first. An <c>escaping</c> parameter counts from its entry on for all the
    /// entries behind it, since the older formats cannot carry one.
    /// </summary>
    public static NegotiatedFormat Negotiate(string? accept, ReadOnlySpan<ExpositionFormat> offered)
    {
        var escaping = EscapingSchemes.Default;
        foreach (var range in AcceptRange.ParseHeader(accept ?? ""))
        {
            // A weight of zero says what is not wanted.
            if (range.Weight <= 0)
            {
                continue;
            }

            if (range.Parameter("escaping") is { } name && EscapingSchemes.TryParse(name, out var scheme))
            {
                escaping = scheme;
            }

            // Wildcards are what browsers and curl send. They take anything, and get what people can read: the text below.
            if (range.Wildcards > 0)
            {
                continue;
            }

            foreach (var format in offered)
            {
                if (Matches(range, format))
                {
                    return new NegotiatedFormat(format, escaping);
                }
            }
        }

        var isTextOffered = offered.IsEmpty || offered.Contains(ExpositionFormat.PrometheusText004);
        return new NegotiatedFormat(isTextOffered ? ExpositionFormat.PrometheusText004 : offered[0], escaping);
    }

    private static bool Matches(AcceptRange range, ExpositionFormat format)
    {
        var media = ExpositionFormats.Media(format);
        var type = ExpositionFormats.MediaType(media).AsSpan();
        var slash = type.IndexOf('/');
        if (!type[..slash].SequenceEqual(range.Type) || !type[(slash + 1)..].SequenceEqual(range.Subtype))
        {
            return false;
        }

        return media == ExpositionMedia.Protobuf
            ? range.Parameter("proto") == "io.prometheus.client.MetricFamily" && range.Parameter("encoding") == "delimited"
            : (range.Parameter("version") ?? DefaultVersion(range)) == Version(format);
    }

    /// <summary>The oldest version is meant where none is named.</summary>
    private static string? DefaultVersion(AcceptRange range) => range.Subtype switch
    {
        "openmetrics-text" => "0.0.1",
        "plain" => "0.0.4",
        _ => null,
    };

    private static string Version(ExpositionFormat format) => format switch
    {
        ExpositionFormat.PrometheusText004 => "0.0.4",
        ExpositionFormat.OpenMetricsText001 => "0.0.1",
        _ => "1.0.0",
    };
}
