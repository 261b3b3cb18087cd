using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Foundation.Logging;
using Pharos.Model;

namespace Pharos.Discovery.Aws.Msk;

/// <summary>Asks for clusters, and for the nodes of each.</summary>
internal sealed class MskDiscoverer(MskDiscoveryOptions options, DiscoveryServices services)
    : AwsClusterDiscoverer(options, "kafka", services)
{
    private const string Provisioned = "PROVISIONED";

    protected override async Task<IEnumerable<Labels>> TargetsAsync(string region, CancellationToken cancel)
    {
        var clusters = options.Clusters.Count == 0
            ? await PagesAsync(region, $"api/v2/clusters?clusterTypeFilter={Provisioned}&maxResults=100", "clusterInfoList", cancel)
            : [.. (await EachAsync(options.Clusters, (arn, stop) => ClusterAsync(region, arn, stop), cancel)).Where(HasNodes)];
        var nodes = await EachAsync(
            clusters,
            (cluster, stop) => PagesAsync(region, $"v1/clusters/{Uri.EscapeDataString(cluster.Text("clusterArn"))}/nodes?maxResults=100", "nodeInfoList", stop),
            cancel);
        return clusters.Zip(nodes).SelectMany(pair => pair.Second.SelectMany(node => MskTargets.Of(pair.First, node, options.Port)));
    }

    private async Task<JsonElement> ClusterAsync(string region, string arn, CancellationToken cancel)
    {
        using var answer = await Api.GetAsync(region, $"api/v2/clusters/{Uri.EscapeDataString(arn)}", cancel);
        return answer.RootElement.Field("clusterInfo").Clone();
    }

    private bool HasNodes(JsonElement cluster)
    {
        if (cluster.Text("clusterType") == Provisioned)
        {
            return true;
        }

        Services.Log.Warn("Skipping non-provisioned MSK cluster, only provisioned clusters are supported", [("cluster", cluster.Text("clusterArn")), ("type", cluster.Text("clusterType"))]);
        return false;
    }

    private Task<List<JsonElement>> PagesAsync(string region, string path, string list, CancellationToken cancel) => AwsPages.AllAsync(async page =>
    {
        using var answer = await Api.GetAsync(region, new UrlQuery(path).Add("nextToken", page).ToString(), cancel);
        return ((IEnumerable<JsonElement>)[.. answer.RootElement.Items(list).Select(static item => item.Clone())], answer.RootElement.Text("nextToken"));
    });
}
