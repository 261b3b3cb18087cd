using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>azuread.managed_identity</c>.</summary>
public sealed class AzureManagedIdentityOptions : IOptions
{
    /// <summary>Empty for the identity of the machine.</summary>
    public string ClientId { get; set; } = "";

    public void Describe(Fields fields)
    {
        ClientId = fields.Text("client_id", ClientId);
        AzureIdentifiers.CheckUuid(fields, "Azure Managed Identity", "client_id", ClientId);
    }
}
