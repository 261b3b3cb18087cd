using System.Net.Sockets;
using System.Text;
using Pharos.Testing;

namespace Pharos.Server.Tests;

public sealed class UserFilesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.File("assets/sub"));
        Directory.CreateDirectory(_folder.File("assets/with index"));
        Directory.CreateDirectory(_folder.File("consoles"));
        await File.WriteAllTextAsync(_folder.File("secret.txt"), "secret");
        await File.WriteAllTextAsync(_folder.File("assets/a.txt"), "text");
        await File.WriteAllTextAsync(_folder.File("assets/page.html"), "<p>");
        await File.WriteAllTextAsync(_folder.File("assets/noending"), "text");
        await File.WriteAllBytesAsync(_folder.File("assets/binary"), [0, 1, 2]);
        await File.WriteAllTextAsync(_folder.File("assets/sub/<b>.js"), "let a;");
        await File.WriteAllTextAsync(_folder.File("assets/with index/index.html"), "the index");
        await File.WriteAllTextAsync(_folder.File("consoles/index.html"), "{{ 1 }}");
        File.CreateSymbolicLink(_folder.File("assets/link.txt"), _folder.File("secret.txt"));
        _server = await RunningServer.StartAsync(
            RunningServer.Options with { UserAssets = _folder.File("assets"), ConsoleTemplates = _folder.File("consoles") });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("user/a.txt", "text/plain; charset=utf-8", "text")]
    [InlineData("user/page.html", "text/html; charset=utf-8", "<p>")]
    [InlineData("user/noending", "text/plain; charset=utf-8", "text")]
    [InlineData("user/binary", "application/octet-stream", "\0\u0001\u0002")]
    [InlineData("user/sub/%3Cb%3E.js", "text/javascript; charset=utf-8", "let a;")]
    [InlineData("user/with%20index/", "text/html; charset=utf-8", "the index")]
    [InlineData("user/link.txt", "text/plain; charset=utf-8", "secret")]
    public async Task File_ThatIsThere_IsSent(string path, string type, string body)
    {
        using var answer = await _server.SendAsync("GET", path);
        Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_NotChanged_IsNotSentAgain()
    {
        using var first = await _server.SendAsync("GET", "user/a.txt");
        using var again = await _server.SendAsync("GET", "user/a.txt", ("If-Modified-Since", first.Content.Headers.GetValues("Last-Modified").Single()));
        Assert.Equal(304, (int)again.StatusCode);
    }

    [Fact]
    public async Task Folder_WithoutIndex_IsListed()
    {
        var list = await _server.Client.GetStringAsync(new Uri("user/sub/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("<a href=\"./%3Cb%3E.js\">&lt;b&gt;.js</a>\n", list, StringComparison.Ordinal);
        Assert.Contains("<a href=\"./sub/\">sub/</a>\n", await _server.Client.GetStringAsync(new Uri("user/", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/user", 301, "/user/")]
    [InlineData("/user/sub", 301, "sub/")]
    [InlineData("/user/with%20index?q=1", 301, "with%20index/?q=1")]
    [InlineData("/user/with%20index/index.html", 301, "./")]
    [InlineData("/user/a.txt/", 301, "../a.txt")]
    [InlineData("/user/none", 404, "")]
    [InlineData("/user/a.txt/b", 404, "")]
    [InlineData("/user/../secret.txt", 301, "/secret.txt")]
    [InlineData("/user/%2e%2e/secret.txt", 301, "/secret.txt")]
    [InlineData("/user/..%2fsecret.txt", 301, "/secret.txt")]
    [InlineData("/user/..%2Fsecret.txt", 301, "/secret.txt")]
    [InlineData("/user/%2e%2e%2fsecret.txt", 301, "/secret.txt")]
    [InlineData("/user/sub/../../secret.txt", 301, "/secret.txt")]
    [InlineData("/user/..%5csecret.txt", 404, "")]
    [InlineData("/user/%252e%252e/secret.txt", 404, "")]
    [InlineData("/user//etc/passwd", 301, "/user/etc/passwd")]
    [InlineData("/user/%2fetc/passwd", 301, "/user/etc/passwd")]
    [InlineData("/consoles", 301, "/consoles/")]
    [InlineData("/consoles/none.html", 404, "")]
    [InlineData("/consoles/index.html", 501, "")]
    [InlineData("/consoles/", 500, "")]
    [InlineData("/consoles/..%2fsecret.txt", 301, "/secret.txt")]
    public async Task Path_OutOfTheOrdinary_ShowsNothingFromOutside(string target, int status, string location)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.True(location.Length == 0 || answer.Contains($"\r\nLocation: {location}\r\n", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task User_WithoutAFolder_IsNotThere()
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.SendAsync("GET", "user/");
        Assert.Equal(404, (int)answer.StatusCode);
    }
}
