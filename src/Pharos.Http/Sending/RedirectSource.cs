using System.Net;
using System.Net.Http.Headers;
using Pharos.Configuration;

namespace Pharos.Http.Sending;

/// <summary>A request as its caller made it, and what becomes of it when servers send it elsewhere.</summary>
/// <remarks>
/// Secrets go with it as long as it stays with the host of the first URL or hosts below that, and does not go from https to http. Once it left,
/// it has left: the other host may send it back with something of its own in the URL.
/// </remarks>
internal sealed class RedirectSource(HttpRequestMessage request)
{
    private readonly Uri _first = request.RequestUri!;
    private readonly KeyValuePair<string, HeaderStringValues>[] _headers = [.. request.Headers.NonValidated];
    private readonly string? _host = request.Headers.Host;
    private HttpContent? _content = request.Content;

    public HttpMethod Method { get; private set; } = request.Method;

    public Uri Url { get; private set; } = request.RequestUri!;

    /// <summary>Whether the request is on its way to a host that its secrets are not meant for.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The request to make next; null if the response is the answer.</summary>
    public HttpRequestMessage? Next(HttpResponseMessage response)
    {
        var keepsBody = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!keepsBody && response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther))
        {
            return null;
        }

        if (!response.Headers.NonValidated.TryGetValues("Location", out var locations) || locations.ToString() is not { Length: > 0 } location)
        {
            return null;
        }

        if (keepsBody && _content is not (null or ByteArrayContent or ReadOnlyMemoryContent))
        {
            // A body that can be written once only.
            return null;
        }

        if (!Uri.TryCreate(Url, location, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new HttpRequestException($"{Method} {UrlText.WithoutPassword(Url.OriginalString)}: redirected to what is no http or https URL");
        }

        if (!keepsBody)
        {
            _content = null;
            Method = Method == HttpMethod.Head || Method == HttpMethod.Get ? Method : HttpMethod.Get;
        }

        HasLeft |= !IsSameOrBelow(url.IdnHost, _first.IdnHost) || (_first.Scheme == "https" && url.Scheme != "https");
        var isRelative = !Uri.TryCreate(location, UriKind.Absolute, out var absolute) || absolute.Scheme == "file";
        Url = url;
        return Request(isRelative);
    }

    private HttpRequestMessage Request(bool keepsHost)
    {
        var next = new HttpRequestMessage(Method, Url) { Content = _content };
        foreach (var (name, values) in _headers)
        {
            if (!HasLeft || !SensitiveHeaders.Contains(name))
            {
                next.Headers.TryAddWithoutValidation(name, values);
            }
        }

        // A host that was set by hand stays only where the server did not name another.
        next.Headers.Host = keepsHost && !HasLeft ? _host : null;
        if (request.Options.TryGetValue(RequestOptions.UnixSocket, out var socket))
        {
            next.Options.Set(RequestOptions.UnixSocket, socket);
        }

        return next;
    }

    private static bool IsSameOrBelow(string host, string parent) =>
        host.Equals(parent, StringComparison.OrdinalIgnoreCase)
        || (host.EndsWith(parent, StringComparison.OrdinalIgnoreCase) && host[^(parent.Length + 1)] == '.' && !host.AsSpan().ContainsAny(':', '%'));
}
