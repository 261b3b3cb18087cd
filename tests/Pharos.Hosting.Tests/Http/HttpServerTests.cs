using System.Net;
using System.Net.Sockets;
using System.Text;
using Pharos.Hosting.Http;
using Pharos.Hosting.Tests.Logging;
using Pharos.Testing.Waiting;

namespace Pharos.Hosting.Tests.Http;

public sealed class HttpServerTests : IDisposable
{
    private readonly LogTexts _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task StartAsync_SeveralAddresses_AnswersOnEach()
    {
        await using var server = New(new HttpRouter().Get("/", static context => PlainText.WriteAsync(context.Response, 200, "hello")), 2);
        await server.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, server.Addresses.Select(static address => address.Port).Distinct().Count());
        using var client = new HttpClient();
        foreach (var address in server.Addresses)
        {
            Assert.Equal("hello", await client.GetStringAsync(new Uri($"http://{address}/"), TestContext.Current.CancellationToken));
            Assert.Contains($"msg=\"Listening on\" component=web address={address}\n", _log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task StartAsync_AddressTaken_FailsWithTheAddressAndTheReason()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = new ListenAddress("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port);
        await using var server = new HttpServer(new HttpServerOptions { ListenAddresses = [taken] }, new HttpRouter(), _log.Factory);
        var exception = await Assert.ThrowsAsync<ListenException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"listen tcp {taken}: bind: address already in use", exception.Message);
    }

    [Fact]
    public async Task StartAsync_SecondAddressTaken_NamesThatOne()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = new ListenAddress("localhost", ((IPEndPoint)other.LocalEndpoint).Port);
        await using var server = new HttpServer(
            new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0), taken] }, new HttpRouter(), _log.Factory);
        var exception = await Assert.ThrowsAsync<ListenException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"listen tcp {taken}: bind: address already in use", exception.Message);
    }

    [Fact]
    public async Task StartAsync_SecondAddressNotOurs_NamesThatOne()
    {
        var foreign = new ListenAddress("192.0.2.1", 9090);
        await using var server = new HttpServer(
            new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0), foreign] }, new HttpRouter(), _log.Factory);
        var exception = await Assert.ThrowsAsync<ListenException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal("listen tcp 192.0.2.1:9090: bind: cannot assign requested address", exception.Message);
    }

    [Fact]
    public async Task Handler_Throws_IsAnswered500AndLoggedOnce()
    {
        await using var server = New(new HttpRouter().Get("/", static _ => throw new InvalidOperationException("a bug")));
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://{server.Addresses[0]}/"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("Internal Server Error\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Single(_log.Text.Split("Request failed").Skip(1));
        Assert.Contains("a bug", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MaxConnections_MoreThanThat_WaitUntilOneEnds()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = new HttpServer(
            new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)], MaxConnections = 1 },
            new HttpRouter().Get("/", static context => PlainText.WriteAsync(context.Response, 200, "hello")),
            _log.Factory);
        await server.StartAsync(cancellation);

        using var first = await AskAsync(server, cancellation);
        Assert.StartsWith("HTTP/1.1 200", await AnswerAsync(first, cancellation), StringComparison.Ordinal);

        using var second = await AskAsync(server, cancellation);
        var answer = AnswerAsync(second, cancellation);
        Assert.False(answer.IsCompleted);
        first.Close();
        Assert.StartsWith("HTTP/1.1 200", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_RequestRunning_LetsItEnd()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var server = New(new HttpRouter().Get("/", async context =>
        {
            entered.SetResult();
            await go.Task;
            await PlainText.WriteAsync(context.Response, 200, "late");
        }));
        await server.StartAsync(cancellation);
        using var client = new HttpClient();
        var answer = client.GetStringAsync(new Uri($"http://{server.Addresses[0]}/"), cancellation);
        await entered.Task;
        var stopping = server.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        go.SetResult();
        Assert.Equal("late", await answer);
        await stopping;
    }

    [Fact]
    public async Task StopAsync_PatienceOver_BreaksOff()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var entered = new TaskCompletionSource();
        await using var server = New(new HttpRouter().Get("/", async context =>
        {
            entered.SetResult();
            await context.RequestAborted.UntilCancelledAsync();
            context.RequestAborted.ThrowIfCancellationRequested();
        }));
        await server.StartAsync(cancellation);
        using var client = new HttpClient();
        var answer = client.GetAsync(new Uri($"http://{server.Addresses[0]}/"), cancellation);
        await entered.Task;
        await server.StopAsync(new CancellationToken(canceled: true));
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        Assert.DoesNotContain("Request failed", _log.Text, StringComparison.Ordinal);
    }

    private HttpServer New(HttpRouter router, int addresses = 1) => new(
        new HttpServerOptions { ListenAddresses = [.. Enumerable.Repeat(new ListenAddress("127.0.0.1", 0), addresses)] }, router, _log.Factory);

    private static async Task<TcpClient> AskAsync(HttpServer server, CancellationToken cancellation)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Addresses[0].Port, cancellation);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: test\r\n\r\n"u8.ToArray(), cancellation);
        return client;
    }

    private static async Task<string> AnswerAsync(TcpClient client, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        var read = await client.GetStream().ReadAsync(buffer, cancellation);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
