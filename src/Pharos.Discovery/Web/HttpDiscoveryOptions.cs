using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Web;

/// <summary>An entry of <c>http_sd_configs</c>: a server that answers with a list of targets.</summary>
public sealed class HttpDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "http";

    public string Url { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Url = fields.Text("url", Url, always: true);
        Http.Describe(fields);
        fields.Check(Url.Length > 0, "url", "URL is missing");
        var isUrl = Uri.TryCreate(Url, UriKind.Absolute, out var url);
        fields.Check(isUrl && url!.Scheme is "http" or "https", "url", "URL scheme must be 'http' or 'https'");
        fields.Check(isUrl && url!.Host.Length > 0, "url", "host is missing in URL");
    }

    public IDiscoverer Create(DiscoveryServices services) => new HttpDiscoverer(this, services);
}
