using Microsoft.AspNetCore.Http;
using Pharos.Foundation.Bytes;
using Pharos.Hosting.Http;
using Pharos.Server.Web;

namespace Pharos.Server.Api;

/// <summary>The routes that say what users should know now: once, or as it comes.</summary>
internal sealed class NotificationsApi
{
    private readonly Notifications _notifications;
    private readonly Cors _cors;

    public NotificationsApi(Notifications notifications, Cors cors)
    {
        _notifications = notifications;
        _cors = cors;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/notifications", endpoint.Always(ApiData.Of(WriteAll)));
        router.Get("/api/v1/notifications/live", StreamAsync);
    }

    private void WriteAll(JsonBuilder json)
    {
        json.BeginList();
        foreach (var notification in _notifications.Current())
        {
            Write(json, notification);
        }

        json.EndList();
    }

    /// <summary>As server-sent events, until the client goes or the server ends.</summary>
    private async Task StreamAsync(HttpContext context)
    {
        var (response, gone) = (context.Response, context.RequestAborted);
        _cors.Apply(context);
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Connection = "keep-alive";
        if (_notifications.Subscribe() is not { } channel)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        try
        {
            // So that the client sees at once that it is heard.
            await response.Body.FlushAsync(gone);
            var line = new ByteBuffer();
            await foreach (var notification in channel.Reader.ReadAllAsync(gone))
            {
                line.Clear();
                line.Append("data: "u8);
                Write(new JsonBuilder(line), notification);
                line.Append("\n\n"u8);
                await response.Body.WriteAsync(line.WrittenMemory, gone);
                await response.Body.FlushAsync(gone);
            }
        }
        finally
        {
            _notifications.Unsubscribe(channel);
        }
    }

    private static void Write(JsonBuilder json, Notification notification) => json.BeginObject()
        .Name("text").Text(notification.Text)
        .Name("date").Time(notification.Date)
        .Name("active").Bool(notification.IsActive)
        .EndObject();
}
