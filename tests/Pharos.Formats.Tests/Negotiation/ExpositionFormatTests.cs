using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Tests.Negotiation;

public sealed class ExpositionFormatTests
{
    public static TheoryData<ExpositionFormat> All => new(Enum.GetValues<ExpositionFormat>());

    [Theory]
    [MemberData(nameof(All))]
    public void TryParse_Name_GivesTheFormat(ExpositionFormat format)
    {
        Assert.True(ExpositionFormats.TryParse(ExpositionFormats.Name(format), out var parsed));
        Assert.Equal(format, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("prometheusproto")]
    [InlineData("PrometheusText")]
    public void TryParse_OtherName_IsRefused(string name) => Assert.False(ExpositionFormats.TryParse(name, out _));

    [Theory]
    [MemberData(nameof(All))]
    public void ContentType_OfAnyFormat_IsChosenByTheScrape(ExpositionFormat format)
    {
        var contentType = ExpositionFormats.ContentType(format, EscapingScheme.Values);
        Assert.Equal(new ResponseMedia(ExpositionFormats.Media(format), null), ResponseMedia.Choose(contentType, null));
    }

    [Theory]
    [InlineData(
        ExpositionFormat.PrometheusProto,
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=values")]
    [InlineData(ExpositionFormat.PrometheusText004, "text/plain; version=0.0.4; charset=utf-8; escaping=values")]
    [InlineData(ExpositionFormat.OpenMetricsText100, "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=values")]
    public void ContentType_Format_IsTheOneClientsSend(ExpositionFormat format, string expected) =>
        Assert.Equal(expected, ExpositionFormats.ContentType(format, EscapingScheme.Values));

    [Fact]
    public void EscapingSchemes_Names_AreThoseOfTheConfiguration()
    {
        Assert.Equal(
            ["allow-utf-8", "underscores", "dots", "values"],
            Enum.GetValues<EscapingScheme>().Select(EscapingSchemes.Name));
        foreach (var scheme in Enum.GetValues<EscapingScheme>())
        {
            Assert.True(EscapingSchemes.TryParse(EscapingSchemes.Name(scheme), out var parsed));
            Assert.Equal(scheme, parsed);
        }

        Assert.False(EscapingSchemes.TryParse("utf-8", out _));
    }
}
