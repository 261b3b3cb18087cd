using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Aws;

/// <summary>An entry of <c>ec2_sd_configs</c>: instances in a region of AWS.</summary>
public sealed class Ec2DiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "ec2";

    internal AwsAccess Access { get; init; } = new();

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public IReadOnlyList<FilterOptions> Filters { get; set; } = [];

    public HttpClientOptions Http { get; init; } = new();

    public void Describe(Fields fields)
    {
        Access.Describe(fields);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        Filters = fields.Sections("filters", Filters);
        Http.Describe(fields);
        for (var i = 0; i < Filters.Count; i++)
        {
            fields.Check(Filters[i].Values.Count > 0, $"filters[{i}]", "EC2 SD configuration filter values cannot be empty");
        }
    }

    public IDiscoverer Create(DiscoveryServices services) => new Ec2Discoverer(this, services);
}
