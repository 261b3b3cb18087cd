using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Tests.Writing;

public sealed class OpenMetricsWriterTests
{
    private static readonly Exemplar Trace = new(Labels.Of(("trace_id", "abc")), 0.25, 1500);

    [Fact]
    public void Complete_Nothing_WritesTheEnd() => Assert.Equal("# EOF\n", Write(_ => { }));

    [Fact]
    public void Number_Counter_IsAnnouncedWithoutTotal() => Assert.Equal(
        """
        # HELP http_requests Requests \"all\".
        # TYPE http_requests counter
        http_requests_total{a="b"} 1.0 1.5 # {trace_id="abc"} 0.25 1.5
        # EOF

        """,
        Write(sink =>
        {
            sink.Begin("http_requests_total", MetricType.Counter, "Requests \"all\".");
            sink.Number(1, Labels.Of(("a", "b")), timestampMs: 1500, startMs: 1, exemplar: Trace);
        }));

    [Fact]
    public void Number_CounterWithoutTotal_IsUnknown() => Assert.Equal(
        "# TYPE c unknown\nc 1.0\n# TYPE _total unknown\n_total 1.0\n# EOF\n",
        Write(
            sink =>
            {
                sink.Begin("c", MetricType.Counter);
                sink.Number(1, startMs: 5);
                sink.Begin("_total", MetricType.Counter);
                sink.Number(1, startMs: 5);
            },
            writesCreatedLines: true));

    [Fact]
    public void Number_InfoAndStateSet_KeepTheirTypes() => Assert.Equal(
        """
        # TYPE build info
        build_info{version="1"} 1.0
        # TYPE build_data unknown
        build_data 1.0
        # TYPE state stateset
        state{state="on"} 1.0
        # EOF

        """,
        Write(sink =>
        {
            sink.Begin("build_info", MetricType.Info);
            sink.Number(1, Labels.Of(("version", "1")));
            sink.Begin("build_data", MetricType.Info);
            sink.Number(1);
            sink.Begin("state", MetricType.StateSet);
            sink.Number(1, Labels.Of(("state", "on")));
        }));

    [Fact]
    public void Number_GaugeWithExemplar_LeavesItOut() => Assert.Equal(
        "# TYPE g gauge\ng 0.0\n# EOF\n",
        Write(sink =>
        {
            sink.Begin("g", MetricType.Gauge);
            sink.Number(-0.0, exemplar: Trace);
        }));

    [Fact]
    public void BeginFamily_Unit_IsWrittenWhereItEndsTheName() => Assert.Equal(
        """
        # TYPE wait_seconds counter
        # UNIT wait_seconds seconds
        wait_seconds_total 1.0
        # TYPE wait gauge
        wait 1.0
        # EOF

        """,
        Write(sink =>
        {
            sink.Begin("wait_seconds_total", MetricType.Counter, unit: "seconds");
            sink.Number(1);
            sink.Begin("wait", MetricType.Gauge, unit: "seconds");
            sink.Number(1);
        }));

    [Fact]
    public void Histogram_CreatedLinesWanted_FollowTheCount() => Assert.Equal(
        """
        # TYPE h histogram
        h_bucket{a="b",le="0.5"} 1 # {trace_id="abc"} 0.25 1.5
        h_bucket{a="b",le="+Inf"} 3
        h_sum{a="b"} 1.5
        h_count{a="b"} 3
        h_created{a="b"} 1.5
        # TYPE s summary
        s{quantile="1.0"} 0.25
        s_sum 2.5
        s_count 1000000
        s_created 2.0
        # TYPE c counter
        c_total 1.0
        c_created 0.001
        # TYPE "c.d" counter
        {"c.d_total"} 1.0
        {"c.d_created"} 0.001
        # EOF

        """,
        Write(
            sink =>
            {
                sink.Begin("h", MetricType.Histogram);
                sink.Histogram(Labels.Of(("a", "b")), Trace);
                sink.Begin("s", MetricType.Summary);
                sink.Summary();
                sink.Begin("c_total", MetricType.Counter);
                sink.Number(1, startMs: 1);
                sink.Begin("c.d_total", MetricType.Counter);
                sink.Number(1, startMs: 1);
            },
            writesCreatedLines: true));

    [Fact]
    public void Histogram_CountsThatAreNotWhole_AreFloats() => Assert.Equal(
        """
        # TYPE h gaugehistogram
        h_bucket{le="0.5"} 1
        h_bucket{le="+Inf"} 3.5
        h_sum 1.5
        h_count 3.5
        # EOF

        """,
        Write(sink =>
        {
            sink.Begin("h", MetricType.GaugeHistogram);
            sink.Histogram(count: 3.5);
        }));

    [Fact]
    public void Histogram_ExemplarWithoutLabels_IsLeftOut() => Assert.DoesNotContain(
        " # ",
        Write(sink =>
        {
            sink.Begin("h", MetricType.Histogram);
            sink.Histogram(exemplar: Trace with { Labels = default });
        }),
        StringComparison.Ordinal);

    private static string Write(Action<IMetricSink> families, bool writesCreatedLines = false)
    {
        var text = new ByteBuffer();
        var writer = new OpenMetricsWriter(text, writesCreatedLines);
        families(writer);
        writer.Complete();
        return text.ToString();
    }
}
