using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Outscale;

/// <summary>An entry of <c>outscale_sd_configs</c>: virtual machines of an account at Outscale.</summary>
public sealed class OutscaleDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "outscale";

    /// <summary>That of the region if empty.</summary>
    public string Endpoint { get; set; } = "";

    public string Region { get; set; } = "eu-west-2";

    public string AccessKey { get; set; } = "";

    public Secret SecretKey { get; set; }

    public string SecretKeyFile { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public HttpClientOptions Http { get; } = new();

    internal string Url => Endpoint.Length > 0 ? Endpoint.TrimEnd('/') : $"https://api.{Region}.outscale.com/api/v1";

    public void Describe(Fields fields)
    {
        Endpoint = fields.Value("endpoint", Kinds.Url, Endpoint);
        Region = fields.Text("region", Region, always: true);
        AccessKey = fields.Text("access_key", AccessKey);
        SecretKey = fields.Secret("secret_key", SecretKey);
        SecretKeyFile = fields.File("secret_key_file", SecretKeyFile);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Http.Describe(fields);
        fields.Check(Region.Length > 0, "region", "outscale SD configuration requires a region");
        fields.Check(AccessKey.Length > 0, "access_key", "outscale SD configuration requires access_key");
        fields.Check(!SecretKey.IsEmpty || SecretKeyFile.Length > 0, "secret_key", "one of secret_key & secret_key_file must be configured");
        fields.Check(SecretKey.IsEmpty || SecretKeyFile.Length == 0, "secret_key_file", "at most one of secret_key & secret_key_file must be configured");
    }

    public IDiscoverer Create(DiscoveryServices services) => new OutscaleDiscoverer(this, services);
}
