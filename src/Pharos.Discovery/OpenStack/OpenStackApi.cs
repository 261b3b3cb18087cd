using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.OpenStack;

/// <summary>Asks services of a region, with a token that Keystone gave and the addresses of services that came with it.</summary>
internal sealed class OpenStackApi(ApiClient client, KeystoneAccount account, OpenStackDiscoveryOptions options, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private string _token = "";
    private DateTimeOffset _tokenEnd;
    private Dictionary<string, string> _services = [];

    /// <summary>All items of all pages of a list.</summary>
    /// <param name="service">The type of the service: <c>compute</c>.</param>
    /// <param name="version">Stands behind the service's address, unless it ends with it.</param>
    /// <param name="list">The name of the list in answers; <c>_links</c> behind it, the way to the next page.</param>
    public async Task<List<JsonElement>> ListAsync(string service, string version, string path, string list, CancellationToken cancel)
    {
        await AuthenticateAsync(cancel);
        var url = _services.GetValueOrDefault(service) ?? throw new HttpRequestException($"no {options.Availability} address of service {service} in region {options.Region}");
        var home = url.TrimEnd('/');
        var next = (version.Length == 0 || home.EndsWith('/' + version, StringComparison.Ordinal) ? home : home + '/' + version) + '/' + path;
        var items = new List<JsonElement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (next.Length > 0 && seen.Add(next))
        {
            using var answer = await AskAsync(next, cancel);
            items.AddRange(answer.RootElement.Items(list).Select(static item => item.Clone()));
            next = answer.RootElement.Items(list + "_links").FirstOrDefault(static link => link.Text("rel") == "next").Text("href");
        }

        return items;
    }

    private async Task<JsonDocument> AskAsync(string url, CancellationToken cancel)
    {
        try
        {
            return await client.GetJsonAsync(url, cancel, ("X-Auth-Token", _token));
        }
        catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.Unauthorized)
        {
            // Tokens may be taken back before their time is over.
            _tokenEnd = default;
            throw;
        }
    }

    private async Task AuthenticateAsync(CancellationToken cancel)
    {
        if (time.GetUtcNow() < _tokenEnd - Margin)
        {
            return;
        }

        var home = account.Endpoint.TrimEnd('/');
        var request = ApiClient.Request(HttpMethod.Post, (home.EndsWith("/v3", StringComparison.Ordinal) ? home : home + "/v3") + "/auth/tokens", ("Accept", "application/json"));
        request.Content = new ReadOnlyMemoryContent(account.ToRequest());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await client.SendAsync(request, cancel);
        using var body = answer.ToJson();
        _token = answer.Header("X-Subject-Token") ?? throw new HttpRequestException("could not authenticate to OpenStack: the answer has no token");
        _services = Services(body.RootElement.Field("token"));
        _tokenEnd = DateTimeOffset.TryParse(
            body.RootElement.Field("token", "expires_at").Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : default;
    }

    private Dictionary<string, string> Services(JsonElement token)
    {
        var services = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in token.Items("catalog"))
        {
            foreach (var endpoint in service.Items("endpoints").Where(endpoint =>
                endpoint.Text("interface") == options.Availability && (endpoint.Text("region") == options.Region || endpoint.Text("region_id") == options.Region)))
            {
                services.TryAdd(service.Text("type"), endpoint.Text("url"));
            }
        }

        return services;
    }
}
