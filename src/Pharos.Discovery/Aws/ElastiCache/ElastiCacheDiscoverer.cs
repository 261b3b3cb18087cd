using System.Xml.Linq;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Aws.ElastiCache;

/// <summary>Asks for caches of both kinds, and for the tags of each.</summary>
internal sealed class ElastiCacheDiscoverer(ElastiCacheDiscoveryOptions options, DiscoveryServices services)
    : AwsDiscoverer(options.Mechanism, "elasticache", options.Access, options.Http, options.RefreshInterval, services)
{
    private const string ApiVersion = "2015-02-02";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var region = await RegionAsync(cancel);
        var serverless = await DescribeAsync(region, new Kind("ServerlessCache", "NextToken", "ServerlessCacheName", [new("MaxResults", "50")]), Named("serverlesscache"), cancel);
        var clusters = await DescribeAsync(
            region, new Kind("CacheCluster", "Marker", "CacheClusterId", [new("MaxRecords", "100"), new("ShowCacheNodeInfo", "true")]), Named("replicationgroup"), cancel);
        List<XElement> all = [.. serverless, .. clusters];
        var tags = await EachAsync(all, options.RequestConcurrency, (cache, stop) => TagsAsync(region, cache.Text("ARN"), stop), cancel);
        return OneGroup(region, [.. all.Zip(tags).SelectMany((pair, i) =>
            i < serverless.Count ? [ElastiCacheTargets.OfServerless(pair.First, pair.Second)] : ElastiCacheTargets.OfCluster(pair.First, pair.Second))]);
    }

    /// <summary>The names in configured ARNs of a kind. If there are none of it, all of that kind are asked for.</summary>
    private List<string> Named(string kind)
    {
        var names = new List<string>();
        foreach (var arn in options.Clusters.Where(static arn => arn.Length > 0))
        {
            // arn:aws:elasticache:region:account:kind:name
            var parts = arn.Split(':');
            if (parts.Length < 7)
            {
                Services.Log.Warn("Skipping invalid ElastiCache ARN", [("arn", arn)]);
            }
            else if (parts[5] == kind)
            {
                names.Add(parts[6]);
            }
        }

        return names;
    }

    private async Task<List<XElement>> DescribeAsync(string region, Kind kind, List<string> names, CancellationToken cancel)
    {
        if (names.Count == 0)
        {
            return await DescribeAsync(region, kind, "", cancel);
        }

        var found = await EachAsync(names, options.RequestConcurrency, (name, stop) => DescribeAsync(region, kind, name, stop), cancel);
        return [.. found.SelectMany(static caches => caches)];
    }

    private Task<List<XElement>> DescribeAsync(string region, Kind kind, string name, CancellationToken cancel) => AwsPages.AllAsync(async page =>
    {
        var action = $"Describe{kind.Name}s";
        var answer = await Api.QueryAsync(
            region, ApiVersion, action, [.. kind.Parameters, .. AwsPages.Parameter(kind.NameParameter, name), .. AwsPages.Parameter(kind.PageParameter, page)], cancel);
        var result = answer.Below(action + "Result");
        return (result.Items($"{kind.Name}s"), result.Text(kind.PageParameter));
    });

    private async Task<IReadOnlyList<XElement>> TagsAsync(string region, string arn, CancellationToken cancel) => arn.Length == 0
        ? []
        : [.. (await Api.QueryAsync(region, ApiVersion, "ListTagsForResource", [new("ResourceName", arn)], cancel)).Below("ListTagsForResourceResult").Items("TagList")];

    /// <summary>How a kind of cache is asked for.</summary>
    private sealed record Kind(string Name, string PageParameter, string NameParameter, KeyValuePair<string, string>[] Parameters);
}
