using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.Tls;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_WithCertificate_ShowsItToTheServer()
    {
        await using var server = await StartAsync();
        using var own = _authority.IssueClient("alice");
        using var client = Clients.Create($"tls_config: {{insecure_skip_verify: true, cert: {Clients.Block(own.ExportCertificatePem())}, key: {Clients.Block(own.KeyPem())}}}");
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal("alice", server.Last.ClientName);
    }

    [Fact]
    public async Task Request_WithoutCertificate_IsRefused()
    {
        await using var server = await StartAsync();
        using var client = Clients.Create("tls_config: {insecure_skip_verify: true}");
        await client.FailsAsync(server.Url);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Request_KeysOfEveryForm_AreTaken()
    {
        await using var server = await StartAsync();
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rsaCertificate = new CertificateRequest("CN=rsa", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TestAuthority.From, TestAuthority.To).ExportCertificatePem();
        var curveCertificate = new CertificateRequest("CN=curve", curve, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TestAuthority.From, TestAuthority.To).ExportCertificatePem();
        foreach (var (certificate, key) in ((string, string)[])
            [(rsaCertificate, rsa.ExportRSAPrivateKeyPem()), (rsaCertificate, rsa.ExportPkcs8PrivateKeyPem()), (curveCertificate, curve.ExportECPrivateKeyPem()), (curveCertificate, curve.ExportPkcs8PrivateKeyPem())])
        {
            using var client = Clients.Create($"tls_config: {{insecure_skip_verify: true, cert: {Clients.Block(certificate)}, key: {Clients.Block(key)}}}");
            Assert.Equal("200 ok", await client.GetAsync(server.Url));
        }

        Assert.Equal(["rsa", "rsa", "curve", "curve"], server.Seen.Select(static request => request.ClientName));
    }

    [Fact]
    public async Task Request_FilesChange_ShowsTheNewOne()
    {
        await using var server = await StartAsync();
        using var first = _authority.IssueClient("first");
        using var second = _authority.IssueClient("second");
        Write(first);
        var time = new ManualTime();
        using var client = Clients.Create($"tls_config: {{insecure_skip_verify: true, cert_file: {_folder.File("cert.pem")}, key_file: {_folder.File("key.pem")}}}", time);
        await client.GetAsync(server.Url);
        Write(second);
        await client.GetAsync(server.Url);
        time.Advance(TimeSpan.FromSeconds(5));
        await client.GetAsync(server.Url);
        Assert.Equal(["first", "first", "second"], server.Seen.Select(static request => request.ClientName));
    }

    [Fact]
    public async Task Request_KeyDoesNotFitAnyMore_FailsAndRecovers()
    {
        await using var server = await StartAsync();
        using var first = _authority.IssueClient("first");
        using var second = _authority.IssueClient("second");
        Write(first);
        var time = new ManualTime();
        using var client = Clients.Create($"tls_config: {{insecure_skip_verify: true, cert_file: {_folder.File("cert.pem")}, key_file: {_folder.File("key.pem")}}}", time);
        await client.GetAsync(server.Url);
        await File.WriteAllTextAsync(_folder.File("cert.pem"), second.ExportCertificatePem(), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(5));
        var error = await client.FailsAsync(server.Url);
        Assert.StartsWith($"unable to use specified client cert (file {_folder.File("cert.pem")}) & key (file {_folder.File("key.pem")}): ", error.Message, StringComparison.Ordinal);
        Write(second);
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal("second", server.Last.ClientName);
    }

    private void Write(X509Certificate2 certificate)
    {
        File.WriteAllText(_folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), certificate.KeyPem());
    }

    private async Task<TestServer> StartAsync() => await TestServer.StartAsync(certificate: _authority.IssueServer("127.0.0.1"), wantsClientCertificate: true);
}
