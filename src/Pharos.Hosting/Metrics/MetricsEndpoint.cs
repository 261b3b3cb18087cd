using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Hosting.Http;
using Pharos.Instrumentation;

namespace Pharos.Hosting.Metrics;

/// <summary>
/// Serves a registry at <c>/metrics</c>, as Go's client library does: in the format that the scraper wants most, compressed if it takes
/// that, and counting itself. Safe for concurrent use.
/// </summary>
public sealed class MetricsEndpoint
{
    /// <summary>A body larger than this is not kept for the next scrape.</summary>
    private const int MaxKeptBuffer = 4 * 1024 * 1024;

    private readonly MetricRegistry _registry;
    private readonly Counter _succeeded;
    private readonly Counter _failed;
    private readonly Gauge _inFlight;
    private ByteBuffer? _spare;

    public MetricsEndpoint(MetricRegistry registry)
    {
        _registry = registry;
        var requests = registry.CounterFamily("promhttp_metric_handler_requests_total", "Scrapes answered, by HTTP status.", "code");
        _succeeded = requests.WithLabels("200");
        _failed = requests.WithLabels("500");
        requests.WithLabels("503");
        _inFlight = registry.Gauge("promhttp_metric_handler_requests_in_flight", "Scrapes being answered.");
    }

    public async Task HandleAsync(HttpContext context)
    {
        _inFlight.Increment();
        var body = Interlocked.Exchange(ref _spare, null) ?? new ByteBuffer(16 * 1024);
        try
        {
            body.Clear();
            var format = ExpositionNegotiation.Negotiate(context.Request.Headers.Accept, ExpositionFormats.ServerClassic);
            try
            {
                Write(format, body);
            }
            catch (MetricCollectionException exception)
            {
                _failed.Increment();
                await PlainText.WriteAsync(
                    context.Response, StatusCodes.Status500InternalServerError, $"An error has occurred while serving metrics:\n\n{exception.Message}\n");
                return;
            }

            _succeeded.Increment();
            await SendAsync(context, format.ContentType, body.WrittenMemory);
        }
        finally
        {
            _inFlight.Decrement();
            if (body.Length <= MaxKeptBuffer)
            {
                _spare = body;
            }
        }
    }

    private void Write(NegotiatedFormat format, ByteBuffer body)
    {
        var writer = format.NewWriter(body);
        _registry.Collect(format.Escape(writer));
        writer.Complete();
    }

    private static async Task SendAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.ContentType = contentType;
        if (!AcceptEncoding.TakesGzip(context.Request.Headers.AcceptEncoding))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(body);
    }
}
