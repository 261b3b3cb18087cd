using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Eureka;

/// <summary>An entry of <c>eureka_sd_configs</c>: instances of applications in a Eureka registry.</summary>
public sealed class EurekaDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "eureka";

    public string Server { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Server = fields.Text("server", Server);
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        fields.Check(Server.Length > 0, "server", "eureka_sd: empty or null eureka server");
        fields.Check(Uri.TryCreate(Server, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0, "server", "eureka_sd: invalid eureka server URL");
    }

    public IDiscoverer Create(DiscoveryServices services) => new EurekaDiscoverer(this, services);
}
