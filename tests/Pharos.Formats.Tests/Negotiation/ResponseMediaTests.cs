using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Tests.Negotiation;

public sealed class ResponseMediaTests
{
    [Theory]
    [InlineData("text/plain", ExpositionMedia.PrometheusText)]
    [InlineData("TEXT/Plain ; version=0.0.4", ExpositionMedia.PrometheusText)]
    [InlineData("text/plain; version=\"0.0.4\\\"\";", ExpositionMedia.PrometheusText)]
    [InlineData("text/plain; a=b; a=b", ExpositionMedia.PrometheusText)]
    [InlineData("application/openmetrics-text; version=9.9.9", ExpositionMedia.OpenMetrics)]
    [InlineData("application/vnd.google.protobuf", ExpositionMedia.Protobuf)]
    public void Choose_KnownType_IgnoresParameters(string contentType, ExpositionMedia expected) =>
        Assert.Equal(new ResponseMedia(expected, null), ResponseMedia.Choose(contentType, ExpositionFormat.OpenMetricsText100));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Choose_Blank_NeedsTheFallback(string? contentType)
    {
        Assert.Equal(
            new ResponseMedia(
                null, "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target"),
            ResponseMedia.Choose(contentType, null));
        Assert.Equal(
            new ResponseMedia(
                ExpositionMedia.PrometheusText,
                "non-compliant scrape target sending blank Content-Type, using fallback_scrape_protocol \"text/plain\""),
            ResponseMedia.Choose(contentType, ExpositionFormat.PrometheusText100));
    }

    [Fact]
    public void Choose_UnknownType_NeedsTheFallback()
    {
        Assert.Equal(
            new ResponseMedia(
                null, "received unsupported Content-Type \"text/html; a=b\" and no fallback_scrape_protocol specified for target"),
            ResponseMedia.Choose("text/html; a=b", null));
        Assert.Equal(
            new ResponseMedia(
                ExpositionMedia.Protobuf,
                "received unsupported Content-Type \"text/html\", using fallback_scrape_protocol \"application/vnd.google.protobuf\""),
            ResponseMedia.Choose("text/html", ExpositionFormat.PrometheusProto));
    }

    [Theory]
    [InlineData(";", "mime: no media type")]
    [InlineData("/plain", "mime: no media type")]
    [InlineData("text plain", "mime: expected slash after first token")]
    [InlineData("text/", "mime: expected token after slash")]
    [InlineData("text/plain version=1", "mime: unexpected content after media subtype")]
    [InlineData("text/plain/x", "mime: unexpected content after media subtype")]
    [InlineData("text/plain; version", "mime: invalid media parameter")]
    [InlineData("text/plain; =1", "mime: invalid media parameter")]
    [InlineData("text/plain; a=\"1", "mime: invalid media parameter")]
    [InlineData("text/plain; a=1 b", "mime: invalid media parameter")]
    [InlineData("text/plain; a=1; A=2", "mime: duplicate parameter name")]
    public void Choose_Unreadable_SaysWhy(string contentType, string reason)
    {
        var quoted = "\"" + contentType.Replace("\"", "\\\"") + "\"";
        Assert.Equal(
            new ResponseMedia(null, $"cannot parse Content-Type {quoted} and no fallback_scrape_protocol for target\n{reason}"),
            ResponseMedia.Choose(contentType, null));
        Assert.Equal(
            new ResponseMedia(
                ExpositionMedia.OpenMetrics,
                $"could not parse received Content-Type {quoted}, using fallback_scrape_protocol \"application/openmetrics-text\"\n{reason}"),
            ResponseMedia.Choose(contentType, ExpositionFormat.OpenMetricsText001));
    }
}
