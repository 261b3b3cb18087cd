using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Stackit;

/// <summary>An entry of <c>stackit_sd_configs</c>: servers of a project at STACKIT.</summary>
public sealed class StackitDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "stackit";

    public string Project { get; set; } = "";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public string Region { get; set; } = "eu01";

    /// <summary>That of the region if empty.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The JSON that is made for a service account. Without one, requests have what the client's options say.</summary>
    public Secret ServiceAccountKey { get; set; }

    /// <summary>The key that the service account's belongs to, if that does not have it.</summary>
    public Secret PrivateKey { get; set; }

    public string ServiceAccountKeyPath { get; set; } = "";

    public string PrivateKeyPath { get; set; } = "";

    /// <summary>A file of JSON that may name the key and its file.</summary>
    public string CredentialsFilePath { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where tokens are; another place in tests.</summary>
    internal string TokenUrl { get; set; } = "https://service-account.api.stackit.cloud/token";

    internal string Url => Endpoint.Length > 0 ? Endpoint.TrimEnd('/') : $"https://iaas.api.{Region}.stackit.cloud";

    internal bool HasKey => !ServiceAccountKey.IsEmpty || ServiceAccountKeyPath.Length > 0;

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        Project = fields.Text("project", Project);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Region = fields.Text("region", Region);
        Endpoint = fields.Value("endpoint", Kinds.Url, Endpoint);
        ServiceAccountKey = fields.Secret("service_account_key", ServiceAccountKey);
        PrivateKey = fields.Secret("private_key", PrivateKey);
        ServiceAccountKeyPath = fields.File("service_account_key_path", ServiceAccountKeyPath);
        PrivateKeyPath = fields.File("private_key_path", PrivateKeyPath);
        CredentialsFilePath = fields.File("credentials_file_path", CredentialsFilePath);
        fields.Check(Endpoint.Length + Region.Length > 0, "region", "stackit_sd: endpoint and region missing");
        fields.Check(Project.Length > 0, "project", "stackit_sd: project missing");
    }

    public IDiscoverer Create(DiscoveryServices services) => new StackitDiscoverer(this, services);
}
