using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.PuppetDb;

/// <summary>An entry of <c>puppetdb_sd_configs</c>: resources that a query finds.</summary>
public sealed class PuppetDbDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "puppetdb";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public string Url { get; set; } = "";

    /// <summary>In Puppet's query language.</summary>
    public string Query { get; set; } = "";

    /// <summary>Parameters of resources become labels. They may have secrets in them.</summary>
    public bool IncludeParameters { get; set; }

    public long Port { get; set; } = 80;

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Url = fields.Text("url", Url, always: true);
        Query = fields.Text("query", Query, always: true);
        IncludeParameters = fields.Bool("include_parameters", IncludeParameters, always: true);
        Port = TargetPort.Describe(fields, Port);
        var isUrl = Uri.TryCreate(Url, UriKind.Absolute, out var url);
        fields.Check(Url.Length > 0, "url", "URL is missing");
        fields.Check(isUrl && url!.Scheme is "http" or "https", "url", "URL scheme must be 'http' or 'https'");
        fields.Check(isUrl && url!.Host.Length > 0, "url", "host is missing in URL");
        fields.Check(Query.Length > 0, "query", "query missing");
    }

    public IDiscoverer Create(DiscoveryServices services) => new PuppetDbDiscoverer(this, services);
}
