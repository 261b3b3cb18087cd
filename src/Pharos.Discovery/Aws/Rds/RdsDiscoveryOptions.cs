using Pharos.Configuration;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Aws.Rds;

/// <summary>An entry of <c>rds_sd_configs</c>: database instances that are members of clusters.</summary>
public sealed class RdsDiscoveryOptions : AwsClusterOptions
{
    public override string Mechanism => "rds";

    public IReadOnlyList<FilterOptions> Filters { get; set; } = [];

    public override void Describe(Fields fields)
    {
        base.Describe(fields);
        Filters = fields.Sections("filters", Filters);
    }

    public override IDiscoverer Create(DiscoveryServices services) => new RdsDiscoverer(this, services);
}
