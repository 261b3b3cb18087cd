using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.DigitalOcean;

/// <summary>An entry of <c>digitalocean_sd_configs</c>: droplets or databases of an account.</summary>
public sealed class DigitalOceanDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<DigitalOceanRole> Roles = new(("droplets", DigitalOceanRole.Droplets), ("databases", DigitalOceanRole.Databases));

    public string Mechanism => "digitalocean";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    internal DigitalOceanRole Role { get; set; } = DigitalOceanRole.Droplets;

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where the API is; another one in tests.</summary>
    internal string Endpoint { get; set; } = "https://api.digitalocean.com";

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Role = fields.Value("role", Roles, Role);
    }

    public IDiscoverer Create(DiscoveryServices services) => new DigitalOceanDiscoverer(this, services);
}

internal enum DigitalOceanRole : byte
{
    Droplets,
    Databases,
}
