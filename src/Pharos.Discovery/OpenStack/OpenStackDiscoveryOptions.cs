using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.OpenStack;

/// <summary>An entry of <c>openstack_sd_configs</c>: instances, hypervisors or load balancers of a region.</summary>
public sealed class OpenStackDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<OpenStackRole> Roles = new(
        ("instance", OpenStackRole.Instance), ("hypervisor", OpenStackRole.Hypervisor), ("loadbalancer", OpenStackRole.LoadBalancer));

    public string Mechanism => "openstack";

    /// <summary>Where Keystone is. Without it, all about the account is taken from the environment.</summary>
    public string IdentityEndpoint { get; set; } = "";

    public string Username { get; set; } = "";

    public string UserId { get; set; } = "";

    public Secret Password { get; set; }

    public string ProjectName { get; set; } = "";

    public string ProjectId { get; set; } = "";

    public string DomainName { get; set; } = "";

    public string DomainId { get; set; } = "";

    public string ApplicationCredentialName { get; set; } = "";

    public string ApplicationCredentialId { get; set; } = "";

    public Secret ApplicationCredentialSecret { get; set; }

    internal OpenStackRole Role { get; set; }

    public string Region { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    /// <summary>Instances of all projects, for accounts that may see them.</summary>
    public bool AllTenants { get; set; }

    public TlsOptions? Tls { get; set; }

    /// <summary>Which of a service's addresses is used: public, internal or admin.</summary>
    public string Availability { get; set; } = "public";

    public void Describe(Fields fields)
    {
        IdentityEndpoint = fields.Text("identity_endpoint", IdentityEndpoint);
        Username = fields.Text("username", Username);
        UserId = fields.Text("userid", UserId);
        Password = fields.Secret("password", Password);
        ProjectName = fields.Text("project_name", ProjectName);
        ProjectId = fields.Text("project_id", ProjectId);
        DomainName = fields.Text("domain_name", DomainName);
        DomainId = fields.Text("domain_id", DomainId);
        ApplicationCredentialName = fields.Text("application_credential_name", ApplicationCredentialName);
        ApplicationCredentialId = fields.Text("application_credential_id", ApplicationCredentialId);
        ApplicationCredentialSecret = fields.Secret("application_credential_secret", ApplicationCredentialSecret);
        Role = fields.Value("role", Roles, Role);
        Region = fields.Text("region", Region, always: true);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        AllTenants = fields.Bool("all_tenants", AllTenants);
        Tls = fields.Section("tls_config", Tls);
        Availability = fields.Text("availability", Availability);
        fields.Check(
            Availability is "public" or "internal" or "admin", "availability", $"unknown availability {Availability}, must be one of admin, internal or public");
        fields.Check(Role != OpenStackRole.None, "role", "role missing (one of: instance, hypervisor, loadbalancer)");
        fields.Check(Region.Length > 0, "region", "openstack SD configuration requires a region");
        fields.Check(IdentityEndpoint.Length == 0 || Uri.TryCreate(IdentityEndpoint, UriKind.Absolute, out _), "identity_endpoint", "expected a URL");
    }

    public IDiscoverer Create(DiscoveryServices services) => new OpenStackDiscoverer(this, services);
}

internal enum OpenStackRole : byte
{
    None,
    Instance,
    Hypervisor,
    LoadBalancer,
}
