using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>azuread</c>: whose token of Microsoft's directory requests carry. Exactly one way to get it is given.</summary>
public sealed class AzureAdOptions : IOptions
{
    private static readonly ChoiceKind<string> Clouds = new(
        ("AzurePublic", "AzurePublic"), ("AzureChina", "AzureChina"), ("AzureGovernment", "AzureGovernment"));

    public AzureManagedIdentityOptions? ManagedIdentity { get; set; }

    public AzureWorkloadIdentityOptions? WorkloadIdentity { get; set; }

    public AzureApplicationOptions? Application { get; set; }

    public AzureSdkOptions? Sdk { get; set; }

    public AzureCertificateOptions? Certificate { get; set; }

    public string Cloud { get; set; } = "AzurePublic";

    /// <summary>Empty for the one of the cloud's monitoring service.</summary>
    public string Scope { get; set; } = "";

    public void Describe(Fields fields)
    {
        ManagedIdentity = fields.Section("managed_identity", ManagedIdentity);
        WorkloadIdentity = fields.Section("workload_identity", WorkloadIdentity);
        Application = fields.Section("oauth", Application);
        Sdk = fields.Section("sdk", Sdk);
        Certificate = fields.Section("certificate", Certificate);
        Cloud = fields.Value("cloud", Clouds, Cloud);
        Scope = fields.Text("scope", Scope);

        IOptions?[] ways = [ManagedIdentity, WorkloadIdentity, Application, Sdk, Certificate];
        var given = ways.Count(static way => way is not null);
        fields.Check(given > 0, "", "must provide an Azure Managed Identity, Azure Workload Identity, Azure OAuth, Azure Certificate or Azure SDK in the Azure AD config");
        fields.Check(given < 2, "", "cannot provide multiple authentication methods in the Azure AD config");
        fields.Check(Scope.All(static c => char.IsAsciiLetterOrDigit(c) || "_ \t\n\f\r:/.-".Contains(c, StringComparison.Ordinal)), "scope", "the provided scope contains invalid characters");
    }
}
