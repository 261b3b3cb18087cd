using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pharos.EndToEnd.Tests;

/// <summary>Requests nobody means well: each gets a refusal or a closed connection, and the server stays.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private PharosServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PharosServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        var answer = await _server.Client.GetStringAsync(new Uri("/-/healthy", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("Prometheus Server is Healthy.\n", answer);
        Assert.DoesNotContain("level=ERROR", _server.Program.Error, StringComparison.Ordinal);
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET /../../etc/passwd HTTP/1.1", 301)]
    [InlineData("GET /assets/../../../../etc/passwd HTTP/1.1", 301)]
    [InlineData("GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1", 301)]
    [InlineData("GET /assets/..%2f..%2fetc%2fpasswd HTTP/1.1", 301)]
    [InlineData("GET /-%2Fhealthy HTTP/1.1", 200)]
    [InlineData("GET /a/%2e%2e/-/healthy HTTP/1.1", 301)]
    [InlineData("OPTIONS * HTTP/1.1", 200)]
    [InlineData("GET * HTTP/1.1", 405)]
    [InlineData("GET /assets/%00 HTTP/1.1", 400)]
    [InlineData("GET //evil.example/%2f.. HTTP/1.1", 301)]
    [InlineData("GET /%ff%fe HTTP/1.1", 404)]
    [InlineData("BREW /-/healthy HTTP/1.1", 405)]
    [InlineData("BREW /pot HTTP/1.1", 404)]
    [InlineData("TRACE /-/healthy HTTP/1.1", 405)]
    [InlineData("CONNECT example.com:443 HTTP/1.1", 400)]
    [InlineData("GET http://example.com/-/healthy HTTP/1.1", 400)]
    [InlineData("GET /-/healthy HTTP/9.9", 505)]
    [InlineData("GET  /-/healthy HTTP/1.1", 400)]
    [InlineData("garbage", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", 400)]
    public async Task RequestLine_OutOfTheOrdinary_IsAnswered(string line, int status) =>
        Assert.Equal(status, await StatusAsync(line + "\r\nHost: test\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("Host: a\r\nHost: b\r\n", 400)]
    [InlineData("", 400)]
    [InlineData("Host: test\r\nContent-Length: 5\r\nContent-Length: 6\r\n", 400)]
    [InlineData("Host: test\r\nContent-Length: -1\r\n", 400)]
    [InlineData("Host: test\r\nTransfer-Encoding: chunked, identity\r\n", 400)]
    [InlineData("Host: test\r\nNo-Colon\r\n", 400)]
    [InlineData("Host: test\r\nX: a\r\n folded\r\n", 400)]
    public async Task Headers_OutOfOrder_AreRefused(string headers, int status) =>
        Assert.Equal(status, await StatusAsync("GET /-/healthy HTTP/1.1\r\n" + headers + "\r\n"));

    [Fact]
    public async Task Headers_LongButWithinReason_AreTaken() =>
        Assert.Equal(200, await StatusAsync($"GET /-/healthy?q={new string('q', 200_000)} HTTP/1.1\r\nHost: test\r\nX: {new string('x', 200_000)}\r\n\r\n"));

    [Fact]
    public async Task Headers_NotUtf8_AreTaken() =>
        Assert.Equal(200, await StatusAsync("GET /-/healthy HTTP/1.1\r\nHost: test\r\nCookie: a=\u00e9\r\n\r\n"));

    [Fact]
    public async Task Headers_SomeHundreds_AreTaken() =>
        Assert.Equal(200, await StatusAsync("GET /-/healthy HTTP/1.1\r\nHost: test\r\n" + string.Concat(Enumerable.Range(0, 900).Select(static i => $"X-{i}: y\r\n")) + "\r\n"));

    [Theory]
    [InlineData("Expect: 100-continue\r\n", 200)]
    [InlineData("Expect: something\r\n", 417)]
    public async Task Expect_WithoutABody_IsAnsweredAtOnce(string header, int status) =>
        Assert.Equal(status, await StatusAsync("GET /-/healthy HTTP/1.1\r\nHost: test\r\n" + header + "\r\n"));

    [Fact]
    public async Task Headers_Huge_AreRefused() =>
        Assert.Equal(431, await StatusAsync($"GET /-/healthy HTTP/1.1\r\nHost: test\r\nX: {new string('x', 3_000_000)}\r\n\r\n"));

    [Fact]
    public async Task Headers_Many_AreRefused() =>
        Assert.Equal(431, await StatusAsync("GET /-/healthy HTTP/1.1\r\nHost: test\r\n" + string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"X-{i}: y\r\n")) + "\r\n"));

    [Fact]
    public async Task RequestLine_Huge_IsRefused() =>
        Assert.Equal(414, await StatusAsync($"GET /{new string('a', 3_000_000)} HTTP/1.1\r\nHost: test\r\n\r\n"));

    [Fact]
    public async Task Pipeline_OfManyRequests_IsAnsweredInFull()
    {
        using var client = await ConnectAsync(_server.Port);
        await SendAsync(client, string.Concat(Enumerable.Repeat("GET /-/healthy HTTP/1.1\r\nHost: t\r\n\r\n", 500)) + "GET /-/ready HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
        var answer = await ReadToEndAsync(client);
        Assert.Equal(502, answer.Split("HTTP/1.1 200 OK").Length);
    }

    [Fact]
    public async Task Client_SlowerThanTheTimeout_IsCutOff()
    {
        await using var server = await PharosServer.StartAsync("--web.read-timeout=1s");
        using var client = await ConnectAsync(server.Port);
        await SendAsync(client, "GET /-/healthy HTTP/1.1\r\nHost: te");
        Assert.StartsWith("HTTP/1.1 408 ", await ReadToEndAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_ThatVanish_LeaveTheServerAsItWas()
    {
        for (var i = 0; i < 50; i++)
        {
            using var client = await ConnectAsync(_server.Port);
            await SendAsync(client, i % 2 == 0 ? "GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n" : "GET /met");
            client.LingerState = new LingerOption(true, 0);
        }
    }

    [Fact]
    public async Task Clients_ThatVanishWithinTheirHeaders_LeaveTheMemoryAsItWas()
    {
        const int Clients = 100;
        const int Sent = 900_000;
        var before = ProcessFiles.AnonymousBytes(_server.Program.Id);
        var clients = new List<TcpClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await ConnectAsync(_server.Port));
            await SendAsync(clients[^1], "GET / HTTP/1.1\r\nHost: t\r\nX: " + new string('x', Sent));
        }

        await ProcessFiles.AnonymousBytesAsync(_server.Program.Id, bytes => bytes > before + Clients * Sent / 2);
        clients.ForEach(static client => client.Dispose());
        await ProcessFiles.AnonymousBytesAsync(_server.Program.Id, bytes => bytes < before + Clients * Sent / 3);
    }

    private async Task<int> StatusAsync(string request)
    {
        using var client = await ConnectAsync(_server.Port);
        try
        {
            await SendAsync(client, request);
        }
        catch (IOException)
        {
            // The server may refuse before it has read everything; its answer counts.
        }

        var answer = await ReadToEndAsync(client, oneRead: true);
        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        return int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) =>
        client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    private static async Task<string> ReadToEndAsync(TcpClient client, bool oneRead = false)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        int read;
        do
        {
            read = await client.GetStream().ReadAsync(buffer, patience.Token);
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        while (read > 0 && !oneRead);
        return text.ToString();
    }
}
