using System.Security.Authentication;
using System.Security.Cryptography;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.Tls;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_AuthorityInline_IsAnswered()
    {
        using var certificate = _authority.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var client = Clients.Create($"tls_config: {{ca: {Clients.Block(_authority.Pem)}}}");
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
    }

    [Fact]
    public async Task Request_AuthorityNotTrusted_FailsWithoutReachingTheServer()
    {
        using var other = TestAuthority.Create("somebody else");
        using var certificate = _authority.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var strict = Clients.Create($"tls_config: {{ca: {Clients.Block(other.Pem)}}}");
        using var system = Clients.Create("{}");
        Assert.StartsWith("TLS: the server's certificate cannot be trusted: ", (await strict.FailsAsync(server.Url)).Message, StringComparison.Ordinal);
        Assert.StartsWith("TLS: the server's certificate cannot be trusted: ", (await system.FailsAsync(server.Url)).Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Request_SameNamedAuthorityWithAnotherKey_Fails()
    {
        using var forger = TestAuthority.Create();
        using var certificate = forger.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var client = Clients.Create($"tls_config: {{ca: {Clients.Block(_authority.Pem)}}}");
        await client.FailsAsync(server.Url);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Request_AuthorityBelowAnotherIsTrusted_IsAnsweredIfItSignedTheCertificate()
    {
        using var between = TestAuthority.Create("between", _authority);
        using var certificate = between.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var client = Clients.Create($"tls_config: {{ca: {Clients.Block(between.Pem)}}}");
        Assert.Equal("200 ok", await client.GetAsync(server.Url));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var forged = TestAuthority.Create("between", null, key);
        server.Certificate = forged.IssueServer("127.0.0.1");
        using var again = Clients.Create($"tls_config: {{ca: {Clients.Block(between.Pem)}}}");
        await again.FailsAsync(server.Url);
        Assert.Single(server.Seen);
        server.Certificate.Dispose();
    }

    [Fact]
    public async Task Request_ServersOwnCertificateTrusted_IsAnswered()
    {
        using var self = TestAuthority.Create("server itself");
        using var issued = self.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: issued);
        using var client = Clients.Create($"tls_config: {{ca: {Clients.Block(issued.ExportCertificatePem())}}}");
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
    }

    [Fact]
    public async Task Request_CertificateOfAnotherName_FailsUnlessServerNameSaysSo()
    {
        using var certificate = _authority.IssueServer("target.test");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var plain = Clients.Create($"tls_config: {{ca: {Clients.Block(_authority.Pem)}}}");
        Assert.StartsWith("TLS: the server's certificate is not valid for 127.0.0.1, but for target.test", (await plain.FailsAsync(server.Url)).Message, StringComparison.Ordinal);

        using var named = Clients.Create($"tls_config: {{ca: {Clients.Block(_authority.Pem)}, server_name: target.test}}");
        Assert.Equal("200 ok", await named.GetAsync(server.Url));
        Assert.Equal("target.test", server.Last.ServerName);

        using var wrong = Clients.Create($"tls_config: {{ca: {Clients.Block(_authority.Pem)}, server_name: other.test}}");
        await wrong.FailsAsync(server.Url);
    }

    [Fact]
    public async Task Request_InsecureSkipVerify_IsAnsweredWhateverTheCertificate()
    {
        using var certificate = _authority.IssueServer("elsewhere.test");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        using var client = Clients.Create("tls_config: {insecure_skip_verify: true}");
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
    }

    [Theory]
    [InlineData("min_version: TLS13", SslProtocols.Tls12, false)]
    [InlineData("max_version: TLS12", SslProtocols.Tls13, false)]
    [InlineData("min_version: TLS12", SslProtocols.Tls12, true)]
    [InlineData("max_version: TLS12", SslProtocols.Tls12, true)]
    [InlineData("min_version: TLS13", SslProtocols.Tls13, true)]
    public async Task Request_Versions_AreThoseConfigured(string versions, SslProtocols server, bool works)
    {
        using var certificate = _authority.IssueServer("127.0.0.1");
        await using var target = await TestServer.StartAsync(certificate: certificate, protocols: server);
        using var client = Clients.Create($"tls_config: {{ca: {Clients.Block(_authority.Pem)}, {versions}}}");
        if (works)
        {
            Assert.Equal("200 ok", await client.GetAsync(target.Url));
        }
        else
        {
            await client.FailsAsync(target.Url);
        }
    }

    [Fact]
    public async Task Request_AuthorityFileChanges_IsJudgedByTheNewOne()
    {
        using var other = TestAuthority.Create("somebody else");
        using var certificate = _authority.IssueServer("127.0.0.1");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        var time = new ManualTime();
        var file = _folder.File("ca.pem");
        await File.WriteAllTextAsync(file, _authority.Pem, TestContext.Current.CancellationToken);
        using var client = Clients.Create($"tls_config: {{ca_file: {file}}}", time);
        await client.GetAsync(server.Url);
        await client.GetAsync(server.Url);
        Assert.Single(server.Seen.Select(static request => request.Connection).Distinct());

        // The connection that is there would do, but it was made under the old rules.
        await File.WriteAllTextAsync(file, other.Pem, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(5));
        await client.FailsAsync(server.Url);

        await File.WriteAllTextAsync(file, other.Pem + "\n" + _authority.Pem, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal(2, server.Seen.Select(static request => request.Connection).Distinct().Count());
    }

    [Fact]
    public void Client_BadFiles_AreNamed()
    {
        var file = _folder.File("ca.pem");
        Assert.StartsWith($"unable to read CA cert: unable to read file {file}: ", Failure($"tls_config: {{ca_file: {file}}}"), StringComparison.Ordinal);
        File.WriteAllText(file, "no certificate");
        Assert.Equal($"unable to use specified CA cert (file {file}): there is no certificate in it", Failure($"tls_config: {{ca_file: {file}}}"));
        Assert.Equal("unable to use specified CA cert (inline): there is no certificate in it", Failure("tls_config: {ca: hello}"));
        Assert.StartsWith(
            $"unable to use specified client cert (inline) & key (file {file}): ",
            Failure($"tls_config: {{cert: {Clients.Block(_authority.Pem)}, key_file: {file}}}"),
            StringComparison.Ordinal);
    }

    private static string Failure(string yaml) => Assert.Throws<ClientConfigurationException>(() => Clients.Create(yaml)).Message;
}
