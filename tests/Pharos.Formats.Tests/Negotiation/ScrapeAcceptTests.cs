using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Tests.Negotiation;

public sealed class ScrapeAcceptTests
{
    [Fact]
    public void Header_DefaultFormats_FallsByATenth() => Assert.Equal(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        ScrapeAccept.Header(ExpositionFormats.ScrapeDefault, EscapingScheme.AllowUtf8));

    [Fact]
    public void Header_AllFormats_EndsAtOneTenth() => Assert.Equal(
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
        + "application/openmetrics-text;version=1.0.0;escaping=dots;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=1.0.0;escaping=dots;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        ScrapeAccept.Header(ExpositionFormats.ScrapeProtobufFirst, EscapingScheme.Dots));

    [Fact]
    public void Header_OneFormat_IsFollowedByAnything() => Assert.Equal(
        "text/plain;version=0.0.4;q=0.6,*/*;q=0.5",
        ScrapeAccept.Header([ExpositionFormat.PrometheusText004], EscapingScheme.Values));

    [Fact]
    public void Header_MoreFormatsThanWeights_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ScrapeAccept.Header(new ExpositionFormat[6], EscapingScheme.Values));
}
