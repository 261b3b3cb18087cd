using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>azuread.certificate</c>: an application with a certificate. Paths are seen from the working directory.</summary>
public sealed class AzureCertificateOptions : IOptions
{
    private const string Way = "Azure Certificate";

    public string ClientId { get; set; } = "";

    public string TenantId { get; set; } = "";

    public string CertificatePath { get; set; } = "";

    /// <summary>Empty if the key is in the file of the certificate.</summary>
    public string CertificateKeyPath { get; set; } = "";

    public Secret CertificatePassword { get; set; }

    public bool SendCertificateChain { get; set; }

    public void Describe(Fields fields)
    {
        ClientId = fields.Text("client_id", ClientId);
        TenantId = fields.Text("tenant_id", TenantId);
        CertificatePath = fields.Text("certificate_path", CertificatePath);
        CertificateKeyPath = fields.Text("certificate_key_path", CertificateKeyPath);
        CertificatePassword = fields.Secret("certificate_password", CertificatePassword);
        SendCertificateChain = fields.Bool("send_certificate_chain", SendCertificateChain);
        AzureIdentifiers.Require(fields, Way, "client_id", ClientId.Length > 0);
        AzureIdentifiers.Require(fields, Way, "tenant_id", TenantId.Length > 0);
        AzureIdentifiers.Require(fields, Way, "certificate_path", CertificatePath.Length > 0);
        AzureIdentifiers.CheckUuid(fields, Way, "client_id", ClientId);
    }
}
