using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Hetzner;

/// <summary>An entry of <c>hetzner_sd_configs</c>: rented machines (robot), or servers of Hetzner's cloud.</summary>
public sealed class HetznerDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<HetznerRole> Roles = new(("robot", HetznerRole.Robot), ("hcloud", HetznerRole.Cloud));

    public string Mechanism => "hetzner";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    internal HetznerRole Role { get; set; }

    /// <summary>Of servers in the cloud.</summary>
    public string LabelSelector { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where the API is; another one in tests. Empty for that of the role.</summary>
    internal string Endpoint { get; set; } = "";

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Role = fields.Value("role", Roles, Role);
        LabelSelector = fields.Text("label_selector", LabelSelector);
        fields.Check(Role != HetznerRole.None, "role", "role missing (one of: robot, hcloud)");
    }

    public IDiscoverer Create(DiscoveryServices services) =>
        Role == HetznerRole.Robot ? new HetznerRobotDiscoverer(this, services) : new HetznerCloudDiscoverer(this, services);
}

internal enum HetznerRole : byte
{
    None,
    Robot,
    Cloud,
}
