using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Configuration;
using Pharos.Hosting.WebConfiguration;
using Pharos.Testing;

namespace Pharos.Hosting.Tests.WebConfiguration;

public sealed class WebConfigLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WebConfigLoadingTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(start, start.AddYears(1));
        File.WriteAllText(_folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder.File("other.pem"), other.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cert_file: cert.pem, key_file: key.pem")]
    [InlineData("cert_file: cert.pem, key_file: key.pem, client_ca_file: cert.pem, client_auth_type: VerifyClientCertIfGiven")]
    [InlineData("cert_file: cert.pem, cert: not looked at, key_file: key.pem")]
    public void Load_FilesThatFit_IsTaken(string tls) => Assert.True(Load(tls).Tls.IsEnabled);

    [Theory]
    [InlineData("cert_file: cert.pem, key_file: other.pem", "1:21: tls_server_config.cert_file: failed to load the certificate with its key: ")]
    [InlineData("cert_file: cert.pem, key_file: cert.pem", "1:21: tls_server_config.cert_file: failed to load the certificate with its key: ")]
    [InlineData("cert: nonsense, key: nonsense", "1:21: tls_server_config.cert: failed to load the certificate with its key: ")]
    [InlineData("cert_file: nothere, key_file: key.pem", "1:21: tls_server_config.cert_file: failed to read cert_file (")]
    [InlineData("cert_file: cert.pem, key_file: nothere", "1:42: tls_server_config.key_file: failed to read key_file (")]
    [InlineData("cert_file: cert.pem, key_file: key.pem, client_auth_type: RequestClientCert, client_ca_file: nothere", "1:98: tls_server_config.client_ca_file: failed to read client_ca_file (")]
    public void Load_FilesThatDoNotFit_SaysWhich(string tls, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => Load(tls));
        Assert.StartsWith($"{_folder.File("web.yml")}:{expected}", Assert.Single(error.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_SaysSo() => Assert.Throws<ConfigurationException>(() => WebConfigLoading.Load(_folder.File("nothere.yml")));

    private WebConfig Load(string tls)
    {
        File.WriteAllText(_folder.File("web.yml"), $"tls_server_config: {{{tls}}}");
        return WebConfigLoading.Load(_folder.File("web.yml"));
    }
}
