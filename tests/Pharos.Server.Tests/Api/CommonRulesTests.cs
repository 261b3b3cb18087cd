using System.IO.Compression;
using System.Text;
using Pharos.Server.Web;

namespace Pharos.Server.Tests.Api;

/// <summary>What all routes of the API have in common.</summary>
public sealed class CommonRulesTests
{
    [Theory]
    [InlineData(".*", "https://a.example", "https://a.example")]
    [InlineData("https://(a|b)\\.example", "https://a.example", "https://a.example")]
    [InlineData("https://(a|b)\\.example", "https://c.example", null)]
    [InlineData("https://a\\.example", "https://a.example.evil", null)]
    public async Task Origin_IsAllowedIfItMatches(string origins, string origin, string? allowed)
    {
        await using var server = await StartAsync(options => options with { Cors = new Cors(origins) });
        using var answer = await server.Server.SendAsync("GET", "api/v1/labels", ("Origin", origin));
        Assert.Equal(allowed, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("Accept, Authorization, Content-Type, Origin", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Equal("GET, POST, OPTIONS", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Equal("Date", Header(answer, "Access-Control-Expose-Headers"));
        Assert.Contains("Origin", answer.Headers.Vary);
    }

    [Fact]
    public async Task Answer_ToARequestWithoutOrigin_OnlySaysThatItCounts()
    {
        await using var server = await StartAsync();
        using var answer = await server.Server.SendAsync("GET", "api/v1/labels");
        Assert.Equal(["Accept-Encoding", "Origin"], answer.Headers.Vary);
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("api/v1/query", 204)]
    [InlineData("api/v1/label/a/values", 204)]
    [InlineData("api/v1/nothing/of/the/kind", 204)]
    [InlineData("-/healthy", 200)]
    [InlineData("nothing", 404)]
    public async Task Options_OfThePathsOfTheApi_AreAllAllowed(string path, int status)
    {
        await using var server = await StartAsync();
        using var answer = await server.Server.SendAsync("OPTIONS", path, ("Origin", "https://a.example"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 204 ? "https://a.example" : null, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Empty(status == 404 ? [] : await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "api/v1/nothing", 404, "404 page not found\n")]
    [InlineData("GET", "api/v1/label/a", 404, "404 page not found\n")]
    [InlineData("GET", "api/v1/label/a/b/values", 404, "404 page not found\n")]
    [InlineData("POST", "api/v1/targets", 405, "Method Not Allowed\n")]
    [InlineData("GET", "api/v1/admin/tsdb/snapshot", 405, "Method Not Allowed\n")]
    [InlineData("DELETE", "api/v1/query", 405, "Method Not Allowed\n")]
    public async Task UnknownPathsAndMethods_AreRefusedInTheReferencesWords(string method, string path, int status, string text)
    {
        await using var server = await StartAsync();
        using var answer = await server.Server.SendAsync(method, path);
        Assert.Equal((status, text), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("br, deflate, gzip", "deflate")]
    [InlineData("deflate;q=0, gzip;q=0.5", "gzip")]
    [InlineData("br", null)]
    [InlineData("", null)]
    public async Task Body_IsCompressedAsTheClientNamesItFirst(string accepted, string? coding)
    {
        await using var server = await StartAsync();
        foreach (var path in (string[])["api/v1/labels", "api/v1/query?query="])
        {
            using var answer = await server.Server.SendAsync("GET", path, ("Accept-Encoding", accepted));
            Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await using var plain = coding switch
            {
                "gzip" => new GZipStream(body, CompressionMode.Decompress),
                "deflate" => new ZLibStream(body, CompressionMode.Decompress),
                _ => body,
            };
            using var reader = new StreamReader(plain, Encoding.UTF8);
            Assert.StartsWith("{\"status\":\"", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("label/U__a_2e_b/values", 200, null)]
    [InlineData("label/a.b/values", 200, null)]
    [InlineData("label/U__/values", 400, "invalid label name: \"\"")]
    [InlineData("label/a/values?match[]={", 400, "1:2: parse error: unexpected end of input inside braces")]
    [InlineData("labels?match[]={}", 400, "match[] must contain at least one non-empty matcher")]
    [InlineData("series?match[]={}", 400, "invalid parameter \"match[]\": match[] must contain at least one non-empty matcher")]
    [InlineData("query_exemplars?query=", 400, "unknown position: parse error: no expression found in input")]
    [InlineData("query_exemplars?query=a&start=2&end=1", 400, "end timestamp must not be before start timestamp")]
    [InlineData("query_exemplars?query=a&start=x", 400, "invalid parameter \"start\": invalid time value for 'start': cannot parse \"x\" to a valid timestamp")]
    [InlineData("parse_query?query=sum(", 400, "invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis")]
    public async Task Parameters_AreCheckedWithTheReferencesWords(string path, int status, string? error)
    {
        await using var server = await StartAsync();
        var answer = await server.AskAsync(path);
        Assert.Equal(error, answer.Json.TryGetProperty("error", out var text) ? text.GetString() : null);
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("label/U__a_2e_b/values", """["x","y"]""")]
    [InlineData("label/a.b/values", """["x","y"]""")]
    public async Task Values_OfALabelWithADot_AreFoundUnderBothNames(string path, string expected)
    {
        await using var server = await ScrapingServer.StartAsync(
            "scrape_configs: [{job_name: a, scrape_interval: 100ms, scrape_timeout: 100ms, static_configs: [{targets: [TARGET]}]}]",
            "m{\"a.b\"=\"x\"} 1\nm{\"a.b\"=\"y\"} 1\n");
        var data = await server.WaitAsync(path, static data => data.GetArrayLength() == 2);
        Assert.Equal(expected, data.GetRawText());
    }

    private static Task<ScrapingServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null) => ScrapingServer.StartAsync("global: {}", change: change);

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
