using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Nomad;

/// <summary>An entry of <c>nomad_sd_configs</c>: services that Nomad knows itself.</summary>
public sealed class NomadDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "nomad";

    public bool AllowStale { get; set; } = true;

    public string Namespace { get; set; } = "default";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public string Region { get; set; } = "global";

    public string Server { get; set; } = "http://localhost:4646";

    public string TagSeparator { get; set; } = ",";

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        AllowStale = fields.Bool("allow_stale", AllowStale, always: true);
        Http.Describe(fields);
        Namespace = fields.Text("namespace", Namespace, always: true);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Region = fields.Text("region", Region, always: true);
        Server = fields.Text("server", Server, always: true);
        TagSeparator = fields.Text("tag_separator", TagSeparator);
        fields.Check(!string.IsNullOrWhiteSpace(Server), "server", "nomad SD configuration requires a server address");
        fields.Check(string.IsNullOrWhiteSpace(Server) || Uri.TryCreate(Server, UriKind.Absolute, out _), "server", "expected a URL");
    }

    public IDiscoverer Create(DiscoveryServices services) => new NomadDiscoverer(this, services);
}
