using Pharos.Configuration;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Gce;

/// <summary>An entry of <c>gce_sd_configs</c>: instances of a zone in Google's cloud.</summary>
public sealed class GceDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "gce";

    public string Project { get; set; } = "";

    public string Zone { get; set; } = "";

    /// <summary>An expression of the API's.</summary>
    public string Filter { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public string TagSeparator { get; set; } = ",";

    /// <summary>Where the API is; another one in tests.</summary>
    internal string Endpoint { get; set; } = "https://compute.googleapis.com";

    public void Describe(Fields fields)
    {
        Project = fields.Text("project", Project, always: true);
        Zone = fields.Text("zone", Zone, always: true);
        Filter = fields.Text("filter", Filter);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        TagSeparator = fields.Text("tag_separator", TagSeparator);
        fields.Check(Project.Length > 0, "project", "GCE SD configuration requires a project");
        fields.Check(Zone.Length > 0, "zone", "GCE SD configuration requires a zone");
    }

    public IDiscoverer Create(DiscoveryServices services) => new GceDiscoverer(this, services);
}
