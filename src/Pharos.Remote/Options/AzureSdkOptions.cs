using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>azuread.sdk</c>: what the environment has for credentials.</summary>
public sealed class AzureSdkOptions : IOptions
{
    public string TenantId { get; set; } = "";

    public void Describe(Fields fields) => TenantId = fields.Text("tenant_id", TenantId);
}
