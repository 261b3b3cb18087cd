using Pharos.Configuration;
using Pharos.Discovery.Dns.Messages;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Dns;

/// <summary>An entry of <c>dns_sd_configs</c>: names whose records are targets.</summary>
public sealed class DnsDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<DnsType> Types = new(
        ignoreCase: true, ("SRV", DnsType.Srv), ("A", DnsType.A), ("AAAA", DnsType.Aaaa), ("MX", DnsType.Mx), ("NS", DnsType.Ns));

    public string Mechanism => "dns";

    public IReadOnlyList<string> Names { get; set; } = [];

    internal DnsType Type { get; set; } = DnsType.Srv;

    /// <summary>Records of all types but SRV have none.</summary>
    public long Port { get; set; }

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    public void Describe(Fields fields)
    {
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Names = fields.Texts("names", Names);
        Type = fields.Value("type", Types, Type);
        Port = TargetPort.Describe(fields, Port);
        fields.Check(Names.Count > 0, "names", "DNS-SD config must contain at least one SRV record name");
        fields.Check(Type == DnsType.Srv || Port > 0, "port", "a port is required in DNS-SD configs for all record types except SRV");
    }

    public IDiscoverer Create(DiscoveryServices services) =>
        new DnsDiscoverer(this, new DnsResolver(new DnsClient(services.Time), ResolverFile.SystemPath, services.Log), services);
}
