using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pharos.Configuration;
using Pharos.Testing.Certificates;

namespace Pharos.Hosting.Tests.Protection;

public sealed class TlsTests : IAsyncLifetime
{
    private const string Server = "cert_file: server.pem, key_file: server.key";
    private readonly ProtectedServer _server = new();
    private readonly List<IDisposable> _certificates = [];

    public ValueTask InitializeAsync()
    {
        Issue("server", isServer: true);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _certificates.ForEach(static one => one.Dispose());
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("", "2.0 200 hello")]
    [InlineData("http_server_config: {http2: false}", "1.1 200 hello")]
    public async Task Client_OverTls_IsAnswered(string more, string expected)
    {
        await StartAsync(Server, more);
        Assert.Equal(expected, await _server.GetTlsAsync());
        Assert.Contains("TLS is enabled.", _server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_WithoutTls_IsTurnedAway()
    {
        await StartAsync(Server);
        await Assert.ThrowsAsync<HttpRequestException>(() => _server.GetAsync());
        Assert.Equal("2.0 200 hello", await _server.GetTlsAsync());
    }

    // Which certificates are enough: none, one of the authority, one of another, one of the authority that is for servers.
    [Theory]
    [InlineData("client_auth_type: NoClientCert", true, true, true, true)]
    [InlineData("client_auth_type: RequestClientCert", true, true, true, true)]
    [InlineData("client_auth_type: RequestClientCert, client_ca_file: authority.pem", true, true, true, true)]
    [InlineData("client_auth_type: RequireAnyClientCert", false, true, true, true)]
    [InlineData("client_auth_type: RequireClientCert", false, true, true, true)]
    [InlineData("client_auth_type: VerifyClientCertIfGiven, client_ca_file: authority.pem", true, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem", false, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert", false, false, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: one.pem", false, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem, client_allowed_sans: [one.example]", false, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem, client_allowed_sans: [x, mail@one.example]", false, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem, client_allowed_sans: [192.0.2.7]", false, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem, client_allowed_sans: ['spiffe://example/one']", false, true, false, false)]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem, client_allowed_sans: [ONE.example, one]", false, false, false, false)]
    [InlineData("client_auth_type: RequestClientCert, client_allowed_sans: [one.example]", false, true, false, false)]
    public async Task ClientCertificate_ByPolicy_IsEnoughOrNot(string policy, bool none, bool ours, bool foreign, bool wrongPurpose)
    {
        var one = Issue("one", isServer: false, static names =>
        {
            names.AddEmailAddress("mail@one.example");
            names.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.7"));
            names.AddUri(new Uri("spiffe://example/one"));
        });
        Directory.CreateDirectory(_server.File("elsewhere"));
        using var elsewhere = new TestCertificates(_server.File("elsewhere"), "authority");
        using var other = elsewhere.Issue("two", isServer: false);
        var server = Issue("three", isServer: true);
        await StartAsync(Server + ", " + policy);
        foreach (var version in (SslProtocols[])[SslProtocols.Tls12, SslProtocols.Tls13])
        {
            Assert.Equal((version, none), (version, await IsLetInAsync(null, version)));
            Assert.Equal((version, ours), (version, await IsLetInAsync(one, version)));
            Assert.Equal((version, foreign), (version, await IsLetInAsync(other, version)));
            Assert.Equal((version, wrongPurpose), (version, await IsLetInAsync(server, version)));
        }
    }

    [Fact]
    public async Task ClientCertificate_OfAnAuthorityWithTheSameNameAndAnotherKey_IsNotEnough()
    {
        Directory.CreateDirectory(_server.File("elsewhere"));
        using var elsewhere = new TestCertificates(_server.File("elsewhere"), "authority");
        using var forged = elsewhere.Issue("one", isServer: false);
        var good = Issue("one", isServer: false);
        await StartAsync(Server + ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.pem");
        Assert.True(await IsLetInAsync(good, SslProtocols.Tls13));
        Assert.False(await IsLetInAsync(forged, SslProtocols.Tls13));
    }

    [Theory]
    [InlineData("min_version: TLS13", SslProtocols.Tls12, false)]
    [InlineData("min_version: TLS13", SslProtocols.Tls13, true)]
    [InlineData("max_version: TLS12", SslProtocols.Tls12, true)]
    [InlineData("max_version: TLS12", SslProtocols.Tls13, false)]
    [InlineData("cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]", SslProtocols.Tls13, true)]
    public async Task Version_OutsideTheRange_IsRefused(string limits, SslProtocols version, bool isTaken)
    {
        await StartAsync(Server + ", " + limits);
        Assert.Equal(isTaken, await IsLetInAsync(null, version));
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false)]
    public async Task CipherSuite_NotInTheList_IsRefused(TlsCipherSuite offered, bool isTaken)
    {
        await StartAsync(Server + ", cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]");
        Assert.Equal(isTaken, await IsLetInAsync(null, SslProtocols.Tls12, [offered]));
    }

    [Fact]
    public async Task Certificate_Renewed_IsUsedFromTheNextConnectionOn()
    {
        await StartAsync(Server);
        var before = await SerialAsync();
        Issue("server", isServer: true);
        Assert.NotEqual(before, await SerialAsync());
    }

    [Fact]
    public async Task Certificate_InTheConfigurationItself_IsUsed()
    {
        var (certificate, key) = (await System.IO.File.ReadAllTextAsync(_server.File("server.pem"), TestContext.Current.CancellationToken),
            await System.IO.File.ReadAllTextAsync(_server.File("server.key"), TestContext.Current.CancellationToken));
        await _server.StartAsync($"tls_server_config:\n  cert: |\n{Indented(certificate)}\n  key: |\n{Indented(key)}\n");
        Assert.Equal("2.0 200 hello", await _server.GetTlsAsync());
    }

    [Fact]
    public async Task Configuration_BrokenWhileRunning_RefusesUntilItIsMended()
    {
        await StartAsync(Server);
        _server.Configure("tls_server_config: {cert_file: [");
        Assert.False(await IsLetInAsync(null, SslProtocols.None));
        Assert.Contains("TLS handshake error", _server.Log.Text, StringComparison.Ordinal);
        _server.Configure($"tls_server_config: {{{Server}, client_auth_type: RequireAnyClientCert}}");
        Assert.False(await IsLetInAsync(null, SslProtocols.None));
        await System.IO.File.WriteAllTextAsync(_server.File("server.key"), "no key", TestContext.Current.CancellationToken);
        _server.Configure($"tls_server_config: {{{Server}}}");
        Assert.False(await IsLetInAsync(null, SslProtocols.None));
        Issue("server", isServer: true);
        Assert.True(await IsLetInAsync(null, SslProtocols.None));
    }

    [Fact]
    public async Task Start_BrokenConfiguration_Fails() =>
        await Assert.ThrowsAsync<ConfigurationException>(() => _server.StartAsync("tls_server_config: {cert_file: nothere, key_file: server.key}"));

    private X509Certificate2 Issue(string name, bool isServer, Action<SubjectAlternativeNameBuilder>? names = null)
    {
        var certificate = _server.Authority.Issue(name, isServer, names);
        _certificates.Add(certificate);
        return certificate;
    }

    private Task StartAsync(string tls, string more = "") => _server.StartAsync($"tls_server_config: {{{tls}}}\n{more}\n");

    private async Task<bool> IsLetInAsync(X509Certificate2? certificate, SslProtocols version, IEnumerable<TlsCipherSuite>? suites = null)
    {
        try
        {
            return (await _server.GetTlsAsync(certificate, version, suites)).EndsWith(" 200 hello", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> SerialAsync()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(System.Net.IPAddress.Loopback, _server.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _server.Authority.Authority }, RevocationMode = X509RevocationMode.NoCheck };
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    private static string Indented(string pem) => string.Join('\n', pem.Split('\n').Select(static line => "    " + line));
}
