using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;
using Pharos.Testing.Waiting;

namespace Pharos.Http.Tests.Sending;

public sealed class ConnectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("enable_http2: true", "HTTP/2")]
    [InlineData("enable_http2: false", "HTTP/1.1")]
    public async Task Request_OverTls_HasTheVersionConfigured(string yaml, string protocol)
    {
        using var authority = TestAuthority.Create();
        using var certificate = authority.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var client = Clients.Create(yaml + "\ntls_config: {insecure_skip_verify: true}");
        await client.GetAsync(server.Url);
        await client.GetAsync(server.Url);
        Assert.Equal([protocol, protocol], server.Seen.Select(static seen => seen.Protocol));
        Assert.Single(server.Seen.Select(static seen => seen.Connection).Distinct());
    }

    [Fact]
    public async Task Request_WithoutTls_IsOfVersionOneAndKeepsItsConnection()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("{}");
        for (var i = 0; i < 5; i++)
        {
            await client.GetAsync(server.Url);
        }

        Assert.All(server.Seen, static seen => Assert.Equal("HTTP/1.1", seen.Protocol));
        Assert.Single(server.Seen.Select(static seen => seen.Connection).Distinct());
    }

    [Fact]
    public async Task Request_UnixSockets_AreNotMixedUpAndServersHearTheUrlsHost()
    {
        var (one, two) = (_folder.File("one.sock"), _folder.File("two.sock"));
        await using var first = await TestServer.StartAsync(static context => context.Response.WriteAsync("one"), unixSocket: one);
        await using var second = await TestServer.StartAsync(static context => context.Response.WriteAsync("two"), unixSocket: two);
        using var client = Clients.Create("proxy_url: http://127.0.0.1:1");
        foreach (var (path, answer) in ((string, string)[])[(one, "one"), (two, "two"), (one, "one")])
        {
            using var request = UnixRequest("http://target.test:8080/metrics?a=b", path);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(answer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("http://target.test:8080/metrics?a=b", response.RequestMessage!.RequestUri!.ToString());
        }

        Assert.Equal(["/metrics?a=b", "/metrics?a=b"], first.Seen.Select(static seen => seen.Url));
        Assert.All(first.Seen.Concat(second.Seen), static seen => Assert.Equal("target.test:8080", seen.Header("Host")));
        Assert.Single(first.Seen.Select(static seen => seen.Connection).Distinct());
    }

    [Fact]
    public async Task Request_UnixSocketWithTls_ChecksTheUrlsHost()
    {
        using var authority = TestAuthority.Create();
        using var certificate = authority.IssueServer("target.test");
        var path = _folder.File("tls.sock");
        await using var server = await TestServer.StartAsync(certificate: certificate, unixSocket: path);
        using var client = Clients.Create($"tls_config: {{ca: {Clients.Block(authority.Pem)}}}");
        using var request = UnixRequest("https://target.test/metrics", path);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("target.test", server.Last.ServerName);

        using var other = UnixRequest("https://other.test/metrics", path);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Request_UnixSocketIsNotThere_FailsAndNamesIt()
    {
        using var client = Clients.Create("{}");
        using var request = UnixRequest("http://target.test/", _folder.File("none.sock"));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.StartsWith($"unix socket {_folder.File("none.sock")}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_NobodyListens_FailsAndNamesTheAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = Clients.Create("{}");
        Assert.Contains($"127.0.0.1:{port}", (await client.FailsAsync(new Uri($"http://127.0.0.1:{port}/"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_Cancelled_SaysSo()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await context.RequestAborted.UntilCancelledAsync();
        });
        using var client = Clients.Create("{}");
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(request, cancel.Token));
    }

    [Fact]
    public async Task Request_ClientDisposed_Fails()
    {
        await using var server = await TestServer.StartAsync();
        var client = Clients.Create("{}");
        client.Dispose();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetAsync(server.Url));
    }

    private static HttpRequestMessage UnixRequest(string url, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Options.Set(RequestOptions.UnixSocket, path);
        return request;
    }
}
