using System.Xml.Linq;
using Pharos.Foundation.Logging;
using Pharos.Model;

namespace Pharos.Discovery.Aws.ElastiCache;

/// <summary>Asks for caches of both kinds, and for the tags of each.</summary>
internal sealed class ElastiCacheDiscoverer(ElastiCacheDiscoveryOptions options, DiscoveryServices services)
    : AwsClusterDiscoverer(options, "elasticache", services)
{
    private const string ApiVersion = "2015-02-02";

    protected override async Task<IEnumerable<Labels>> TargetsAsync(string region, CancellationToken cancel)
    {
        var serverless = await DescribeAsync(region, new Kind("ServerlessCache", "NextToken", "ServerlessCacheName", [new("MaxResults", "50")]), Named("serverlesscache"), cancel);
        var clusters = await DescribeAsync(
            region, new Kind("CacheCluster", "Marker", "CacheClusterId", [new("MaxRecords", "100"), new("ShowCacheNodeInfo", "true")]), Named("replicationgroup"), cancel);
        List<XElement> all = [.. serverless, .. clusters];
        var tags = await EachAsync(all, (cache, stop) => TagsAsync(region, cache.Text("ARN"), stop), cancel);
        return all.Zip(tags).SelectMany((pair, i) =>
            i < serverless.Count ? [ElastiCacheTargets.OfServerless(pair.First, pair.Second)] : ElastiCacheTargets.OfCluster(pair.First, pair.Second));
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

    private Task<List<XElement>> DescribeAsync(string region, Kind kind, List<string> names, CancellationToken cancel) => names.Count == 0
        ? DescribeAsync(region, kind, "", cancel)
        : AllOfEachAsync(names, (name, stop) => DescribeAsync(region, kind, name, stop), cancel);

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
