using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.OAuth2;

public sealed class TokenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_CarriesTheTokenThatTheServerGave()
    {
        await using var tokens = await TestServer.StartAsync(Json("""{"access_token": "t1", "token_type": "bearer", "expires_in": 3600}"""));
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($$"""
            oauth2:
              client_id: me & you
              client_secret: s:e+c
              scopes: [read, write]
              token_url: {{tokens.Url}}token
              endpoint_params: {audience: 'a&b'}
            """);
        await client.GetAsync(server.Url);
        Assert.Equal("Bearer t1", server.Last.Header("Authorization"));
        var asked = Assert.Single(tokens.Seen);
        Assert.Equal(("POST", "/token", "application/x-www-form-urlencoded", "Pharos/test"), (asked.Method, asked.Url, asked.Header("Content-Type"), asked.Header("User-Agent")));
        Assert.Equal("grant_type=client_credentials&scope=read+write&audience=a%26b", asked.Body);
        Assert.Equal("me+%26+you:s%3Ae%2Bc", Encoding.UTF8.GetString(Convert.FromBase64String(asked.Header("Authorization")["Basic ".Length..])));
    }

    [Fact]
    public async Task Request_TokenIsGood_IsNotAskedForAgainUntilShortlyBeforeItsEnd()
    {
        var count = 0;
        await using var tokens = await TestServer.StartAsync(context => context.Response.WriteAsync($$"""{"access_token": "t{{Interlocked.Increment(ref count)}}", "expires_in": "60"}"""));
        await using var server = await TestServer.StartAsync();
        var time = new ManualTime();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret: s, token_url: '{tokens.Url}'}}", time);
        await client.GetAsync(server.Url);
        time.Advance(TimeSpan.FromSeconds(49));
        await client.GetAsync(server.Url);
        time.Advance(TimeSpan.FromSeconds(1));
        await client.GetAsync(server.Url);
        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], server.Seen.Select(static seen => seen.Header("Authorization")));
    }

    [Fact]
    public async Task Request_ManyAtOnce_ShareOneQuestion()
    {
        var all = new TaskCompletionSource();
        await using var tokens = await TestServer.StartAsync(async context =>
        {
            await all.Task;
            await context.Response.WriteAsync("""{"access_token": "t"}""");
        });
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret: s, token_url: '{tokens.Url}'}}");
        var requests = Enumerable.Range(0, 20).Select(_ => client.GetAsync(server.Url)).ToArray();
        all.SetResult();
        await Task.WhenAll(requests);
        Assert.Single(tokens.Seen);
        Assert.Equal(20, server.Seen.Count(static seen => seen.Header("Authorization") == "Bearer t"));
    }

    [Fact]
    public async Task Request_CancelledWhileOthersWait_DoesNotTakeTheTokenFromThem()
    {
        var go = new TaskCompletionSource();
        await using var tokens = await TestServer.StartAsync(async context =>
        {
            await go.Task;
            await context.Response.WriteAsync("""{"access_token": "t"}""");
        });
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret: s, token_url: '{tokens.Url}'}}");
        using var cancel = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        var first = client.SendAsync(request, cancel.Token);
        var second = client.GetAsync(server.Url);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.SetResult();
        Assert.Equal("200 ok", await second);
    }

    [Fact]
    public async Task Request_ServerWantsTheSecretInTheForm_LearnsIt()
    {
        await using var tokens = await TestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization.Count > 0 ? 401 : 200;
            await context.Response.WriteAsync("""{"access_token": "t", "expires_in": 60}""");
        });
        await using var server = await TestServer.StartAsync();
        var time = new ManualTime();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret: s, token_url: '{tokens.Url}'}}", time);
        await client.GetAsync(server.Url);
        time.Advance(TimeSpan.FromMinutes(1));
        await client.GetAsync(server.Url);
        Assert.Equal(
            ["grant_type=client_credentials", "grant_type=client_credentials&client_id=me&client_secret=s", "grant_type=client_credentials&client_id=me&client_secret=s"],
            tokens.Seen.Select(static seen => seen.Body));
    }

    [Theory]
    [InlineData(401, """{"error": "invalid_client", "error_description": "who are\nyou"}""", "401 Unauthorized: invalid_client (who are you)")]
    [InlineData(500, "<html>", "500 Internal Server Error")]
    [InlineData(200, """{"error": "nope"}""", "200 OK: nope")]
    [InlineData(200, "{}", "the answer has no access_token")]
    [InlineData(200, "no json", "the answer has no access_token")]
    [InlineData(200, """{"access_token": "a\nb"}""", "the access_token has a line break or another control character in it")]
    [InlineData(307, "", "307 Temporary Redirect")]
    public async Task Request_NoToken_FailsAndTriesAnewTheNextTime(int status, string answer, string complaint)
    {
        var isBroken = true;
        await using var tokens = await TestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = isBroken ? status : 200;
            context.Response.Headers.Location = isBroken && status == 307 ? "http://localhost:1/" : default;
            await context.Response.WriteAsync(isBroken ? answer : """{"access_token": "t"}""");
        });
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret: hidden, token_url: 'http://u:hidden@127.0.0.1:{tokens.Port}/'}}");
        var error = await client.FailsAsync(server.Url);
        Assert.Equal($"oauth2: cannot fetch token from http://u:xxxxx@127.0.0.1:{tokens.Port}/: {complaint}", error.Message);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Seen);
        isBroken = false;
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
    }

    [Fact]
    public async Task Request_TokenServerIsNotThere_FailsAndNamesIt()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("oauth2: {client_id: me, client_secret: s, token_url: 'http://127.0.0.1:1/'}");
        Assert.StartsWith("oauth2: cannot fetch token from http://127.0.0.1:1/: Connection refused", (await client.FailsAsync(server.Url)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "access_token=t%2B1&token_type=MAC", "MAC t+1")]
    [InlineData("text/plain", "access_token=t", "Bearer t")]
    [InlineData("application/json; charset=utf-8", """{"access_token": "t", "token_type": "Special"}""", "Special t")]
    public async Task Request_AnswersOfEveryForm_AreRead(string type, string answer, string header)
    {
        await using var tokens = await TestServer.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(answer);
        });
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret: s, token_url: '{tokens.Url}'}}");
        await client.GetAsync(server.Url);
        Assert.Equal(header, server.Last.Header("Authorization"));
    }

    [Fact]
    public async Task Request_SecretFileChanges_AsksWithTheNewOne()
    {
        var file = _folder.File("secret");
        await File.WriteAllTextAsync(file, "one\n", TestContext.Current.CancellationToken);
        await using var tokens = await TestServer.StartAsync(Json("""{"access_token": "t"}"""));
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($"oauth2: {{client_id: me, client_secret_file: {file}, token_url: '{tokens.Url}'}}");
        await client.GetAsync(server.Url);
        await client.GetAsync(server.Url);
        await File.WriteAllTextAsync(file, "two\n", TestContext.Current.CancellationToken);
        await client.GetAsync(server.Url);
        Assert.Equal(["me:one", "me:two"], tokens.Seen.Select(static seen => Encoding.UTF8.GetString(Convert.FromBase64String(seen.Header("Authorization")["Basic ".Length..]))));
    }

    [Fact]
    public async Task Request_PasswordGrant_IsDoneByParameters()
    {
        await using var tokens = await TestServer.StartAsync(Json("""{"access_token": "t"}"""));
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create(
            $"oauth2: {{client_id: me, client_secret: s, token_url: '{tokens.Url}', endpoint_params: {{grant_type: password, username: anna, password: p}}}}");
        await client.GetAsync(server.Url);
        Assert.Equal("grant_type=password&password=p&username=anna", tokens.Last.Body);
    }

    [Fact]
    public async Task Request_TokenServer_HasTlsAndProxyOfItsOwn()
    {
        using var authority = TestAuthority.Create();
        using var certificate = authority.IssueServer("tokens.test");
        using var own = authority.IssueClient("alice");
        await using var tokens = await TestServer.StartAsync(Json("""{"access_token": "t"}"""), certificate, wantsClientCertificate: true);
        await using var proxy = new TestProxy(tokens.Port);
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($$"""
            oauth2:
              client_id: me
              token_url: https://tokens.test/
              proxy_url: http://127.0.0.1:{{proxy.Port}}
              proxy_connect_header: {X-Connect: [one]}
              tls_config: {ca: {{Clients.Block(authority.Pem)}}, cert: {{Clients.Block(own.ExportCertificatePem())}}, key: {{Clients.Block(own.KeyPem())}}}
            """);
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal("alice", tokens.Last.ClientName);
        Assert.Contains("X-Connect: one", Assert.Single(proxy.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token_url: 'ftp://a/'", "oauth2 token_url: \"ftp://a/\" is no http or https URL")]
    [InlineData("token_url: 'http://a/', scopes: [a], endpoint_params: {scope: b}", "oauth2 endpoint_params: cannot overwrite parameter \"scope\"")]
    public void Client_WhatCannotBeAsked_IsNamed(string yaml, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<ClientConfigurationException>(() => Clients.Create($"oauth2: {{client_id: me, {yaml}}}")).Message);

    private static Func<HttpContext, Task> Json(string text) => context => context.Response.WriteAsync(text);
}
