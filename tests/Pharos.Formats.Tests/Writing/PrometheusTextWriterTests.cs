using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Tests.Writing;

public sealed class PrometheusTextWriterTests
{
    [Fact]
    public void Number_TwoMetrics_HaveOneHeader() => Assert.Equal(
        """
        # HELP http_requests_total Requests \\ with \n"quotes".
        # TYPE http_requests_total counter
        http_requests_total 1
        http_requests_total{code="200",path="a\"b\\c\nd"} 1e+06 -5

        """,
        Write(sink =>
        {
            sink.Begin("http_requests_total", MetricType.Counter, "Requests \\ with \n\"quotes\".", "requests");
            sink.Number(1);
            sink.Number(1e6, Labels.Of(("path", "a\"b\\c\nd"), ("code", "200")), timestampMs: -5);
        }));

    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1e-7, "1e-07")]
    public void Number_SpecialValue_IsWrittenAsGoDoes(double value, string text) => Assert.Equal(
        $"# TYPE x untyped\nx {text}\n",
        Write(sink =>
        {
            sink.Begin("x", MetricType.Unknown);
            sink.Number(value);
        }));

    [Theory]
    [InlineData(MetricType.Gauge, "gauge")]
    [InlineData(MetricType.Info, "gauge")]
    [InlineData(MetricType.StateSet, "gauge")]
    [InlineData(MetricType.Unknown, "untyped")]
    public void BeginFamily_Type_IsOneThatTheFormatHas(MetricType type, string name) => Assert.Equal(
        $"# TYPE x {name}\nx 1\n",
        Write(sink =>
        {
            sink.Begin("x", type);
            sink.Number(1);
        }));

    [Fact]
    public void BeginFamily_WithoutMetrics_LeavesNoTrace() => Assert.Equal(
        "# TYPE b gauge\nb 1\n",
        Write(sink =>
        {
            sink.Begin("a", MetricType.Gauge, "help");
            sink.Begin("b", MetricType.Gauge);
            sink.Number(1);
            sink.Begin("c", MetricType.Gauge, "help");
        }));

    [Fact]
    public void Number_NamesThatAreNotClassic_AreQuoted() => Assert.Equal(
        """
        # HELP "http.requests" h
        # TYPE "http.requests" gauge
        {"http.requests"} 1
        {"http.requests","a.b"="x","c:d"="y",e="z"} 2
        # TYPE "a\"b" gauge
        {"a\"b"} 3

        """,
        Write(sink =>
        {
            sink.Begin("http.requests", MetricType.Gauge, "h");
            sink.Number(1);
            sink.Number(2, Labels.Of(("a.b", "x"), ("c:d", "y"), ("e", "z")));
            sink.Begin("a\"b", MetricType.Gauge);
            sink.Number(3);
        }));

    [Fact]
    public void Summary_Quantiles_ComeBeforeSumAndCount() => Assert.Equal(
        """
        # TYPE s summary
        s{a="b",quantile="1"} 0.25
        s_sum{a="b"} 2.5
        s_count{a="b"} 1e+06

        """,
        Write(sink =>
        {
            sink.Begin("s", MetricType.Summary);
            sink.Summary(Labels.Of(("a", "b")));
        }));

    [Fact]
    public void Histogram_WithoutInfinity_GetsIt() => Assert.Equal(
        """
        # TYPE h histogram
        h_bucket{le="0.5"} 1
        h_bucket{le="+Inf"} 3
        h_sum 1.5
        h_count 3
        # TYPE "h.b" histogram
        {"h.b_bucket",a="b",le="0.5"} 1
        {"h.b_bucket",a="b",le="+Inf"} 3
        {"h.b_sum",a="b"} 1.5
        {"h.b_count",a="b"} 3

        """,
        Write(sink =>
        {
            sink.Begin("h", MetricType.Histogram);
            sink.Histogram();
            sink.Begin("h.b", MetricType.GaugeHistogram);
            sink.Histogram(Labels.Of(("a", "b")));
        }));

    [Fact]
    public void Histogram_WithInfinity_HasItOnce()
    {
        var text = Write(sink =>
        {
            sink.Begin("h", MetricType.Histogram);
            sink.Histogram(
                default,
                new HistogramPoint { Count = 3, Sum = 1, Buckets = new[] { new ClassicBucket(double.PositiveInfinity, 3) } });
        });
        Assert.Equal("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\nh_sum 1\nh_count 3\n", text);
    }

    private static string Write(Action<IMetricSink> families)
    {
        var text = new ByteBuffer();
        var writer = new PrometheusTextWriter(text);
        families(writer);
        writer.Complete();
        return text.ToString();
    }
}
