using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>azuread.oauth</c>: an application with a secret.</summary>
public sealed class AzureApplicationOptions : IOptions
{
    private const string Way = "Azure OAuth";

    public string ClientId { get; set; } = "";

    public Secret ClientSecret { get; set; }

    public string TenantId { get; set; } = "";

    public void Describe(Fields fields)
    {
        ClientId = fields.Text("client_id", ClientId);
        ClientSecret = fields.Secret("client_secret", ClientSecret);
        TenantId = fields.Text("tenant_id", TenantId);
        AzureIdentifiers.Require(fields, Way, "client_id", ClientId.Length > 0);
        AzureIdentifiers.Require(fields, Way, "client_secret", !ClientSecret.IsEmpty);
        AzureIdentifiers.Require(fields, Way, "tenant_id", TenantId.Length > 0);
        AzureIdentifiers.CheckUuid(fields, Way, "client_id", ClientId);
    }
}
