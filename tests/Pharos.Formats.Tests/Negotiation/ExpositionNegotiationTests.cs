using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Tests.Negotiation;

public sealed class ExpositionNegotiationTests
{
    private const string Proto = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    [Theory]
    [InlineData(null, ExpositionFormat.PrometheusText004)]
    [InlineData("", ExpositionFormat.PrometheusText004)]
    [InlineData("text/html", ExpositionFormat.PrometheusText004)]
    [InlineData("text/plain", ExpositionFormat.PrometheusText004)]
    [InlineData("text/plain;version=0.0.4", ExpositionFormat.PrometheusText004)]
    [InlineData("text/plain;version=9", ExpositionFormat.PrometheusText004)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetricsText001)]
    [InlineData("application/openmetrics-text;version=0.0.1", ExpositionFormat.OpenMetricsText001)]
    [InlineData("application/openmetrics-text; version=1.0.0; charset=utf-8", ExpositionFormat.OpenMetricsText100)]
    [InlineData("Application/OpenMetrics-Text;version=1.0.0", ExpositionFormat.OpenMetricsText100)]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", ExpositionFormat.PrometheusText004)]
    [InlineData("application/*;version=1.0.0", ExpositionFormat.PrometheusText004)]
    [InlineData("*/*", ExpositionFormat.PrometheusText004)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", ExpositionFormat.PrometheusText004)]
    [InlineData("*/*;q=0.9,application/openmetrics-text;version=1.0.0;q=0.5", ExpositionFormat.OpenMetricsText100)]
    [InlineData("*", ExpositionFormat.PrometheusText004)]
    [InlineData("*/*;q=0.1,text/plain;q=0.2", ExpositionFormat.PrometheusText004)]
    [InlineData(Proto, ExpositionFormat.PrometheusProto)]
    [InlineData("application/vnd.google.protobuf;encoding=delimited", ExpositionFormat.PrometheusText004)]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text", ExpositionFormat.PrometheusText004)]
    [InlineData("text/plain;q=0.3," + Proto + ";q=0.7", ExpositionFormat.PrometheusProto)]
    [InlineData("text/plain;q=nonsense," + Proto + ";q=0.1", ExpositionFormat.PrometheusProto)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0,text/plain;q=0.1", ExpositionFormat.PrometheusText004)]
    [InlineData(",;,/,a/b/c, ;q=1,text/plain", ExpositionFormat.PrometheusText004)]
    public void Negotiate_WithOpenMetrics_ChoosesByWeight(string? accept, ExpositionFormat expected) =>
        Assert.Equal(expected, ExpositionNegotiation.Negotiate(accept, ExpositionFormats.ServerWithOpenMetrics).Format);

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", ExpositionFormat.PrometheusText004)]
    [InlineData("*/*", ExpositionFormat.PrometheusText004)]
    public void Negotiate_Classic_LeavesOpenMetricsOut(string accept, ExpositionFormat expected) =>
        Assert.Equal(expected, ExpositionNegotiation.Negotiate(accept, ExpositionFormats.ServerClassic).Format);

    [Theory]
    [InlineData("text/plain", EscapingScheme.Underscores)]
    [InlineData("text/plain;escaping=values", EscapingScheme.Values)]
    [InlineData("text/plain;escaping=unheard-of", EscapingScheme.Underscores)]
    [InlineData("application/openmetrics-text;version=2;escaping=allow-utf-8,text/plain;version=0.0.4;q=0.5", EscapingScheme.AllowUtf8)]
    [InlineData("text/plain;q=0.9,application/openmetrics-text;escaping=dots;q=0.5", EscapingScheme.Underscores)]
    public void Negotiate_Escaping_CountsFromItsEntryOn(string accept, EscapingScheme expected) =>
        Assert.Equal(expected, ExpositionNegotiation.Negotiate(accept, ExpositionFormats.ServerClassic).Escaping);

    [Fact]
    public void Negotiate_ScrapeHeaders_GiveTheFirstFormat()
    {
        foreach (var format in ExpositionFormats.ServerWithOpenMetrics)
        {
            var accept = ScrapeAccept.Header([format, ExpositionFormat.PrometheusText100], EscapingScheme.AllowUtf8);
            Assert.Equal(format, ExpositionNegotiation.Negotiate(accept, ExpositionFormats.ServerWithOpenMetrics).Format);
        }
    }

    [Fact]
    public void Negotiate_TextNotOffered_FallsBackToTheFirst() => Assert.Equal(
        ExpositionFormat.OpenMetricsText001,
        ExpositionNegotiation.Negotiate("text/html", [ExpositionFormat.OpenMetricsText001, ExpositionFormat.PrometheusProto]).Format);

    [Fact]
    public void Negotiate_AnyHeader_GivesSomething()
    {
        var pieces = new[] { "text", "plain", "/", ";", ",", "=", "*", "q", "0.5", "escaping", "values", " ", "\0", "é", "version", "1.0.0" };
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var header = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)]));
            var negotiated = ExpositionNegotiation.Negotiate(header, ExpositionFormats.ServerWithOpenMetrics);
            Assert.True(ExpositionFormats.ServerWithOpenMetrics.Contains(negotiated.Format), header);
        }
    }
}
