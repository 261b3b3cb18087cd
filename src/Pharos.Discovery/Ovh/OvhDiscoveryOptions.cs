using Pharos.Configuration;

namespace Pharos.Discovery.Ovh;

/// <summary>An entry of <c>ovhcloud_sd_configs</c>: dedicated or virtual private servers at OVHcloud.</summary>
public sealed class OvhDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<OvhService> Services = new(("vps", OvhService.Vps), ("dedicated_server", OvhService.DedicatedServer));

    private static readonly Dictionary<string, string> Endpoints = new(StringComparer.Ordinal)
    {
        ["ovh-eu"] = "https://eu.api.ovh.com/1.0",
        ["ovh-ca"] = "https://ca.api.ovh.com/1.0",
        ["ovh-us"] = "https://api.us.ovhcloud.com/1.0",
        ["kimsufi-eu"] = "https://eu.api.kimsufi.com/1.0",
        ["kimsufi-ca"] = "https://ca.api.kimsufi.com/1.0",
        ["soyoustart-eu"] = "https://eu.api.soyoustart.com/1.0",
        ["soyoustart-ca"] = "https://ca.api.soyoustart.com/1.0",
    };

    public string Mechanism => "ovhcloud";

    /// <summary>The name of one of the company's own, or a URL.</summary>
    public string Endpoint { get; set; } = "ovh-eu";

    public string ApplicationKey { get; set; } = "";

    public Secret ApplicationSecret { get; set; }

    public Secret ConsumerKey { get; set; }

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    internal OvhService Service { get; set; }

    internal string Url => Endpoints.GetValueOrDefault(Endpoint) ?? Endpoint.TrimEnd('/');

    public void Describe(Fields fields)
    {
        Endpoint = fields.Text("endpoint", Endpoint, always: true);
        ApplicationKey = fields.Text("application_key", ApplicationKey);
        ApplicationSecret = fields.Secret("application_secret", ApplicationSecret);
        ConsumerKey = fields.Secret("consumer_key", ConsumerKey);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Service = fields.Value("service", Services, Service);
        fields.Check(Endpoint.Length > 0, "endpoint", "endpoint can not be empty");
        fields.Check(Endpoint.Length == 0 || Uri.TryCreate(Url, UriKind.Absolute, out _), "endpoint", $"expected a URL or one of {string.Join(", ", Endpoints.Keys)}");
        fields.Check(ApplicationKey.Length > 0, "application_key", "application key can not be empty");
        fields.Check(!ApplicationSecret.IsEmpty, "application_secret", "application secret can not be empty");
        fields.Check(!ConsumerKey.IsEmpty, "consumer_key", "consumer key can not be empty");
        fields.Check(Service != OvhService.None, "service", "service missing (one of: vps, dedicated_server)");
    }

    public IDiscoverer Create(DiscoveryServices services) => new OvhDiscoverer(this, services);
}

internal enum OvhService : byte
{
    None,
    Vps,
    DedicatedServer,
}
