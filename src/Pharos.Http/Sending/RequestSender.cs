using Pharos.Configuration;

namespace Pharos.Http.Sending;

/// <summary>Prepares requests, sends them, and goes where servers say.</summary>
internal sealed class RequestSender(RequestPreparation preparation, bool followsRedirects, HttpMessageHandler connections) : DelegatingHandler(connections)
{
    private const int MostRedirects = 10;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What the caller said, before anything is added: redirects begin with that again.
        var redirect = followsRedirects ? new RedirectSource(request) : null;
        await preparation.PrepareAsync(request, withSecrets: true, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        return redirect is not null && redirect.Next(response) is { } next ? await FollowAsync(redirect, response, next, cancellationToken) : response;
    }

    private async Task<HttpResponseMessage> FollowAsync(
        RedirectSource redirect, HttpResponseMessage response, HttpRequestMessage? next, CancellationToken cancellationToken)
    {
        for (var count = 1; next is not null; count++)
        {
            response.Dispose();
            if (count > MostRedirects)
            {
                throw new HttpRequestException($"{redirect.Method} {UrlText.WithoutPassword(redirect.Url.OriginalString)}: stopped after {MostRedirects} redirects");
            }

            await preparation.PrepareAsync(next, !redirect.HasLeft, cancellationToken);
            response = await base.SendAsync(next, cancellationToken);
            next = redirect.Next(response);
        }

        return response;
    }
}
