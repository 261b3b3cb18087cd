using Pharos.Foundation.Text;

namespace Pharos.Formats.Negotiation;

/// <summary>
/// How the body of a scrape's answer is to be read. <paramref name="Media"/> is null if it cannot be, and <paramref name="Message"/>
/// then says why; with a media the message is a warning, null for an answer in order.
/// </summary>
public readonly record struct ResponseMedia(ExpositionMedia? Media, string? Message)
{
    private static ReadOnlySpan<ExpositionMedia> Known =>
        [ExpositionMedia.PrometheusText, ExpositionMedia.OpenMetrics, ExpositionMedia.Protobuf];

    /// <summary>
    /// Decides by the media type of the answer's Content-Type header, whose parameters mean nothing, and where that says nothing useful by
    /// the <c>fallback_scrape_protocol</c>.
    /// </summary>
    public static ResponseMedia Choose(string? contentType, ExpositionFormat? fallback)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return Fallback(
                fallback,
                "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target",
                "non-compliant scrape target sending blank Content-Type",
                null);
        }

        var quoted = GoQuote.Quote(contentType);
        var mediaType = MediaTypeText.Parse(contentType, out var error);
        if (mediaType == null)
        {
            return Fallback(
                fallback,
                $"cannot parse Content-Type {quoted} and no fallback_scrape_protocol for target",
                $"could not parse received Content-Type {quoted}",
                error);
        }

        foreach (var media in Known)
        {
            if (ExpositionFormats.MediaType(media) == mediaType)
            {
                return new ResponseMedia(media, null);
            }
        }

        return Fallback(
            fallback,
            $"received unsupported Content-Type {quoted} and no fallback_scrape_protocol specified for target",
            $"received unsupported Content-Type {quoted}",
            null);
    }

    private static ResponseMedia Fallback(ExpositionFormat? fallback, string failure, string warning, string? cause)
    {
        var suffix = cause == null ? "" : "\n" + cause;
        if (fallback is not { } format)
        {
            return new ResponseMedia(null, failure + suffix);
        }

        var media = ExpositionFormats.Media(format);
        var name = ExpositionFormats.MediaType(media);
        return new ResponseMedia(media, $"{warning}, using fallback_scrape_protocol {GoQuote.Quote(name)}{suffix}");
    }
}
