using Pharos.Discovery.Aws.Msk;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class MskDiscovererTests
{
    private const string Keys = "region: eu-west-1\naccess_key: AK\nsecret_key: SK\n";

    private const string Cluster = """
        {"clusterName": "k", "clusterArn": "arn:k/1", "state": "ACTIVE", "clusterType": "PROVISIONED", "currentVersion": "V1", "tags": {"a b": "c"},
         "provisioned": {"currentBrokerSoftwareInfo": {"kafkaVersion": "3.6.0", "configurationArn": "arn:conf", "configurationRevision": 4},
                         "openMonitoring": {"prometheus": {"jmxExporter": {"enabledInBroker": true}, "nodeExporter": {"enabledInBroker": false}}}}}
        """;

    private const string ClusterLabels = "cluster_arn=\"arn:k/1\", cluster_configuration_arn=\"arn:conf\", cluster_configuration_revision=\"4\", cluster_jmx_exporter_enabled=\"true\", "
        + "cluster_kafka_version=\"3.6.0\", cluster_name=\"k\", cluster_state=\"ACTIVE\", cluster_tag_a_b=\"c\", cluster_type=\"PROVISIONED\", cluster_version=\"V1\"";

    [Fact]
    public async Task Refresh_Nodes_HaveATargetForEachEndpoint()
    {
        await using var api = await StartAsync();

        var targets = await Options.DiscoverAsync<MskDiscoveryOptions>(Keys + $"endpoint: {api.Url}\nport: 11002");

        const string broker = "broker_client_subnet=\"sub\", broker_client_vpc_ip=\"10.0.0.1\", broker_endpoint_index=\"INDEX\", broker_id=\"1\", broker_node_exporter_enabled=\"false\", ";
        const string node = ", node_added_time=\"t\", node_arn=\"arn:n1\", node_attached_eni=\"eni\", node_instance_type=\"kafka.m5.large\", node_type=\"BROKER\"}";
        Assert.Equal(
            [
                "{\"b-1.example:11002\", " + broker.Replace("INDEX", "0", StringComparison.Ordinal) + ClusterLabels + node,
                "{\"b-2.example:11002\", " + broker.Replace("INDEX", "1", StringComparison.Ordinal) + ClusterLabels + node,
                "{\"c-1.example:11002\", " + ClusterLabels + ", controller_endpoint_index=\"0\", node_arn=\"arn:n2\", node_type=\"CONTROLLER\"}",
            ],
            Options.Short("__meta_msk_", targets));
        Assert.Equal("GET /api/v2/clusters?clusterTypeFilter=PROVISIONED&maxResults=100", api.Requests.First().Line);
        Assert.EndsWith("/nodes?maxResults=100&nextToken=p2", api.Requests.Last().Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_ConfiguredClusters_LeavesOutThoseWithoutNodes()
    {
        await using var api = await StartAsync();
        api.On("/api/v2/clusters/arn:k%2F1", $$"""{"clusterInfo": {{Cluster}}}""").On("/api/v2/clusters/arn:less", """{"clusterInfo": {"clusterArn": "arn:less", "clusterType": "SERVERLESS"}}""");
        var program = new DiscoveryFixture();

        Assert.Equal(3, (await Options.DiscoverAsync<MskDiscoveryOptions>(Keys + $"endpoint: {api.Url}\nclusters: ['arn:k/1', 'arn:less']", program)).Length);
        Assert.Contains(program.Log.Lines, static line => line.Contains("Skipping non-provisioned MSK cluster", StringComparison.Ordinal) && line.Contains("arn:less", StringComparison.Ordinal));
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        return api.On("/api/v2/clusters", $$"""{"clusterInfoList": [{{Cluster}}]}""").On("/v1/clusters/arn:k%2F1/nodes", static request => new ApiReply(
            request.Query.Contains("nextToken", StringComparison.Ordinal)
                ? """{"nodeInfoList": [{"nodeARN": "arn:n2", "controllerNodeInfo": {"endpoints": ["c-1.example"]}}, {"nodeARN": "arn:n3"}]}"""
                : """
                  {"nodeInfoList": [{"nodeARN": "arn:n1", "addedToClusterTime": "t", "instanceType": "kafka.m5.large", "brokerNodeInfo": {"attachedENIId": "eni", "brokerId": 1.0,
                    "clientSubnet": "sub", "clientVpcIpAddress": "10.0.0.1", "endpoints": ["b-1.example", "b-2.example"]}}], "nextToken": "p2"}
                  """));
    }
}
