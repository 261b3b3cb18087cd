using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Kuma;

/// <summary>An entry of <c>kuma_sd_configs</c>: what a Kuma control plane assigns for monitoring.</summary>
public sealed class KumaDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "kuma";

    /// <summary>How often is asked at most: each question waits at the server for a change.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a question waits.</summary>
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public string Server { get; set; } = "";

    /// <summary>Who asks: by default the name of this machine.</summary>
    public string ClientId { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        FetchTimeout = fields.Duration("fetch_timeout", FetchTimeout);
        Server = fields.Text("server", Server);
        ClientId = fields.Text("client_id", ClientId);
        fields.Check(Server.Length > 0, "server", "kuma SD server must not be empty");
        fields.Check(Uri.TryCreate(Server, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0, "server", "kuma SD server must not be empty and have a scheme");
    }

    public IDiscoverer Create(DiscoveryServices services) => new KumaDiscoverer(this, services);
}
