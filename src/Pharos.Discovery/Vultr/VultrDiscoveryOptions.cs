using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Vultr;

/// <summary>An entry of <c>vultr_sd_configs</c>: instances of an account at Vultr.</summary>
public sealed class VultrDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "vultr";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where the API is; another one in tests.</summary>
    internal string Endpoint { get; set; } = "https://api.vultr.com";

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
    }

    public IDiscoverer Create(DiscoveryServices services) => new VultrDiscoverer(this, services);
}
