using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Aws;

/// <summary>What the sections have in common whose targets are members of clusters.</summary>
public abstract class AwsClusterOptions : IDiscoveryOptions
{
    public abstract string Mechanism { get; }

    internal AwsAccess Access { get; init; } = new();

    /// <summary>ARNs; all clusters there are if there are none.</summary>
    public IReadOnlyList<string> Clusters { get; set; } = [];

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    /// <summary>Requests under way at once.</summary>
    public long RequestConcurrency { get; set; } = 10;

    public HttpClientOptions Http { get; init; } = new();

    public virtual void Describe(Fields fields)
    {
        Access.Describe(fields);
        Clusters = fields.Texts("clusters", Clusters);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        Port = TargetPort.Describe(fields, Port);
        RequestConcurrency = fields.Count("request_concurrency", RequestConcurrency);
        fields.Check(RequestConcurrency > 0, "request_concurrency", "expected at least one");
        Http.Describe(fields);
    }

    public abstract IDiscoverer Create(DiscoveryServices services);
}
