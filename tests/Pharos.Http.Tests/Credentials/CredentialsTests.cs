using System.Text;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.Credentials;

public sealed class CredentialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("basic_auth: {username: anna, password: 'p:ä'}", "Basic YW5uYTpwOsOk")]
    [InlineData("basic_auth: {username: anna}", "Basic YW5uYTo=")]
    [InlineData("authorization: {credentials: abc}", "Bearer abc")]
    [InlineData("authorization: {type: ' Token ', credentials: abc}", "Token abc")]
    [InlineData("bearer_token: abc", "Bearer abc")]
    [InlineData("{}", "")]
    public async Task Request_CarriesWhatIsConfigured(string yaml, string header)
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create(yaml);
        await client.GetAsync(server.Url);
        await client.GetAsync(server.Url);
        Assert.Equal([header, header], server.Seen.Select(static request => request.Header("Authorization")));
    }

    [Fact]
    public async Task Request_BasicAuthFilesChange_CarriesTheNewContent()
    {
        var (user, password) = (_folder.File("user"), _folder.File("password"));
        await using var server = await TestServer.StartAsync();
        Write(user, " anna\n");
        Write(password, "one\n");
        using var client = Clients.Create($"basic_auth: {{username_file: {user}, password_file: {password}}}");
        await client.GetAsync(server.Url);
        Write(password, "two\n");
        await client.GetAsync(server.Url);
        Write(user, "bert");
        await client.GetAsync(server.Url);
        Assert.Equal(["anna:one", "anna:two", "bert:two"], server.Seen.Select(static request => Decode(request.Header("Authorization"))));
    }

    [Fact]
    public async Task Request_LongAuthorizationFile_IsReadWholeAndAnew()
    {
        var file = _folder.File("token");
        await using var server = await TestServer.StartAsync();
        Write(file, new string('a', 5000) + "\n");
        using var client = Clients.Create($"authorization: {{credentials_file: {file}}}");
        await client.GetAsync(server.Url);
        Write(file, new string('a', 4999) + "b");
        await client.GetAsync(server.Url);
        Assert.Equal(["Bearer " + new string('a', 5000), "Bearer " + new string('a', 4999) + "b"], server.Seen.Select(static request => request.Header("Authorization")));
    }

    [Theory]
    [InlineData("basic_auth: {username_file: FILE}", "basic auth username")]
    [InlineData("basic_auth: {password_file: FILE}", "basic auth password")]
    [InlineData("authorization: {credentials_file: FILE}", "authorization credentials")]
    [InlineData("http_headers: {X-Key: {files: [FILE]}}", "header X-Key")]
    public async Task Request_FileIsNotThere_FailsAndNamesIt(string yaml, string what)
    {
        var file = _folder.File("missing");
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create(yaml.Replace("FILE", file, StringComparison.Ordinal));
        Assert.StartsWith($"unable to read {what}: unable to read file {file}: ", (await client.FailsAsync(server.Url)).Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("authorization: {credentials: \"top\\nsecret\"}")]
    [InlineData("authorization: {credentials_file: FILE}")]
    [InlineData("http_headers: {X-Key: {secrets: [\"top\\nsecret\"]}}")]
    [InlineData("http_headers: {X-Key: {files: [FILE]}}")]
    public async Task Request_SecretWithLineBreak_IsNotSentAndNotTold(string yaml)
    {
        var file = _folder.File("secret");
        Write(file, "top\r\nsecret");
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create(yaml.Replace("FILE", file, StringComparison.Ordinal));
        var error = await client.FailsAsync(server.Url);
        Assert.Contains("cannot be sent in a header", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret\"", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("top", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Request_UserInTheUrl_GoesBeforeTheConfiguration()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("authorization: {credentials: abc}");
        await client.GetAsync(new UriBuilder(server.Url) { UserName = "an%40na", Password = "p%3Aq" }.Uri);
        Assert.Equal("an@na:p:q", Decode(server.Last.Header("Authorization")));
    }

    [Fact]
    public async Task Request_AuthorizationOfItsOwn_Stays()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("basic_auth: {username: anna}");
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.TryAddWithoutValidation("Authorization", "Mine");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("Mine", server.Last.Header("Authorization"));
    }

    private static string Decode(string header) => Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]));

    private static void Write(string file, string text) => File.WriteAllText(file, text);
}
