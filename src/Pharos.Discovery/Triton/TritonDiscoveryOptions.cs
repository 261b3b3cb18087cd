using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Triton;

/// <summary>An entry of <c>triton_sd_configs</c>: containers or compute nodes that Triton's container monitor knows.</summary>
public sealed class TritonDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<TritonRole> Roles = new(("container", TritonRole.Container), ("cn", TritonRole.ComputeNode));

    public string Mechanism => "triton";

    public string Account { get; set; } = "";

    internal TritonRole Role { get; set; } = TritonRole.Container;

    /// <summary>What the names of targets end with.</summary>
    public string DnsSuffix { get; set; } = "";

    /// <summary>The host of the API, which listens at the port of targets.</summary>
    public string Endpoint { get; set; } = "";

    public IReadOnlyList<string> Groups { get; set; } = [];

    public long Port { get; set; } = 9163;

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public TlsOptions? Tls { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>What the API speaks; plain text in tests.</summary>
    internal string Scheme { get; set; } = "https";

    public void Describe(Fields fields)
    {
        Account = fields.Text("account", Account, always: true);
        Role = fields.Value("role", Roles, Role);
        DnsSuffix = fields.Text("dns_suffix", DnsSuffix, always: true);
        Endpoint = fields.Text("endpoint", Endpoint, always: true);
        Groups = fields.Texts("groups", Groups);
        Port = TargetPort.Describe(fields, Port);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Tls = fields.Section("tls_config", Tls);
        Version = fields.Count("version", Version, always: true);
        fields.Check(Account.Length > 0, "account", "triton SD configuration requires an account");
        fields.Check(DnsSuffix.Length > 0, "dns_suffix", "triton SD configuration requires a dns_suffix");
        fields.Check(Endpoint.Length > 0, "endpoint", "triton SD configuration requires an endpoint");
        fields.Check(Endpoint.Length == 0 || Uri.CheckHostName(Endpoint) != UriHostNameType.Unknown, "endpoint", "expected the name of a host");
    }

    public IDiscoverer Create(DiscoveryServices services) => new TritonDiscoverer(this, services);
}

internal enum TritonRole : byte
{
    Container,
    ComputeNode,
}
