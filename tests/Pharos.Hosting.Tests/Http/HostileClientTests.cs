using System.Net;
using System.Net.Sockets;
using System.Text;
using Pharos.Hosting.Http;
using Pharos.Hosting.Tests.Logging;
using Pharos.Testing.Waiting;

namespace Pharos.Hosting.Tests.Http;

/// <summary>Clients that want to keep the server busy: each is cut off, and all the while others are served.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private const int Crowd = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TenthOfASecond = TimeSpan.FromMilliseconds(100);
    private readonly LogTexts _log = new();
    private readonly TaskCompletionSource _readerGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpServer _server = null!;
    private long _produced;

    public async ValueTask InitializeAsync()
    {
        var router = new HttpRouter()
            .Get("/", static context => PlainText.WriteAsync(context.Response, 200, "hello"))
            .Post("/read", static async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                await PlainText.WriteAsync(context.Response, 200, "read");
            })
            .Get("/endless", async context =>
            {
                try
                {
                    while (true)
                    {
                        await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                        Interlocked.Add(ref _produced, 64 * 1024);
                    }
                }
                finally
                {
                    _readerGone.TrySetResult();
                }
            });
        _server = new HttpServer(
            new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)], ReadTimeout = TimeSpan.FromSeconds(1), MaxConnections = Crowd + 5 },
            router,
            _log.Factory);
        await _server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Assert.False(_log.Text.Contains("level=ERROR", StringComparison.Ordinal), _log.Text);
        _log.Dispose();
    }

    // Begins so, and goes on with this again and again, fast or a piece each tenth of a second.
    [Theory]
    [InlineData("headers drip", "GET / HTTP/1.1\r\nHost: t\r\nX: ", "x", true, "408")]
    [InlineData("request line drips", "GE", "T", true, "408")]
    [InlineData("nothing comes", "", "", true, "")]
    [InlineData("idle between requests", "GET / HTTP/1.1\r\nHost: t\r\n\r\n", "", true, "200")]
    [InlineData("body drips, not too slow for a rate", "POST /read HTTP/1.1\r\nHost: t\r\nContent-Length: 10000000\r\n\r\n", "0123456789012345678901234567890123456789012345678901234567890123456789", true, "408")]
    [InlineData("body stalls", "POST /read HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n12", "", true, "408")]
    [InlineData("chunks drip", "POST /read HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\n1234\r\n", true, "408")]
    [InlineData("a chunk's length drips", "POST /read HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n", "0", true, "40")]
    [InlineData("body without end", "POST /read HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n", "10\r\n0123456789abcdef\r\n", false, "4")]
    [InlineData("body announced too long", "POST /read HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n", "0123456789abcdef", false, "413")]
    [InlineData("body to one who does not read it", "GET / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n", "10\r\n0123456789abcdef\r\n", false, "200")]
    [InlineData("header without end", "GET / HTTP/1.1\r\nHost: t\r\nX: ", "0123456789abcdef", false, "431")]
    [InlineData("headers without end", "GET / HTTP/1.1\r\nHost: t\r\n", "X: y\r\n", false, "431")]
    [InlineData("query without end", "GET /?q=", "0123456789abcdef", false, "414")]
    [InlineData("path without end", "GET /", "/../a", false, "414")]
    public async Task Crowd_OfOneKind_IsCutOffWhileOthersAreServed(string kind, string start, string again, bool slowly, string status)
    {
        using var stop = new CancellationTokenSource(Patience, TimeProvider.System);
        var hostile = Enumerable.Range(0, slowly ? Crowd : 3).Select(_ => AttackAsync(start, again, slowly, stop.Token)).ToArray();
        var all = Task.WhenAll(hostile);
        do
        {
            Assert.Equal("hello", await GetAsync(stop.Token));
            await Task.WhenAny(all, RealTime.PassAsync(TenthOfASecond, stop.Token));
        }
        while (!all.IsCompleted);

        Assert.All(await all, answer => Assert.True(
            answer.StartsWith(status.Length == 0 ? "" : "HTTP/1.1 " + status, StringComparison.Ordinal) && (status.Length > 0 || answer.Length == 0), $"{kind}: {answer}"));
    }

    [Fact]
    public async Task Reader_WhoDoesNotRead_GetsNoMoreThanFitsOnTheWay()
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync("GET /endless HTTP/1.1\r\nHost: t\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("hello", await GetAsync(TestContext.Current.CancellationToken));
        }

        Assert.InRange(Volatile.Read(ref _produced), 1, 64 * 1024 * 1024);
        client.Close();
        await _readerGone.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Connections_MoreThanAllowedAndIdle_GiveTheirPlacesBack()
    {
        var idle = new List<TcpClient>();
        for (var i = 0; i < 2 * (Crowd + 5); i++)
        {
            idle.Add(await ConnectAsync());
        }

        using var stop = new CancellationTokenSource(Patience, TimeProvider.System);
        Assert.Equal("hello", await GetAsync(stop.Token));
        idle.ForEach(static one => one.Dispose());
    }

    /// <summary>What came back until the server ended the connection.</summary>
    private async Task<string> AttackAsync(string start, string again, bool slowly, CancellationToken stop)
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        var answer = ReadAsync(stream, stop);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), stop);
            var piece = Encoding.ASCII.GetBytes(slowly ? again : string.Concat(Enumerable.Repeat(again, 2000)));
            while (!answer.IsCompleted)
            {
                await stream.WriteAsync(piece, stop);
                if (slowly)
                {
                    await Task.WhenAny(answer, RealTime.PassAsync(TenthOfASecond, stop));
                }
            }
        }
        catch (IOException)
        {
            // The server does not listen any more, which is what is wanted; what it said before counts.
        }

        return await answer;
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, stop) is > 0 and var read)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Cut off hard: there was more to read that nobody wanted.
        }

        return text.ToString();
    }

    private async Task<string> GetAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Patience };
        return await client.GetStringAsync(new Uri($"http://{_server.Addresses[0]}/"), cancellation);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Addresses[0].Port, TestContext.Current.CancellationToken);
        return client;
    }
}
