using System.Security.Authentication;
using Pharos.Configuration;
using Pharos.Http.Tls;

namespace Pharos.Http.Options;

/// <summary>How a client checks a server's certificate, and shows its own.</summary>
public sealed class TlsOptions : IOptions
{
    private static readonly ChoiceKind<SslProtocols> Versions = new(
#pragma warning disable SYSLIB0039, CA5397 // Old versions are what the configuration asks for, of servers that have no other.
        ("TLS10", SslProtocols.Tls), ("TLS11", SslProtocols.Tls11), ("TLS12", SslProtocols.Tls12), ("TLS13", SslProtocols.Tls13));
#pragma warning restore SYSLIB0039, CA5397

    public string Ca { get; set; } = "";

    public string CaFile { get; set; } = "";

    public string Cert { get; set; } = "";

    public string CertFile { get; set; } = "";

    public Secret Key { get; set; }

    public string KeyFile { get; set; } = "";

    public string ServerName { get; set; } = "";

    public bool InsecureSkipVerify { get; set; }

    /// <summary>None for the default of 1.2.</summary>
    public SslProtocols MinVersion { get; set; }

    public SslProtocols MaxVersion { get; set; }

    public void Describe(Fields fields)
    {
        Ca = fields.Text("ca", Ca);
        Cert = fields.Text("cert", Cert);
        Key = fields.Secret("key", Key);
        CaFile = fields.File("ca_file", CaFile);
        CertFile = fields.File("cert_file", CertFile);
        KeyFile = fields.File("key_file", KeyFile);
        ServerName = fields.Text("server_name", ServerName);
        InsecureSkipVerify = fields.Bool("insecure_skip_verify", InsecureSkipVerify, always: true);
        MinVersion = fields.Value("min_version", Versions, MinVersion);
        MaxVersion = fields.Value("max_version", Versions, MaxVersion);
        SecretReferences.Refuse(fields, "ca_ref", "cert_ref", "key_ref");
        fields.Check(Ca.Length == 0 || CaFile.Length == 0, "ca_file", "at most one of ca and ca_file must be configured");
        fields.Check(Cert.Length == 0 || CertFile.Length == 0, "cert_file", "at most one of cert and cert_file must be configured");
        fields.Check(Key.IsEmpty || KeyFile.Length == 0, "key_file", "at most one of key and key_file must be configured");
        var hasCert = Cert.Length + CertFile.Length > 0;
        var hasKey = !Key.IsEmpty || KeyFile.Length > 0;
        fields.Check(hasCert || !hasKey, "key_file", "exactly one of cert or cert_file must be configured when a client key is configured");
        fields.Check(hasKey || !hasCert, "cert_file", "exactly one of key or key_file must be configured when a client certificate is configured");
        fields.Check(TlsVersions.IsOrdered(MinVersion, MaxVersion), "max_version", "tls_config.max_version must be greater than or equal to tls_config.min_version if both are specified");
    }
}
