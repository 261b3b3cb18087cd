using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Linode;

/// <summary>An entry of <c>linode_sd_configs</c>: instances of an account at Linode.</summary>
public sealed class LinodeDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "linode";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public string TagSeparator { get; set; } = ",";

    /// <summary>All regions if empty.</summary>
    public string Region { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where the API is; another one in tests.</summary>
    internal string Endpoint { get; set; } = "https://api.linode.com/v4";

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        TagSeparator = fields.Text("tag_separator", TagSeparator);
        Region = fields.Text("region", Region);
    }

    public IDiscoverer Create(DiscoveryServices services) => new LinodeDiscoverer(this, services);
}
