using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Http;
using Pharos.Remote.Receiving;
using Pharos.Server.Api;

namespace Pharos.Server.Remote;

/// <summary><c>/api/v1/write</c>: what other servers send.</summary>
internal sealed class RemoteWriteEndpoint(RemoteWriteSettings settings, WriteReceiver receiver, ServerState state, ILogger log)
{
    /// <summary>A few hundred requests of the usual size at once.</summary>
    private const long MostBytesTogether = 256 << 20;

    private readonly RequestBodies _bodies = new(MostBytesTogether);

    public void AddTo(HttpRouter router) => router.Post("/api/v1/write", settings.IsEnabled
        ? context => state.Readiness == Readiness.Ready ? HandleAsync(context) : ReadyGate.RefuseAsync(context, state)
        : static context => RefuseAsync(context, StatusCodes.Status404NotFound, "remote write receiver needs to be enabled with --web.enable-remote-write-receiver"));

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (Complaint(request, out var kind) is { } complaint)
        {
            log.Error("Error decoding remote write request", [("err", complaint)]);
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, complaint);
            return;
        }

        WriteAnswer answer;
        try
        {
            // The server's own limits of bodies are for other requests.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = RequestBodies.MostCompressed;
            }

            using var body = await _bodies.ReadAsync(request, context.RequestAborted);
            var message = body.Decompress();
            answer = kind == MessageKind.Version1 ? receiver.ReceiveVersion1(message) : receiver.ReceiveVersion2(message);
        }
        catch (BodyException exception)
        {
            log.Error("Error decoding remote write request", [("err", exception.Message)]);
            await RefuseAsync(context, exception.Status, exception.Message);
            return;
        }

        if (answer.Written is { } written)
        {
            var headers = context.Response.Headers;
            headers["X-Prometheus-Remote-Write-Samples-Written"] = written.Samples.ToString(CultureInfo.InvariantCulture);
            headers["X-Prometheus-Remote-Write-Histograms-Written"] = written.Histograms.ToString(CultureInfo.InvariantCulture);
            headers["X-Prometheus-Remote-Write-Exemplars-Written"] = written.Exemplars.ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Status == WriteStatus.Stored)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await RefuseAsync(
                context, answer.Status == WriteStatus.Refused ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError, answer.Error!);
        }
    }

    /// <summary>What keeps the request from being read, if anything.</summary>
    private string? Complaint(HttpRequest request, out MessageKind kind)
    {
        if (!MessageKinds.TryParseContentType(request.ContentType, out kind, out var complaint))
        {
            return complaint;
        }

        if (!settings.Accepted.Contains(kind))
        {
            return $"{kind.Name()} protobuf message is not accepted by this server; only accepts {string.Join(", ", settings.Accepted.Select(static one => one.Name()))}";
        }

        var encoding = request.Headers.ContentEncoding.ToString();
        return encoding is "" or "snappy" ? null : $"{encoding} encoding (compression) is not accepted by this server; only snappy is acceptable";
    }

    private static Task RefuseAsync(HttpContext context, int status, string text) => PlainText.WriteAsync(context.Response, status, text + "\n");
}
