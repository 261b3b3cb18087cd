using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Discovery.Aws.Ecs;
using Pharos.Discovery.Aws.ElastiCache;
using Pharos.Discovery.Aws.Msk;
using Pharos.Discovery.Aws.Rds;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Aws;

/// <summary>An entry of <c>aws_sd_configs</c>: what the sections of AWS's services find, chosen by a role.</summary>
public sealed class AwsDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<AwsRole> Roles = new(
        ("ec2", AwsRole.Ec2), ("ecs", AwsRole.Ecs), ("elasticache", AwsRole.ElastiCache), ("lightsail", AwsRole.Lightsail), ("msk", AwsRole.Msk), ("rds", AwsRole.Rds));

    /// <summary>That of the role's own section: the same is counted, whichever section it stands in.</summary>
    public string Mechanism => Role == AwsRole.None ? "aws" : ToOptionsOfRole().Mechanism;

    internal AwsRole Role { get; set; }

    internal AwsAccess Access { get; } = new();

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    /// <summary>For the roles ec2 and rds; others have none.</summary>
    public IReadOnlyList<FilterOptions> Filters { get; set; } = [];

    /// <summary>For the roles whose targets are members of clusters.</summary>
    public IReadOnlyList<string> Clusters { get; set; } = [];

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Role = fields.Value("role", Roles, Role);
        Access.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Http.Describe(fields);
        Filters = fields.Sections("filters", Filters);
        Clusters = fields.Texts("clusters", Clusters);
        fields.Check(Role != AwsRole.None, "role", "AWS SD configuration requires a role");
    }

    public IDiscoverer Create(DiscoveryServices services) => ToOptionsOfRole().Create(services);

    private IDiscoveryOptions ToOptionsOfRole() => Role switch
    {
        AwsRole.Ec2 => new Ec2DiscoveryOptions { Access = Access, Http = Http, RefreshInterval = RefreshInterval, Port = Port, Filters = Filters },
        AwsRole.Lightsail => new LightsailDiscoveryOptions { Access = Access, Http = Http, RefreshInterval = RefreshInterval, Port = Port },
        AwsRole.Ecs => new EcsDiscoveryOptions { Access = Access, Http = Http, RefreshInterval = RefreshInterval, Port = Port, Clusters = Clusters },
        AwsRole.ElastiCache => new ElastiCacheDiscoveryOptions { Access = Access, Http = Http, RefreshInterval = RefreshInterval, Port = Port, Clusters = Clusters },
        AwsRole.Msk => new MskDiscoveryOptions { Access = Access, Http = Http, RefreshInterval = RefreshInterval, Port = Port, Clusters = Clusters },
        AwsRole.Rds => new RdsDiscoveryOptions { Access = Access, Http = Http, RefreshInterval = RefreshInterval, Port = Port, Clusters = Clusters, Filters = Filters },
        _ => throw new InvalidOperationException("the section was not checked"),
    };
}
