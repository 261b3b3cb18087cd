using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Http.Tests.Servers;

/// <summary>Makes clients from configuration text, as users do.</summary>
internal static class Clients
{
    public static HttpClientServices Services(TimeProvider? time = null, Dictionary<string, string>? variables = null) => new()
    {
        Log = NullLogger.Instance,
        UserAgent = "Pharos/test",
        Time = time ?? TimeProvider.System,
        Variable = name => variables?.GetValueOrDefault(name),
    };

    public static HttpClientOptions Options(string yaml) => OptionsReader.Read<HttpClientOptions>(yaml, "/etc/pharos/test.yml");

    public static ConfiguredClient Create(string yaml, TimeProvider? time = null, Dictionary<string, string>? variables = null, ClientExtras? extras = null) =>
        new(Options(yaml), Services(time, variables), extras);

    public static async Task<string> GetAsync(this ConfiguredClient client, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    public static Task<string> GetAsync(this ConfiguredClient client, string url) => client.GetAsync(new Uri(url));

    public static Task<HttpRequestException> FailsAsync(this ConfiguredClient client, Uri url) => Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync(url));

    /// <summary>A text of several lines as a scalar.</summary>
    public static string Block(string text) => Configuration.Yaml.YamlWriter.Quoted(text);
}
