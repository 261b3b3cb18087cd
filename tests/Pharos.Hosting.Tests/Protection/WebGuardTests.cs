using System.Net;
using System.Text;
using Pharos.Configuration;
using Pharos.Hosting.Protection;
using Pharos.Testing.Time;

namespace Pharos.Hosting.Tests.Protection;

public sealed class WebGuardTests : IAsyncLifetime
{
    private const string HashOfPass = "$2y$04$./ABCXYZabcxyz0189/.zuZ4j9Vxzf8iIXuWTGa1gnR.8YSt2Qtvy";
    private const string HashOfA = "$2y$04$./ABCXYZabcxyz0189/.zunrzHPOZaYY2X4i6vTQueK9Ah6VkOnFi";
    private const string HashOfBytes = "$2y$04$./ABCXYZabcxyz0189/.zu/C/5XMkZIE5f9mq3AfcKsauO/uHG5nu";
    private readonly ProtectedServer _server = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("alice:pass", 200)]
    [InlineData("bob:a", 200)]
    [InlineData("alice:a", 401)]
    [InlineData("alice:", 401)]
    [InlineData("alice", 401)]
    [InlineData("Alice:pass", 401)]
    [InlineData("carol:pass", 401)]
    [InlineData(":pass", 401)]
    [InlineData("", 401)]
    [InlineData("alice:pass:", 401)]
    [InlineData("dave:\u00c3\u00bc\u00ff\u0080", 200)]
    [InlineData("dave:\u00c3\u00bc\u00ff\u0081", 401)]
    public async Task Credentials_ByUser_LetIn(string credentials, int status)
    {
        await _server.StartAsync($"basic_auth_users: {{alice: {HashOfPass}, bob: {HashOfA}, dave: {HashOfBytes}}}");
        using var first = await _server.GetAsync(Basic(credentials));
        using var again = await _server.GetAsync(Basic(credentials));
        Assert.Equal((status, status), ((int)first.StatusCode, (int)again.StatusCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer abc")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWxpY2U6cGFzcw")]
    [InlineData("YWxpY2U6cGFzcw==")]
    public async Task Header_NoCredentials_IsAskedForThem(string? header)
    {
        await _server.StartAsync($"basic_auth_users: {{alice: {HashOfPass}}}");
        using var answer = await _server.GetAsync(header);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Basic", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("Unauthorized\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/a/../b")]
    [InlineData("/%2e%2e/")]
    public async Task Path_ThatIsNot_IsNotToldToStrangers(string path)
    {
        await _server.StartAsync($"basic_auth_users: {{alice: {HashOfPass}}}");
        using var answer = await _server.GetAsync(path: path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Scheme_InAnyCase_IsTaken()
    {
        await _server.StartAsync($"basic_auth_users: {{alice: {HashOfPass}}}");
        using var answer = await _server.GetAsync("bASIC YWxpY2U6cGFzcw==");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Password_Changed_CountsFromTheNextRequestOn()
    {
        await _server.StartAsync($"basic_auth_users: {{alice: {HashOfPass}}}");
        Assert.Equal(200, await StatusAsync("alice:pass"));
        _server.Configure($"basic_auth_users: {{alice: {HashOfA}}}");
        Assert.Equal(401, await StatusAsync("alice:pass"));
        Assert.Equal(200, await StatusAsync("alice:a"));
        _server.Configure("basic_auth_users: {alice: ");
        Assert.Equal(500, await StatusAsync("alice:a"));
        File.Delete(_server.File("web.yml"));
        Assert.Equal(500, await StatusAsync("alice:a"));
        _server.Configure("");
        Assert.Equal(200, await StatusAsync("nobody:x"));
    }

    [Fact]
    public async Task Headers_Configured_AreInEveryAnswer()
    {
        await _server.StartAsync(
            $"basic_auth_users: {{alice: {HashOfPass}}}\n" +
            "http_server_config: {headers: {X-Frame-Options: deny, Strict-Transport-Security: max-age=7}}");
        foreach (var credentials in (string[])["alice:pass", "alice:no"])
        {
            using var answer = await _server.GetAsync(Basic(credentials));
            Assert.Equal("deny", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("max-age=7", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        }
    }

    [Fact]
    public async Task Start_NoHashOfAPassword_Fails()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => _server.StartAsync("basic_auth_users: {alice: secret}"));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_Exceeded_IsAnswered429()
    {
        var time = new ManualTime();
        await _server.StartAsync("rate_limit: {interval: 1s, burst: 2}", time);
        Assert.Equal((200, 200, 429), (await StatusAsync("a:b"), await StatusAsync("a:b"), await StatusAsync("a:b")));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((200, 429), (await StatusAsync("a:b"), await StatusAsync("a:b")));
    }

    [Fact]
    public async Task PasswordCheck_SamePasswordAgain_IsNotTriedAgain()
    {
        using var check = new PasswordCheck();
        var users = new Dictionary<string, string> { ["alice"] = HashOfPass };
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(await IsRightAsync(check, users, "alice", "pass"));
            Assert.False(await IsRightAsync(check, users, "alice", "x"));
            Assert.False(await IsRightAsync(check, users, "mallory", "pass"));
        }

        Assert.Equal(3, check.Tried);
    }

    [Fact]
    public async Task PasswordCheck_ManyGuesses_DoNotPushOutWhoIsKnown()
    {
        using var check = new PasswordCheck();
        var users = new Dictionary<string, string> { ["alice"] = HashOfPass };
        Assert.True(await IsRightAsync(check, users, "alice", "pass"));
        for (var i = 0; i < 150; i++)
        {
            Assert.False(await IsRightAsync(check, users, "alice", "guess" + i));
        }

        Assert.True(await IsRightAsync(check, users, "alice", "pass"));
        Assert.Equal(151, check.Tried);
    }

    [Fact]
    public async Task PasswordCheck_ManyAtOnce_TryOnce()
    {
        using var check = new PasswordCheck();
        var users = new Dictionary<string, string> { ["alice"] = HashOfPass };
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => IsRightAsync(check, users, "alice", "pass").AsTask()));
        Assert.All(verdicts, Assert.True);
        Assert.Equal(1, check.Tried);
    }

    [Fact]
    public async Task PasswordCheck_WaiterGone_DoesNotWaitOn()
    {
        using var check = new PasswordCheck();
        var slow = new Dictionary<string, string> { ["alice"] = HashOfPass.Replace("$04$", "$12$", StringComparison.Ordinal) };
        var first = IsRightAsync(check, slow, "alice", "pass").AsTask();
        var gone = check.IsRightAsync(slow, "alice", "x"u8.ToArray(), new CancellationToken(canceled: true)).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.False(await first);
    }

    private async Task<int> StatusAsync(string credentials)
    {
        using var answer = await _server.GetAsync(Basic(credentials));
        return (int)answer.StatusCode;
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.Latin1.GetBytes(credentials));

    private static ValueTask<bool> IsRightAsync(PasswordCheck check, Dictionary<string, string> users, string name, string password) =>
        check.IsRightAsync(users, name, Encoding.UTF8.GetBytes(password), TestContext.Current.CancellationToken);
}
