using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Azure;

/// <summary>An entry of <c>azure_sd_configs</c>: virtual machines of a subscription, with those of scale sets.</summary>
public sealed class AzureDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<AzureAuthentication> Methods = new(
        ("OAuth", AzureAuthentication.OAuth),
        ("ManagedIdentity", AzureAuthentication.ManagedIdentity),
        ("SDK", AzureAuthentication.Sdk),
        ("WorkloadIdentity", AzureAuthentication.WorkloadIdentity));

    public string Mechanism => "azure";

    /// <summary>Which of Azure's clouds; capitals make no difference.</summary>
    public string Environment { get; set; } = "AzurePublicCloud";

    public long Port { get; set; } = 80;

    public string SubscriptionId { get; set; } = "";

    public string TenantId { get; set; } = "";

    public string ClientId { get; set; } = "";

    public Secret ClientSecret { get; set; }

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    internal AzureAuthentication Authentication { get; set; } = AzureAuthentication.OAuth;

    /// <summary>All groups if empty.</summary>
    public string ResourceGroup { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    /// <summary>In the place of the cloud's addresses, in tests.</summary>
    internal AzureCloud? Cloud { get; set; }

    public void Describe(Fields fields)
    {
        Environment = fields.Text("environment", Environment);
        Port = TargetPort.Describe(fields, Port);
        SubscriptionId = fields.Text("subscription_id", SubscriptionId, always: true);
        TenantId = fields.Text("tenant_id", TenantId);
        ClientId = fields.Text("client_id", ClientId);
        ClientSecret = fields.Secret("client_secret", ClientSecret);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Authentication = fields.Value("authentication_method", Methods, Authentication);
        ResourceGroup = fields.Text("resource_group", ResourceGroup);
        Http.Describe(fields);
        fields.Check(AzureCloud.Named(Environment) is not null, "environment", $"there is no cloud configuration matching the name \"{Environment}\"");
        fields.Check(SubscriptionId.Length > 0, "subscription_id", "azure SD configuration requires a subscription_id");
        var needsClient = Authentication == AzureAuthentication.OAuth;
        fields.Check(!needsClient || TenantId.Length > 0, "tenant_id", "azure SD configuration requires a tenant_id");
        fields.Check(!needsClient || ClientId.Length > 0, "client_id", "azure SD configuration requires a client_id");
        fields.Check(!needsClient || !ClientSecret.IsEmpty, "client_secret", "azure SD configuration requires a client_secret");
    }

    public IDiscoverer Create(DiscoveryServices services) => new AzureDiscoverer(this, services);
}

internal enum AzureAuthentication : byte
{
    OAuth,
    ManagedIdentity,
    Sdk,
    WorkloadIdentity,
}
