using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.Sending;

public sealed class HeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_ConfiguredHeaders_AreAllSent()
    {
        var file = _folder.File("value");
        await File.WriteAllTextAsync(file, " from file \n", TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($"http_headers: {{X-Some: {{values: [one, zwölf], secrets: [two], files: [{file}]}}, Accept-Language: {{values: [de]}}}}");
        await client.GetAsync(server.Url);
        Assert.Equal("one, zwölf, two, from file", server.Last.Header("X-Some").Replace(",", ", ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        Assert.Equal("de", server.Last.Header("Accept-Language"));

        await File.WriteAllTextAsync(file, "changed", TestContext.Current.CancellationToken);
        await client.GetAsync(server.Url);
        Assert.EndsWith("changed", server.Last.Header("X-Some"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_UserAgent_IsThatOfTheProgramUnlessTheRequestSaysAnother()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("{}");
        await client.GetAsync(server.Url);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.TryAddWithoutValidation("User-Agent", "Prometheus/3.5.0");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["Pharos/test", "Prometheus/3.5.0"], server.Seen.Select(static seen => seen.Header("User-Agent")));
    }

    [Fact]
    public async Task Request_NoConfiguration_HasNoHeadersButTheNecessary()
    {
        await using var server = await TestServer.StartAsync();
        using var activity = new System.Diagnostics.Activity("test").Start();
        using var client = Clients.Create("{}");
        await client.GetAsync(server.Url);
        Assert.Equal(["Host", "User-Agent"], server.Last.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Request_NameThatIsNone_FailsAndNamesIt()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("http_headers: {'a b': {values: [c]}}");
        Assert.Equal("\"a b\" cannot be the name of a header", (await client.FailsAsync(server.Url)).Message);
    }

    [Fact]
    public async Task Response_Cookies_AreNotKept()
    {
        await using var server = await TestServer.StartAsync(static context =>
        {
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        using var client = Clients.Create("{}");
        await client.GetAsync(server.Url);
        await client.GetAsync(server.Url);
        Assert.Equal("", server.Last.Header("Cookie"));
    }

    [Fact]
    public async Task Request_Compression_IsAskedForAndUndoneOnlyIfWanted()
    {
        await using var server = await TestServer.StartAsync(static async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await gzip.WriteAsync("hello"u8.ToArray());
        });
        using var plain = Clients.Create("{}");
        Assert.NotEqual("200 hello", await plain.GetAsync(server.Url));
        Assert.Equal("", server.Last.Header("Accept-Encoding"));
        using var decompresses = Clients.Create("{}", extras: new ClientExtras { Decompresses = true });
        Assert.Equal("200 hello", await decompresses.GetAsync(server.Url));
        Assert.Equal("gzip", server.Last.Header("Accept-Encoding"));
    }
}
