using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pharos.Http;
using Pharos.Http.Options;

namespace Pharos.Discovery.Api;

/// <summary>Asks an API. Answers are read whole, up to a size. Thread-safe.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>Lists of a hundred thousand machines are a tenth of that.</summary>
    private const int MostBytes = 512 << 20;

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly ConfiguredClient _client;

    /// <exception cref="ClientConfigurationException">A file of the configuration cannot be used.</exception>
    public ApiClient(HttpClientOptions options, HttpClientServices services, ClientExtras? extras = null)
    {
        _client = new ConfiguredClient(options, services, (extras ?? ClientExtras.None) with { Decompresses = true });
    }

    /// <summary>The answer's JSON, for the caller to dispose.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or one with a status that is no success.</exception>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public Task<JsonDocument> GetJsonAsync(string url, CancellationToken cancel, params (string Name, string Value)[] headers) =>
        SendForJsonAsync(Request(HttpMethod.Get, url, headers), cancel);

    /// <summary>As <see cref="GetJsonAsync"/>, for any request. It is disposed.</summary>
    public async Task<JsonDocument> SendForJsonAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.Accept.Add(Json);
        }

        var answer = await SendAsync(request, cancel);
        return answer.ToJson();
    }

    /// <summary>The answer to a request that was taken. The request is disposed.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or one with a status that is no success.</exception>
    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        using (var response = await _client.SendAsync(request, cancel))
        {
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"{Name(request)}: server returned HTTP status {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
            }

            var body = await ResponseBody.ReadAsync(response, MostBytes, cancel);
            return new ApiAnswer(Name(request), response.StatusCode, response.Headers, response.Content.Headers.TryGetValues("Content-Type", out var types) ? types.First() : "", body);
        }
    }

    public static HttpRequestMessage Request(HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What is asked, without anything that may be secret.</summary>
    private static string Name(HttpRequestMessage request) => $"{request.Method} {request.RequestUri?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";
}

/// <param name="Name">What was asked, for complaints.</param>
internal sealed record ApiAnswer(string Name, HttpStatusCode Status, HttpResponseHeaders Headers, string ContentType, byte[] Body)
{
    /// <summary>Whether it says that it is JSON, without parameters or with the only encoding that JSON has.</summary>
    public bool IsJson
    {
        get
        {
            var parts = ContentType.Split(';', 2, StringSplitOptions.TrimEntries);
            return parts[0].Equals("application/json", StringComparison.OrdinalIgnoreCase)
                && (parts.Length == 1 || parts[1].ToLowerInvariant() is "charset=utf-8" or "charset=\"utf-8\"");
        }
    }

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <exception cref="JsonException">The body is none.</exception>
    public JsonDocument ToJson()
    {
        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException error)
        {
            throw new JsonException($"{Name}: {error.Message}", error);
        }
    }
}
