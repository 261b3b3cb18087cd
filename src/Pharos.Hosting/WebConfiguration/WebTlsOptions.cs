using System.Net.Security;
using System.Security.Authentication;
using Pharos.Configuration;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>The section <c>tls_server_config</c>. Without a certificate the port speaks plain HTTP.</summary>
public sealed class WebTlsOptions : IOptions
{
    private static readonly ChoiceKind<SslProtocols> Versions = new(
#pragma warning disable SYSLIB0039, CA5397 // Old versions are what the configuration asks for, for clients that have no other.
        ("TLS10", SslProtocols.Tls), ("TLS11", SslProtocols.Tls11), ("TLS12", SslProtocols.Tls12), ("TLS13", SslProtocols.Tls13));
#pragma warning restore SYSLIB0039, CA5397

    private static readonly ChoiceKind<ClientCertificates?> ClientAuthTypes = new(
        ("NoClientCert", ClientCertificates.None),
        ("RequestClientCert", ClientCertificates.Request),
        ("RequireAnyClientCert", ClientCertificates.RequireAny),
        ("RequireClientCert", ClientCertificates.RequireAny),
        ("VerifyClientCertIfGiven", ClientCertificates.VerifyIfGiven),
        ("RequireAndVerifyClientCert", ClientCertificates.RequireAndVerify),
        ("", null));

    /// <summary>Those without known weaknesses.</summary>
    private static readonly ChoiceKind<TlsCipherSuite> Suites = new(
    [
        .. new[]
        {
            TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        }.Select(static suite => (suite.ToString(), suite)),
    ]);

    private static readonly ChoiceKind<string> Curves = new(
        ("CurveP256", "CurveP256"), ("CurveP384", "CurveP384"), ("CurveP521", "CurveP521"), ("X25519", "X25519"));

    public string Cert { get; set; } = "";

    public string CertFile { get; set; } = "";

    public Secret Key { get; set; }

    public string KeyFile { get; set; } = "";

    public string ClientCa { get; set; } = "";

    public string ClientCaFile { get; set; } = "";

    /// <summary>Null where nothing is said, which is the same as none for clients.</summary>
    public ClientCertificates? ClientAuthType { get; set; }

    /// <summary>One of these a client's certificate must be for; empty for any.</summary>
    public IReadOnlyList<string> ClientAllowedSans { get; set; } = [];

    public SslProtocols MinVersion { get; set; } = SslProtocols.Tls12;

    public SslProtocols MaxVersion { get; set; } = SslProtocols.Tls13;

    /// <summary>For versions before 1.3. Empty for those that are usual.</summary>
    public IReadOnlyList<TlsCipherSuite> CipherSuites { get; set; } = [];

    public bool PreferServerCipherSuites { get; set; } = true;

    /// <summary>In the order in which they are preferred. Empty for those that are usual.</summary>
    public IReadOnlyList<string> CurvePreferences { get; set; } = [];

    /// <summary>Whether anything is said that makes the port speak TLS.</summary>
    public bool IsEnabled => Cert.Length + CertFile.Length + KeyFile.Length + ClientCa.Length + ClientCaFile.Length > 0 || !Key.IsEmpty || ClientAuthType is not null;

    public void Describe(Fields fields)
    {
        Cert = fields.Text("cert", Cert);
        Key = fields.Secret("key", Key);
        ClientCa = fields.Text("client_ca", ClientCa);
        CertFile = fields.File("cert_file", CertFile);
        KeyFile = fields.File("key_file", KeyFile);
        ClientAuthType = fields.Value("client_auth_type", ClientAuthTypes, ClientAuthType);
        ClientCaFile = fields.File("client_ca_file", ClientCaFile);
        CipherSuites = fields.Values("cipher_suites", Suites, CipherSuites);
        CurvePreferences = fields.Values("curve_preferences", Curves, CurvePreferences);
        MinVersion = fields.Value("min_version", Versions, MinVersion);
        MaxVersion = fields.Value("max_version", Versions, MaxVersion);
        PreferServerCipherSuites = fields.Bool("prefer_server_cipher_suites", PreferServerCipherSuites, always: true);
        ClientAllowedSans = fields.Texts("client_allowed_sans", ClientAllowedSans);

        fields.Check(!IsEnabled || Cert.Length + CertFile.Length > 0, "", "missing one of cert or cert_file");
        fields.Check(!IsEnabled || !Key.IsEmpty || KeyFile.Length > 0, "", "missing one of key or key_file");
        fields.Check(
            ClientCa.Length + ClientCaFile.Length == 0 || ClientAuthType is not (null or ClientCertificates.None),
            ClientCaFile.Length > 0 ? "client_ca_file" : "client_ca", "Client CA's have been configured without a Client Auth Policy");
    }
}
