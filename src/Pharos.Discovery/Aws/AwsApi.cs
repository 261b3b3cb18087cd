using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Aws;

/// <summary>Asks a service of AWS in the ways that its services are asked. Thread-safe.</summary>
/// <param name="client">Signs requests for the service. Stays the caller's.</param>
/// <param name="url">The service's address in a region, with a slash at the end.</param>
internal sealed class AwsApi(ApiClient client, Func<string, string> url)
{
    /// <summary>Parameters in a form, an answer in XML.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or one that is no success or no XML.</exception>
    public async Task<XElement> QueryAsync(string region, string version, string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancel)
    {
        var request = ApiClient.Request(HttpMethod.Post, url(region), ("Accept", "text/xml"));
        request.Content = new FormUrlEncodedContent([new("Action", action), .. parameters, new("Version", version)]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        var answer = await client.SendAsync(request, cancel);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(answer.Body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException error)
        {
            throw new HttpRequestException($"{answer.Name}: {error.Message}", error);
        }
    }

    /// <summary>A JSON object for an operation, an answer in JSON, which is the caller's to dispose.</summary>
    /// <param name="target">Service and operation: <c>Lightsail_20161128.GetInstances</c>.</param>
    public Task<JsonDocument> CallAsync(string region, string target, string body, CancellationToken cancel)
    {
        var request = ApiClient.Request(HttpMethod.Post, url(region), ("X-Amz-Target", target));
        request.Content = new StringContent(body, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        return client.SendForJsonAsync(request, cancel);
    }

    /// <summary>A resource, an answer in JSON, which is the caller's to dispose.</summary>
    /// <param name="path">Without a slash at the beginning.</param>
    public Task<JsonDocument> GetAsync(string region, string path, CancellationToken cancel) => client.GetJsonAsync(url(region) + path, cancel);
}
