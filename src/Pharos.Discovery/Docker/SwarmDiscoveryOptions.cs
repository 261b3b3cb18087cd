using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Docker;

/// <summary>An entry of <c>dockerswarm_sd_configs</c>: services, tasks or nodes of a Docker swarm.</summary>
public sealed class SwarmDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<SwarmRole> Roles = new(("services", SwarmRole.Services), ("tasks", SwarmRole.Tasks), ("nodes", SwarmRole.Nodes));

    public string Mechanism => "dockerswarm";

    public string Host { get; set; } = "";

    internal SwarmRole Role { get; set; }

    public long Port { get; set; } = 80;

    public IReadOnlyList<FilterOptions> Filters { get; set; } = [];

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        Host = DockerHost.Describe(fields, Host);
        Role = fields.Value("role", Roles, Role);
        Port = TargetPort.Describe(fields, Port);
        Filters = fields.Sections("filters", Filters);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        fields.Check(Role != SwarmRole.None, "role", "role missing (one of: tasks, services, nodes)");
    }

    public IDiscoverer Create(DiscoveryServices services) => new SwarmDiscoverer(this, services);
}

internal enum SwarmRole : byte
{
    None,
    Services,
    Tasks,
    Nodes,
}
