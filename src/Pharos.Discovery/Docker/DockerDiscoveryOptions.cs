using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Docker;

/// <summary>An entry of <c>docker_sd_configs</c>: containers of a Docker daemon.</summary>
public sealed class DockerDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "docker";

    public string Host { get; set; } = "";

    /// <summary>Of containers that publish none.</summary>
    public long Port { get; set; } = 80;

    public IReadOnlyList<FilterOptions> Filters { get; set; } = [];

    /// <summary>The address of containers that use the network of the host.</summary>
    public string HostNetworkingHost { get; set; } = "localhost";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A container in several networks is found in the first, by name, and not in each.</summary>
    public bool MatchFirstNetwork { get; set; } = true;

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        Host = DockerHost.Describe(fields, Host);
        Port = TargetPort.Describe(fields, Port);
        Filters = fields.Sections("filters", Filters);
        HostNetworkingHost = fields.Text("host_networking_host", HostNetworkingHost, always: true);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        MatchFirstNetwork = fields.Bool("match_first_network", MatchFirstNetwork, always: true);
    }

    public IDiscoverer Create(DiscoveryServices services) => new DockerDiscoverer(this, services);
}
