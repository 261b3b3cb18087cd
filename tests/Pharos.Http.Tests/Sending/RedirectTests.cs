using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.Sending;

public sealed class RedirectTests : IDisposable
{
    private const string Secrets = """
        basic_auth: {username: anna, password: secret}
        http_headers:
          X-Public: {values: [public]}
          X-Secret: {secrets: [secret]}
          X-File: {files: [FILE]}
          Cookie: {values: [a=b]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_RedirectOnTheSameHost_KeepsCredentials()
    {
        await using var server = await TestServer.StartAsync(To(static path => path == "/" ? "/metrics?a=b" : null));
        using var client = Create(Secrets);
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal(["/", "/metrics?a=b"], server.Seen.Select(static seen => seen.Url));
        Assert.All(server.Seen, static seen => Assert.Equal(("Basic YW5uYTpzZWNyZXQ=", "public", "secret", "file", "a=b"), All(seen)));
    }

    [Fact]
    public async Task Request_RedirectToAnotherHost_LeavesCredentialsBehind()
    {
        await using var other = await TestServer.StartAsync();
        await using var server = await TestServer.StartAsync(To(_ => $"http://localhost:{other.Port}/there"));
        using var client = Create(Secrets);
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal("/there", other.Last.Url);
        Assert.Equal(("", "public", "", "", ""), All(other.Last));
    }

    [Fact]
    public async Task Request_RedirectToAnotherHostAndBack_DoesNotPickThemUpAgain()
    {
        TestServer? server = null;
        await using var other = await TestServer.StartAsync(To(_ => $"{server!.Url}back?leak=1"));
        await using var first = server = await TestServer.StartAsync(To(path => path == "/" ? $"http://localhost:{other.Port}/" : null));
        using var client = Create(Secrets);
        await client.GetAsync(server.Url);
        Assert.Equal("/back?leak=1", server.Last.Url);
        Assert.Equal(("", "public", "", "", ""), All(server.Last));
    }

    [Fact]
    public async Task Request_RedirectToAnotherPortOfTheHost_KeepsCredentialsAsTheReferenceDoes()
    {
        await using var other = await TestServer.StartAsync();
        await using var server = await TestServer.StartAsync(To(_ => other.Url.ToString()));
        using var client = Create(Secrets);
        await client.GetAsync(server.Url);
        Assert.Equal("secret", other.Last.Header("X-Secret"));
    }

    [Fact]
    public async Task Request_RedirectFromHttpsToHttp_LeavesCredentialsBehind()
    {
        using var authority = TestAuthority.Create();
        using var certificate = authority.IssueServer("127.0.0.1");
        await using var other = await TestServer.StartAsync();
        await using var server = await TestServer.StartAsync(To(_ => other.Url.ToString()), certificate);
        using var client = Create(Secrets + "\ntls_config: {insecure_skip_verify: true}");
        await client.GetAsync(server.Url);
        Assert.Equal(("", "public", "", "", ""), All(other.Last));
    }

    [Fact]
    public async Task Request_OwnHeaders_GoAlongButTheSensitiveOnes()
    {
        await using var other = await TestServer.StartAsync();
        await using var server = await TestServer.StartAsync(To(_ => $"http://localhost:{other.Port}/"));
        using var client = Clients.Create("{}");
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.TryAddWithoutValidation("Accept", "text/plain");
        request.Headers.TryAddWithoutValidation("Authorization", "Mine");
        request.Headers.TryAddWithoutValidation("Cookie", "a=b");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/plain", other.Last.Header("Accept"));
        Assert.Equal(["Accept", "Host", "User-Agent"], other.Last.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Request_FollowRedirectsOff_GivesTheRedirect()
    {
        await using var server = await TestServer.StartAsync(To(static _ => "/elsewhere"));
        using var client = Clients.Create("follow_redirects: false");
        Assert.Equal("302 ", await client.GetAsync(server.Url));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Request_RedirectsWithoutEnd_StopAfterTen()
    {
        await using var server = await TestServer.StartAsync(To(static path => path + "x"));
        using var client = Clients.Create("{}");
        Assert.Contains("stopped after 10 redirects", (await client.FailsAsync(server.Url)).Message, StringComparison.Ordinal);
        Assert.Equal(11, server.Seen.Count);
    }

    [Theory]
    [InlineData(301, "POST", "GET ")]
    [InlineData(302, "POST", "GET ")]
    [InlineData(303, "PUT", "GET ")]
    [InlineData(302, "HEAD", "HEAD ")]
    [InlineData(307, "POST", "POST body")]
    [InlineData(308, "PUT", "PUT body")]
    public async Task Request_Status_SaysWhatBecomesOfMethodAndBody(int status, string method, string then)
    {
        await using var server = await TestServer.StartAsync(To(static path => path == "/" ? "/then" : null, status));
        using var client = Clients.Create("{}");
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Url) { Content = method == "HEAD" ? null : new StringContent("body") };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(then, $"{server.Last.Method} {server.Last.Body}");
    }

    [Theory]
    [InlineData(300, "/elsewhere")]
    [InlineData(304, "/elsewhere")]
    [InlineData(302, null)]
    public async Task Request_ResponseThatLeadsNowhere_IsTheAnswer(int status, string? location)
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        using var client = Clients.Create("{}");
        Assert.Equal($"{status} ", await client.GetAsync(server.Url));
    }

    [Fact]
    public async Task Request_RedirectToAnotherScheme_Fails()
    {
        await using var server = await TestServer.StartAsync(To(static _ => "ftp://127.0.0.1/file"));
        using var client = Clients.Create("{}");
        Assert.Contains("no http or https URL", (await client.FailsAsync(server.Url)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_Errors_HaveNoPassword()
    {
        await using var server = await TestServer.StartAsync(To(static _ => "ftp://127.0.0.1/file"));
        using var client = Clients.Create("{}");
        var error = await client.FailsAsync(new UriBuilder(server.Url) { UserName = "anna", Password = "hidden" }.Uri);
        Assert.Contains("anna:xxxxx@", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    private static (string, string, string, string, string) All(SeenRequest seen) =>
        (seen.Header("Authorization"), seen.Header("X-Public"), seen.Header("X-Secret"), seen.Header("X-File"), seen.Header("Cookie"));

    private static Func<HttpContext, Task> To(Func<string, string?> location, int status = 302) => async context =>
    {
        if (location(context.Request.Path) is { } there)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = there;
        }
        else if (context.Request.Method != "HEAD")
        {
            await context.Response.WriteAsync("ok");
        }
    };

    private ConfiguredClient Create(string yaml)
    {
        File.WriteAllBytes(_folder.File("file"), Encoding.UTF8.GetBytes("file"));
        return Clients.Create(yaml.Replace("FILE", _folder.File("file"), StringComparison.Ordinal));
    }
}
