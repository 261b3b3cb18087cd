using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Aws;

/// <summary>An entry of <c>lightsail_sd_configs</c>: instances of Lightsail in a region of AWS.</summary>
public sealed class LightsailDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "lightsail";

    internal AwsAccess Access { get; init; } = new();

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public HttpClientOptions Http { get; init; } = new();

    public void Describe(Fields fields)
    {
        Access.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Http.Describe(fields);
    }

    public IDiscoverer Create(DiscoveryServices services) => new LightsailDiscoverer(this, services);
}
