using System.Globalization;
using Pharos.Http;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape.Fetching;

/// <summary>Makes the requests of one target. Its headers are the same every time.</summary>
internal sealed class TargetRequest(Target target, ScrapeJob job)
{
    // A URL that cannot be parsed fails each scrape with a clear message, not the whole job.
    private readonly Uri? _url = Uri.TryCreate(target.Url, UriKind.Absolute, out var url) ? url : null;
    private readonly string _timeout = target.Timeout.TotalSeconds.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The host and port that the target is reached at.</summary>
    public string Address => _url is null ? "" : $"{_url.Host}:{_url.Port}";

    public HttpRequestMessage Create()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _url ?? throw new HttpRequestException("invalid URL"));
        request.Headers.TryAddWithoutValidation("Accept", job.AcceptHeader);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", job.Options.EnableCompression ? "gzip" : "identity");
        request.Headers.TryAddWithoutValidation("X-Prometheus-Scrape-Timeout-Seconds", _timeout);
        if (target.UnixSocket is { Length: > 0 } socket)
        {
            request.Options.Set(RequestOptions.UnixSocket, socket);
        }

        return request;
    }
}
