using System.Text;
using Pharos.Formats.Negotiation;

namespace Pharos.Fuzz.Targets;

/// <summary>The input as an Accept header and as a Content-Type.</summary>
internal sealed class NegotiationTarget : IFuzzTarget
{
    public string Name => "negotiation";

    public IEnumerable<byte[]> Seeds =>
    [
        .. Targets.Seeds.Of(
            "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.6",
            "text/plain; charset=\"utf-8\"",
            "text/plain; filename*=utf-8''a%20b; x*0=\"a\"; x*1=\"b\""),
        Targets.Seeds.Bytes(ScrapeAccept.Header(ExpositionFormats.ScrapeDefault, EscapingScheme.AllowUtf8)),
        Targets.Seeds.Bytes(ScrapeAccept.Header(ExpositionFormats.ScrapeProtobufFirst, EscapingScheme.Dots)),
    ];

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "text/plain", "text/*", "*/*", "application/openmetrics-text", ";version=1.0.0", ";version=0.0.1", ";q=0", ";q=1", ";q=NaN", ";q=1e9", ";q=-1", ";escaping=dots",
        ";escaping=values", ";escaping=allow-utf-8", ",", ";", "=", "\"", "\\", " ", "\t", "/", "*", "*0*=", "%41", "utf-8''", "é", "\0");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        // A header comes as bytes, each a character.
        var header = Encoding.Latin1.GetString(input);
        Negotiate(header, ExpositionFormats.ServerClassic, outcome);
        Negotiate(header, ExpositionFormats.ServerWithOpenMetrics, outcome);
        foreach (var fallback in (ReadOnlySpan<ExpositionFormat?>)[null, ExpositionFormat.PrometheusProto, ExpositionFormat.OpenMetricsText100])
        {
            var media = ResponseMedia.Choose(header, fallback);
            outcome.Message(media.Message ?? "");
            outcome.Result((long)(media.Media ?? (ExpositionMedia)(-1)));
            BrokenInvariantException.Require(media.Media is not null || media.Message is not null, "no media and no message");
            BrokenInvariantException.Require(fallback is null || media.Media is not null, "no media although there is a fallback");
        }
    }

    private static void Negotiate(string header, ReadOnlySpan<ExpositionFormat> offered, FuzzOutcome outcome)
    {
        var negotiated = ExpositionNegotiation.Negotiate(header, offered);
        BrokenInvariantException.Require(offered.Contains(negotiated.Format), "a format that was not offered");
        BrokenInvariantException.Require(
            ResponseMedia.Choose(negotiated.ContentType, null) is { Message: null, Media: { } media } && media == ExpositionFormats.Media(negotiated.Format),
            "a scrape does not understand the own Content-Type");
        outcome.Result((long)negotiated.Format);
        outcome.Result((long)negotiated.Escaping);
        outcome.Feature(1, (ulong)negotiated.Format << 8 | (ulong)negotiated.Escaping);
    }
}
