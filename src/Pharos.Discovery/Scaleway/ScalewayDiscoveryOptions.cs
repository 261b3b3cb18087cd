using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Scaleway;

/// <summary>An entry of <c>scaleway_sd_configs</c>: instances or elastic metal servers of a zone.</summary>
public sealed class ScalewayDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<ScalewayRole> Roles = new(("instance", ScalewayRole.Instance), ("baremetal", ScalewayRole.Baremetal));

    public string Mechanism => "scaleway";

    public string Project { get; set; } = "";

    public string ApiUrl { get; set; } = "https://api.scaleway.com";

    public string Zone { get; set; } = "fr-par-1";

    public string AccessKey { get; set; } = "";

    public Secret SecretKey { get; set; }

    public string SecretKeyFile { get; set; } = "";

    public string NameFilter { get; set; } = "";

    public IReadOnlyList<string> TagsFilter { get; set; } = [];

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    internal ScalewayRole Role { get; set; }

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Project = fields.Text("project_id", Project);
        ApiUrl = fields.Value("api_url", Kinds.Url, ApiUrl);
        Zone = fields.Text("zone", Zone, always: true);
        AccessKey = fields.Text("access_key", AccessKey);
        SecretKey = fields.Secret("secret_key", SecretKey);
        SecretKeyFile = fields.File("secret_key_file", SecretKeyFile);
        NameFilter = fields.Text("name_filter", NameFilter);
        TagsFilter = fields.Texts("tags_filter", TagsFilter);
        Http.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Role = fields.Value("role", Roles, Role);
        fields.Check(Role != ScalewayRole.None, "role", "role missing (one of: instance, baremetal)");
        fields.Check(Project.Length > 0, "project_id", "project_id is mandatory");
        fields.Check(!SecretKey.IsEmpty || SecretKeyFile.Length > 0, "secret_key", "one of secret_key & secret_key_file must be configured");
        fields.Check(SecretKey.IsEmpty || SecretKeyFile.Length == 0, "secret_key_file", "at most one of secret_key & secret_key_file must be configured");
        fields.Check(AccessKey.Length > 0, "access_key", "access_key is mandatory");
        fields.Check(Zone.Split('-').Length == 3, "zone", "expected a zone such as fr-par-1");
    }

    public IDiscoverer Create(DiscoveryServices services) =>
        Role == ScalewayRole.Instance ? new ScalewayInstanceDiscoverer(this, services) : new ScalewayBaremetalDiscoverer(this, services);
}

internal enum ScalewayRole : byte
{
    None,
    Instance,
    Baremetal,
}
