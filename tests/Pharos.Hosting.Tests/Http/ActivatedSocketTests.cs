using System.Net;
using System.Net.Sockets;
using Pharos.Hosting.Http;
using Pharos.Hosting.Tests.Logging;

namespace Pharos.Hosting.Tests.Http;

public sealed class ActivatedSocketTests : IDisposable
{
    private readonly LogTexts _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("7", "2", "web:api", "3 web, 4 api")]
    [InlineData("7", "2", "web", "3 web, 4 LISTEN_FD_4")]
    [InlineData("7", "1", null, "3 LISTEN_FD_3")]
    [InlineData("7", "1", "a:b:c", "3 a")]
    [InlineData("7", "0", "", "")]
    [InlineData("8", "2", "web:api", "")]
    [InlineData(null, "2", "web:api", "")]
    [InlineData("7", null, "web:api", "")]
    [InlineData("7", "-1", "web", "")]
    [InlineData("7", "2000000000", "web", "")]
    [InlineData("x", "y", "z", "")]
    public void Of_Variables_SaysWhichAreForThisProcess(string? pid, string? count, string? names, string expected)
    {
        var sockets = ActivatedSocket.Of(name => name switch { "LISTEN_PID" => pid, "LISTEN_FDS" => count, "LISTEN_FDNAMES" => names, _ => null }, 7);
        Assert.Equal(expected, string.Join(", ", sockets.Select(static socket => $"{socket.Handle} {socket.Name}")));
    }

    [Fact]
    public async Task Server_OnASocketThatIsOpen_Answers()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        await using var server = New(new ActivatedSocket((int)socket.Handle, "web"));
        await server.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(socket.LocalEndPoint!.ToString(), server.Addresses[0].ToString());
        using var client = new HttpClient();
        Assert.Equal("hello", await client.GetStringAsync(new Uri($"http://{server.Addresses[0]}/"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Server_WithoutAnySocket_SaysSo()
    {
        await using var server = New();
        var error = await Assert.ThrowsAsync<ListenException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no socket activation file descriptors found", error.Message);
    }

    [Fact]
    public async Task Server_OnAFileThatIsNoSocket_SaysWhich()
    {
        using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.DeleteOnClose);
        await using var server = New(new ActivatedSocket((int)file.SafeFileHandle.DangerousGetHandle(), "odd"));
        var error = await Assert.ThrowsAsync<ListenException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("listen socket odd: ", error.Message, StringComparison.Ordinal);
    }

    private HttpServer New(params IReadOnlyList<ActivatedSocket> sockets) => new(
        new HttpServerOptions { ListenAddresses = [], ActivatedSockets = sockets },
        new HttpRouter().Get("/", static context => PlainText.WriteAsync(context.Response, 200, "hello")),
        _log.Factory);
}
