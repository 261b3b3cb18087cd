using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pharos.Hosting.Http;
using Pharos.Instrumentation;

namespace Pharos.Hosting.Metrics;

/// <summary>
/// Counts the requests of each route by status, and measures how long they took and how large the answers were. What has no handler is
/// not counted: unknown paths, wrong methods, redirects. Safe for concurrent use.
/// </summary>
public sealed class RequestMetrics
{
    private readonly CounterFamily _requests;
    private readonly HistogramFamily _durations;
    private readonly HistogramFamily _sizes;
    private readonly TimeProvider _time;

    /// <param name="registry">Where the families go.</param>
    /// <param name="program">What their names begin with: <c>prometheus</c>, say.</param>
    /// <param name="time">Measures the durations.</param>
    public RequestMetrics(MetricRegistry registry, string program, TimeProvider time)
    {
        _time = time;
        _requests = registry.CounterFamily($"{program}_http_requests_total", "Requests answered, by route and HTTP status.", "handler", "code");
        _durations = registry.HistogramFamily(
            $"{program}_http_request_duration_seconds",
            "How long answering a request took, by route.",
            new HistogramOptions { Buckets = [.1, .2, .4, 1, 3, 8, 20, 60, 120], Native = new NativeHistogramOptions() },
            "handler");
        _sizes = registry.HistogramFamily(
            $"{program}_http_response_size_bytes",
            "How large the body of an answer was as it was sent, by route.",
            new HistogramOptions { Buckets = HistogramOptions.ExponentialBuckets(100, 10, 8) },
            "handler");
    }

    /// <summary>The same handler, measured under the route's name. That it exists is seen at once, by a count of zero.</summary>
    public HttpHandler Measure(string route, HttpHandler handler)
    {
        var succeeded = _requests.WithLabels(route, "200");
        return context => MeasureAsync(context, route, handler, succeeded);
    }

    private async Task MeasureAsync(HttpContext context, string route, HttpHandler handler, Counter succeeded)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var counted = new CountedBody(body);
        context.Features.Set<IHttpResponseBodyFeature>(counted);
        var start = _time.GetTimestamp();
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await handler(context);
            status = context.Response.StatusCode;
        }
        catch (BadHttpRequestException exception)
        {
            status = exception.StatusCode;
            throw;
        }
        finally
        {
            context.Features.Set(body);
            var counter = status == StatusCodes.Status200OK ? succeeded : _requests.WithLabels(route, status.ToString(CultureInfo.InvariantCulture));
            counter.Increment();
            _durations.WithLabels(route).Observe(_time.GetElapsedTime(start).TotalSeconds);
            _sizes.WithLabels(route).Observe(counted.Bytes);
        }
    }
}
