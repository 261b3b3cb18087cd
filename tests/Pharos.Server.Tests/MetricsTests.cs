using System.IO.Compression;
using System.Text;

namespace Pharos.Server.Tests;

public sealed class MetricsTests
{
    [Theory]
    [InlineData("", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/html", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData(
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited")]
    public async Task Metrics_Accept_DecidesTheFormat(string accept, string expected)
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.SendAsync("GET", "metrics", ("Accept", accept));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.StartsWith(expected, answer.Content.Headers.GetValues("Content-Type").Single(), StringComparison.Ordinal);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Metrics_SecondScrape_CountsTheFirst()
    {
        await using var server = await RunningServer.StartAsync();
        (await server.SendAsync("GET", "metrics")).Dispose();
        using var answer = await server.SendAsync("GET", "metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\npromhttp_metric_handler_requests_total{code=\"200\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\npromhttp_metric_handler_requests_total{code=\"500\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\npromhttp_metric_handler_requests_in_flight 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nprometheus_ready 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nprometheus_build_info{", text, StringComparison.Ordinal);
        Assert.Contains("\nprocess_start_time_seconds ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_RequestsBefore_AreCountedByRouteAndStatus()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var path in (string[])["-/healthy", "-/healthy", "assets/none.js", "nowhere"])
        {
            (await server.SendAsync("GET", path)).Dispose();
        }

        using var answer = await server.SendAsync("GET", "metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var line in (string[])
            [
                "prometheus_http_requests_total{code=\"200\",handler=\"/-/healthy\"} 2",
                "prometheus_http_requests_total{code=\"200\",handler=\"/-/ready\"} 0",
                "prometheus_http_requests_total{code=\"404\",handler=\"/assets/*filepath\"} 1",
                "prometheus_http_request_duration_seconds_count{handler=\"/-/healthy\"} 2",
                "prometheus_http_response_size_bytes_bucket{handler=\"/-/healthy\",le=\"100\"} 2",
                "prometheus_http_response_size_bytes_sum{handler=\"/-/healthy\"} 60",
                "net_conntrack_listener_conn_accepted_total{listener_name=\"http\"} 1",
                "net_conntrack_listener_conn_closed_total{listener_name=\"http\"} 0",
            ])
        {
            Assert.Contains($"\n{line}\n", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("nowhere", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_GzipAccepted_IsCompressed()
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.SendAsync("GET", "metrics", ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        await using var gzip = new GZipStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        Assert.Contains("# TYPE prometheus_build_info gauge\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
