using System.Web;
using Pharos.Discovery.Aws.ElastiCache;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class ElastiCacheDiscovererTests
{
    private const string Keys = "region: eu-west-1\naccess_key: AK\nsecret_key: SK\n";

    private const string Serverless = """
        <member><ARN>arn:s</ARN><ServerlessCacheName>s</ServerlessCacheName><Engine>valkey</Engine><CreateTime>2026-01-02T03:04:05.5Z</CreateTime>
        <Endpoint><Address>s.example</Address><Port>6379</Port></Endpoint><ReaderEndpoint><Address>r.example</Address><Port>6380</Port></ReaderEndpoint>
        <SecurityGroupIds><SecurityGroupId>sg-0</SecurityGroupId><SecurityGroupId>sg-1</SecurityGroupId></SecurityGroupIds><SubnetIds><SubnetId>n-0</SubnetId></SubnetIds>
        <CacheUsageLimits><DataStorage><Maximum>10</Maximum><Unit>GB</Unit></DataStorage><ECPUPerSecond><Minimum>1000</Minimum></ECPUPerSecond></CacheUsageLimits></member>
        """;

    private const string Cluster = """
        <CacheCluster><ARN>arn:c</ARN><CacheClusterId>c</CacheClusterId><NumCacheNodes>2</NumCacheNodes><AtRestEncryptionEnabled>false</AtRestEncryptionEnabled>
        <CacheParameterGroup><CacheParameterGroupName>redis7</CacheParameterGroupName></CacheParameterGroup>
        <PendingModifiedValues><CacheNodeIdsToRemove><CacheNodeId>1</CacheNodeId><CacheNodeId>2</CacheNodeId></CacheNodeIdsToRemove></PendingModifiedValues>
        <SecurityGroups><member><SecurityGroupId>sg</SecurityGroupId><Status>active</Status></member></SecurityGroups>
        <LogDeliveryConfigurations><LogDeliveryConfiguration><LogType>slow-log</LogType><DestinationDetails><CloudWatchLogsDetails><LogGroup>g</LogGroup></CloudWatchLogsDetails></DestinationDetails></LogDeliveryConfiguration></LogDeliveryConfigurations>
        <CacheNodes><CacheNode><CacheNodeId>0001</CacheNodeId><CacheNodeStatus>available</CacheNodeStatus><Endpoint><Address>c1.example</Address><Port>11211</Port></Endpoint></CacheNode>
        <CacheNode><CacheNodeId>0002</CacheNodeId><CacheNodeStatus>creating</CacheNodeStatus></CacheNode></CacheNodes></CacheCluster>
        """;

    [Fact]
    public async Task Refresh_CachesOfBothKinds_HaveTheirLabels()
    {
        await using var api = await StartAsync();

        var targets = await Options.DiscoverAsync<ElastiCacheDiscoveryOptions>(Keys + $"endpoint: {api.Url}");

        const string common = "cache_cluster_arn=\"arn:c\", cache_cluster_at_rest_encryption_enabled=\"false\", cache_cluster_cache_cluster_id=\"c\", "
            + "cache_cluster_cache_parameter_group=\"redis7\", cache_cluster_log_delivery_configuration_log_group_0=\"g\", "
            + "cache_cluster_log_delivery_configuration_log_type_0=\"slow-log\", ";
        const string behind = "cache_cluster_num_cache_nodes=\"2\", cache_cluster_pending_modified_values_cache_node_ids_to_remove=\"1,2\", "
            + "cache_cluster_security_group_membership_id_0=\"sg\", cache_cluster_security_group_membership_status_0=\"active\", cache_cluster_tag_of=\"arn:c\", deployment_option=\"node\"}";
        Assert.Equal(
            [
                "{\"s.example:6379\", deployment_option=\"serverless\", serverless_cache_arn=\"arn:s\", serverless_cache_cache_usage_limit_data_storagemaximum=\"10\", "
                + "serverless_cache_cache_usage_limit_data_storageunit=\"GB\", serverless_cache_cache_usage_limit_ecpu_per_secondminimum=\"1000\", "
                + "serverless_cache_create_time=\"2026-01-02T03:04:05Z\", serverless_cache_endpoint_address=\"s.example\", serverless_cache_endpoint_port=\"6379\", "
                + "serverless_cache_endpoint_reader_address=\"r.example\", serverless_cache_endpoint_reader_port=\"6380\", serverless_cache_engine=\"valkey\", serverless_cache_name=\"s\", "
                + "serverless_cache_security_group_id_0=\"sg-0\", serverless_cache_security_group_id_1=\"sg-1\", serverless_cache_subnet_id_0=\"n-0\", serverless_cache_tag_of=\"arn:s\"}",
                "{\"c1.example:11211\", " + common
                + "cache_cluster_node_endpoint_address=\"c1.example\", cache_cluster_node_endpoint_port=\"11211\", cache_cluster_node_id=\"0001\", cache_cluster_node_status=\"available\", " + behind,
                "{" + common + "cache_cluster_node_id=\"0002\", cache_cluster_node_status=\"creating\", " + behind,
            ],
            Options.Short("__meta_elasticache_", targets));
    }

    [Fact]
    public async Task Refresh_ConfiguredArns_AreAskedForByTheirNames()
    {
        await using var api = await StartAsync();
        var program = new DiscoveryFixture();

        await Options.DiscoverAsync<ElastiCacheDiscoveryOptions>(
            Keys + $"endpoint: {api.Url}\nclusters: ['arn:aws:elasticache:r:1:serverlesscache:one', 'arn:aws:elasticache:r:1:replicationgroup:two', 'arn:odd']", program);

        Assert.Contains(api.Requests, static request => request.Body.Contains("ServerlessCacheName=one", StringComparison.Ordinal));
        Assert.Contains(api.Requests, static request => request.Body.Contains("CacheClusterId=two", StringComparison.Ordinal));
        Assert.Contains("Warning: Skipping invalid ElastiCache ARN arn=arn:odd", program.Log.Lines);
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        return api.On("/", static request => HttpUtility.ParseQueryString(request.Body) switch
        {
            { } form when form["Action"] == "ListTagsForResource" => Reply(
                "ListTagsForResource", $"<TagList><Tag><Key>of</Key><Value>{form["ResourceName"]}</Value></Tag></TagList>"),
            { } form when form["Action"] == "DescribeServerlessCaches" => Reply(
                "DescribeServerlessCaches", form["NextToken"] == "more" ? $"<ServerlessCaches>{Serverless}</ServerlessCaches>" : "<ServerlessCaches/><NextToken>more</NextToken>"),
            { } form => Reply("DescribeCacheClusters", form["Marker"] == "more" ? $"<CacheClusters>{Cluster}</CacheClusters>" : "<CacheClusters/><Marker>more</Marker>"),
        });
    }

    private static ApiReply Reply(string action, string result) =>
        new($"""<{action}Response xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><{action}Result>{result}</{action}Result></{action}Response>""");
}
