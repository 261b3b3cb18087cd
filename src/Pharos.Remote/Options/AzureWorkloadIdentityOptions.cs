using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>azuread.workload_identity</c>.</summary>
public sealed class AzureWorkloadIdentityOptions : IOptions
{
    private const string Way = "Azure Workload Identity";

    public string ClientId { get; set; } = "";

    public string TenantId { get; set; } = "";

    /// <summary>Where the cluster puts the token. Seen from the working directory, unlike other paths of the file.</summary>
    public string TokenFilePath { get; set; } =
        Environment.GetEnvironmentVariable("AZURE_FEDERATED_TOKEN_FILE") is { Length: > 0 } projected
            ? projected
            : "/var/run/secrets/azure/tokens/azure-identity-token";

    public void Describe(Fields fields)
    {
        ClientId = fields.Text("client_id", ClientId);
        TenantId = fields.Text("tenant_id", TenantId);
        TokenFilePath = fields.Text("token_file_path", TokenFilePath) is { Length: > 0 } path ? path : TokenFilePath;
        AzureIdentifiers.Require(fields, Way, "client_id", ClientId.Length > 0);
        AzureIdentifiers.Require(fields, Way, "tenant_id", TenantId.Length > 0);
        AzureIdentifiers.CheckUuid(fields, Way, "client_id", ClientId);
        AzureIdentifiers.CheckUuid(fields, Way, "tenant_id", TenantId);
    }
}
