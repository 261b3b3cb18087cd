using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Ionos;

/// <summary>An entry of <c>ionos_sd_configs</c>: servers of a datacenter at IONOS Cloud.</summary>
public sealed class IonosDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "ionos";

    public string DatacenterId { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where the API is; another one in tests.</summary>
    internal string Endpoint { get; set; } = "https://api.ionos.com";

    public void Describe(Fields fields)
    {
        DatacenterId = fields.Text("datacenter_id", DatacenterId);
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        fields.Check(DatacenterId.Length > 0, "datacenter_id", "datacenter id can't be empty");
    }

    public IDiscoverer Create(DiscoveryServices services) => new IonosDiscoverer(this, services);
}
