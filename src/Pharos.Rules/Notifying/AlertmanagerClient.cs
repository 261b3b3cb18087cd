using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Pharos.Http;

namespace Pharos.Rules.Notifying;

/// <summary>Makes the requests to one Alertmanager.</summary>
/// <param name="sender">Belongs to somebody else.</param>
[SuppressMessage("Design", "CA1031", Justification = "Whatever an Alertmanager makes the client throw is a failure of this batch, not of the queue.")]
internal sealed class AlertmanagerClient(string url, HttpMessageInvoker sender, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Timers take no more.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    // A URL that cannot be parsed fails each batch with a clear message, not the whole entry of the configuration.
    private readonly Uri? _url = Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 ? parsed : null;

    public string Url => url;

    /// <param name="stop">Gives up.</param>
    /// <returns>What went wrong; null if the alerts have arrived.</returns>
    public async Task<string?> SendAsync(IReadOnlyList<Notification> notifications, CancellationToken stop)
    {
        if (_url is null)
        {
            return $"Post \"{url}\": invalid URL";
        }

        using var patience = new CancellationTokenSource(timeout < LongestTimeout ? timeout : LongestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(NotificationJson.Write(notifications)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await sender.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode
                ? null
                : RequestErrorText.Cut($"bad response status {(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return $"Post \"{url}\": {(stop.IsCancellationRequested ? "context canceled" : "context deadline exceeded")}";
        }
        catch (Exception error)
        {
            return $"Post \"{url}\": {RequestErrorText.OfRequest(error, $"{_url.Host}:{_url.Port}")}";
        }
    }
}
