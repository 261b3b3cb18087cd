using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Hosting.Metrics;
using Pharos.Instrumentation;

namespace Pharos.Hosting.Tests.Metrics;

public sealed class RequestMetricsTests
{
    private readonly MetricRegistry _registry = new();
    private readonly SteppingTime _time = new();
    private readonly RequestMetrics _metrics;

    public RequestMetricsTests()
    {
        _metrics = new RequestMetrics(_registry, "p", _time);
    }

    [Fact]
    public async Task Measure_BodyThroughStreamAndWriter_CountsBoth()
    {
        await AskAsync(_metrics.Measure("/a", async context =>
        {
            await context.Response.Body.WriteAsync(new byte[150]);
            context.Response.Body.Write(new byte[5], 0, 5);
            context.Response.BodyWriter.GetSpan(20)[0] = 1;
            context.Response.BodyWriter.Advance(20);
            await context.Response.BodyWriter.WriteAsync(new byte[3]);
        }));
        Assert.Contains("p_http_response_size_bytes_sum{handler=\"/a\"} 178", await LinesAsync());
        Assert.Contains("p_http_response_size_bytes_bucket{handler=\"/a\",le=\"100\"} 0", await LinesAsync());
        Assert.Contains("p_http_response_size_bytes_bucket{handler=\"/a\",le=\"1000\"} 1", await LinesAsync());
    }

    [Fact]
    public async Task Measure_SlowHandler_ObservesItsTime()
    {
        await AskAsync(_metrics.Measure("/a", context =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            return PlainText.WriteAsync(context.Response, 200, "done");
        }));
        Assert.Contains("p_http_request_duration_seconds_sum{handler=\"/a\"} 0.5", await LinesAsync());
        Assert.Contains("p_http_request_duration_seconds_bucket{handler=\"/a\",le=\"0.4\"} 0", await LinesAsync());
        Assert.Contains("p_http_request_duration_seconds_bucket{handler=\"/a\",le=\"1\"} 1", await LinesAsync());
    }

    [Fact]
    public async Task Measure_StatusOrException_IsTheCode()
    {
        await AskAsync(_metrics.Measure("/a", context => PlainText.WriteAsync(context.Response, 503, "later")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(_metrics.Measure("/a", _ => throw new InvalidOperationException("a bug"))));
        await Assert.ThrowsAsync<BadHttpRequestException>(() => AskAsync(_metrics.Measure("/a", _ => throw new BadHttpRequestException("too large", 413))));
        foreach (var (code, count) in ((int, int)[])[(200, 0), (413, 1), (500, 1), (503, 1)])
        {
            Assert.Contains($"p_http_requests_total{{code=\"{code}\",handler=\"/a\"}} {count}", await LinesAsync());
        }
    }

    [Fact]
    public async Task Router_WhatHasNoHandler_IsNotCounted()
    {
        var router = new HttpRouter("/prefix", _metrics).Get("/a", static context => PlainText.WriteAsync(context.Response, 200, "a"));
        foreach (var (method, path) in ((string, string)[])[("GET", "/prefix/a"), ("GET", "/prefix/a/"), ("PUT", "/prefix/a"), ("GET", "/b")])
        {
            await AskAsync(router.HandleAsync, method, path);
        }

        Assert.Equal(["p_http_requests_total{code=\"200\",handler=\"/a\"} 1"], (await LinesAsync()).Where(static line => line.StartsWith("p_http_requests", StringComparison.Ordinal)));
    }

    private static async Task AskAsync(HttpHandler handler, string method = "GET", string path = "/a")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Response.Body = new MemoryStream();
        await handler(context);
    }

    private async Task<string[]> LinesAsync()
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Response.Body = body;
        await new MetricsEndpoint(_registry).HandleAsync(context);
        return Encoding.UTF8.GetString(body.ToArray()).Split('\n');
    }

    private sealed class SteppingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
