using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Consul;

/// <summary>An entry of <c>consul_sd_configs</c>: services in a Consul catalog.</summary>
public sealed class ConsulDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "consul";

    public string Server { get; set; } = "localhost:8500";

    public string PathPrefix { get; set; } = "";

    public Secret Token { get; set; }

    public string Datacenter { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Partition { get; set; } = "";

    public string TagSeparator { get; set; } = ",";

    public string Scheme { get; set; } = "http";

    /// <summary>Any server may answer, not only the leader.</summary>
    public bool AllowStale { get; set; } = true;

    /// <summary>How often a question is asked at most: each waits at the server until something changes.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>All services if there are none.</summary>
    public IReadOnlyList<string> Services { get; set; } = [];

    /// <summary>Instances have all of them.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    public SortedDictionary<string, string> NodeMeta { get; set; } = new(StringComparer.Ordinal);

    /// <summary>An expression of Consul's over the list of services.</summary>
    public string Filter { get; set; } = "";

    /// <summary>An expression of Consul's over instances.</summary>
    public string HealthFilter { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Server = fields.Text("server", Server);
        PathPrefix = fields.Text("path_prefix", PathPrefix);
        Token = fields.Secret("token", Token);
        Datacenter = fields.Text("datacenter", Datacenter);
        Namespace = fields.Text("namespace", Namespace);
        Partition = fields.Text("partition", Partition);
        TagSeparator = fields.Text("tag_separator", TagSeparator);
        Scheme = fields.Text("scheme", Scheme);
        var username = fields.Text("username", "");
        var password = fields.Secret("password", default);
        AllowStale = fields.Bool("allow_stale", AllowStale, always: true);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Services = fields.Texts("services", Services);
        Tags = fields.Texts("tags", Tags);
        NodeMeta = fields.Map("node_meta", Kinds.Text, NodeMeta);
        Filter = fields.Text("filter", Filter);
        HealthFilter = fields.Text("health_filter", HealthFilter);
        Http.Describe(fields);

        var hasUser = username.Length > 0 || !password.IsEmpty;
        fields.Check(!string.IsNullOrWhiteSpace(Server), "server", "consul SD configuration requires a server address");
        fields.Check(!hasUser || Http.BasicAuth is null, "username", "at most one of consul SD configuration username and password and basic auth can be configured");
        fields.Check(!hasUser || (Http.Authorization is null && Http.OAuth2 is null), "username", "at most one of basic_auth, oauth2 & authorization must be configured");
        fields.Check(Token.IsEmpty || (Http.Authorization is null && Http.OAuth2 is null), "token", "at most one of consul SD token, authorization, or oauth2 can be configured");
        if (hasUser && Http.BasicAuth is null)
        {
            // The deprecated form means this.
            Http.BasicAuth = new BasicAuthOptions { Username = username, Password = password };
        }
    }

    public IDiscoverer Create(DiscoveryServices services) => new ConsulDiscoverer(this, services);
}
