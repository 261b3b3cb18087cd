namespace Pharos.Server.Tests;

public sealed class HealthRoutesTests
{
    // As Prometheus answers them.
    [Theory]
    [InlineData("GET", "-/healthy", 200, "Prometheus Server is Healthy.\n")]
    [InlineData("HEAD", "-/healthy", 200, "")]
    [InlineData("GET", "-/ready", 200, "Prometheus Server is Ready.\n")]
    [InlineData("HEAD", "-/ready", 200, "")]
    [InlineData("POST", "-/healthy", 405, "Method Not Allowed\n")]
    [InlineData("DELETE", "-/ready", 405, "Method Not Allowed\n")]
    [InlineData("POST", "-/quit", 403, "Lifecycle API is not enabled.")]
    [InlineData("PUT", "-/reload", 403, "Lifecycle API is not enabled.")]
    [InlineData("GET", "-/quit", 405, "Only POST or PUT requests allowed")]
    [InlineData("GET", "-/reload", 405, "Only POST or PUT requests allowed")]
    [InlineData("GET", "-/nothing", 404, "404 page not found\n")]
    [InlineData("HEAD", "metrics", 405, "")]
    [InlineData("GET", "api/v1/nothing", 404, "404 page not found\n")]
    public async Task Request_IsAnsweredAsTheReferenceDoes(string method, string path, int status, string body)
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.SendAsync(method, path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("http://proxy.example/prom/", null, "prom/-/ready", 200)]
    [InlineData("http://proxy.example/prom/", null, "-/ready", 404)]
    [InlineData("http://proxy.example/prom/", "/", "-/ready", 200)]
    [InlineData("/prom/", null, "prom/-/ready", 200)]
    [InlineData("http://proxy.example/a%20b", null, "a%20b/-/ready", 200)]
    [InlineData("http://proxy.example/a%20b", null, "a%2520b/-/ready", 404)]
    [InlineData(null, "/a%20b", "a%2520b/-/ready", 200)]
    [InlineData(null, "/\u00e4", "%C3%A4/-/ready", 200)]
    [InlineData(null, "a/b/", "a/b/-/ready", 200)]
    [InlineData(null, null, "-/ready", 200)]
    public async Task Prefix_FromFlagOrExternalUrl_MovesTheRoutes(string? externalUrl, string? prefix, string path, int status)
    {
        ExternalUrl? url = null;
        Assert.True(externalUrl is null || ExternalUrl.TryParse(externalUrl, out url, out _));
        var options = RunningServer.Options with { ExternalUrl = url, RoutePrefix = prefix };
        await using var server = await RunningServer.StartAsync(options);
        using var answer = await server.SendAsync("GET", path);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/\u00e4", "/%C3%A4/")]
    [InlineData("/a b", "/a%20b/")]
    [InlineData("/a%20b", "/a%2520b/")]
    public async Task Root_BesidesAPrefixThatNeedsEscapes_LeadsToIt(string prefix, string location)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Options with { RoutePrefix = prefix });
        using var answer = await server.SendAsync("GET", "");
        Assert.Equal((302, location), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
        using var page = await server.SendAsync("GET", location[1..] + "query");
        Assert.Equal(200, (int)page.StatusCode);
    }
}
