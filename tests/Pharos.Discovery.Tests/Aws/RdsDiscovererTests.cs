using System.Web;
using Pharos.Discovery.Aws.Rds;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class RdsDiscovererTests
{
    private const string Keys = "region: eu-west-1\naccess_key: AK\nsecret_key: SK\n";

    private const string Cluster = """
        <DBCluster><DBClusterArn>arn:c1</DBClusterArn><DBClusterIdentifier>c1</DBClusterIdentifier><Engine>aurora-mysql</Engine><MultiAZ>true</MultiAZ><Port>3306</Port>
        <ClusterCreateTime>2026-01-02T03:04:05.678Z</ClusterCreateTime><ReaderEndpoint>ro.c1.example</ReaderEndpoint><DBSubnetGroup>default</DBSubnetGroup>
        <DBClusterMembers><DBClusterMember><DBInstanceIdentifier>i1</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter></DBClusterMember>
        <DBClusterMember><DBInstanceIdentifier>i2</DBInstanceIdentifier><IsClusterWriter>false</IsClusterWriter></DBClusterMember></DBClusterMembers>
        <TagList><Tag><Key>cost center</Key><Value>7</Value></Tag></TagList></DBCluster>
        """;

    private const string FirstLabels = "{\"db1.example:80\", cluster_arn=\"arn:c1\", cluster_cluster_create_time=\"2026-01-02T03:04:05Z\", cluster_engine=\"aurora-mysql\", "
        + "cluster_identifier=\"c1\", cluster_multi_az=\"true\", cluster_port=\"3306\", cluster_reader_endpoint=\"ro.c1.example\", cluster_subnet_group=\"default\", "
        + "cluster_tag_cost_center=\"7\", instance_arn=\"arn:i1\", instance_class=\"db.r6g.large\", instance_endpoint_address=\"db1.example\", instance_endpoint_port=\"3306\", "
        + "instance_identifier=\"i1\", instance_is_cluster_writer=\"true\", instance_status=\"available\", instance_subnet_group=\"inner\", instance_tag_env=\"prod\"}";

    [Fact]
    public async Task Refresh_AllClusters_HasATargetForEachInstanceOfAllPages()
    {
        await using var api = await StartAsync();

        var targets = await Options.DiscoverAsync<RdsDiscoveryOptions>(Keys + $"endpoint: {api.Url}\nfilters: [{{name: engine, values: [a, b]}}]");

        var shown = Options.Short("__meta_rds_", targets);
        Assert.Equal(2, shown.Length);
        Assert.Equal(FirstLabels, shown[0]);

        // One that is still being made has no address yet.
        Assert.DoesNotContain("__address__", targets[1], StringComparison.Ordinal);
        Assert.Contains("instance_is_cluster_writer=\"false\"", shown[1], StringComparison.Ordinal);

        var form = HttpUtility.ParseQueryString(api.Requests.Last().Body);
        Assert.Equal("DescribeDBInstances", form["Action"]);
        Assert.Equal("db-cluster-id arn:c1", $"{form["Filters.Filter.1.Name"]} {form["Filters.Filter.1.Values.Value.1"]}");
        Assert.Equal("engine a b", $"{form["Filters.Filter.2.Name"]} {form["Filters.Filter.2.Values.Value.1"]} {form["Filters.Filter.2.Values.Value.2"]}");
        Assert.Equal("next", form["Marker"]);
    }

    [Fact]
    public async Task Refresh_ConfiguredCluster_IsAskedForByItsName()
    {
        await using var api = await StartAsync();

        Assert.Equal(2, (await Options.DiscoverAsync<RdsDiscoveryOptions>(Keys + $"endpoint: {api.Url}\nclusters: ['arn:c1']\nport: 9104")).Length);
        Assert.Contains("DBClusterIdentifier=arn%3Ac1", api.Requests.First().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_ConfiguredClusterIsNotThere_Fails()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/", static _ => new ApiReply("<r><DescribeDBClustersResult><DBClusters/></DescribeDBClustersResult></r>"));
        var program = new DiscoveryFixture();
        await using var running = new RunningMechanism(Options.Read<RdsDiscoveryOptions>(Keys + $"endpoint: {api.Url}\nclusters: ['arn:c2']").Create(program.Services));

        await program.Log.UntilAsync("no DB cluster found for ARN arn:c2");
        Assert.Equal(0, running.Targets.Count);
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        return api.On("/", static request => HttpUtility.ParseQueryString(request.Body) switch
        {
            { } form when form["Action"] == "DescribeDBClusters" => new ApiReply(
                $"""<R xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBClustersResult><DBClusters>{Cluster}</DBClusters></DescribeDBClustersResult></R>"""),
            { } form when form["Marker"] == "next" => Instances("<DBInstance><DBInstanceIdentifier>i2</DBInstanceIdentifier><DBInstanceStatus>creating</DBInstanceStatus></DBInstance>"),
            _ => Instances("""
                <DBInstance><DBInstanceArn>arn:i1</DBInstanceArn><DBInstanceIdentifier>i1</DBInstanceIdentifier><DBInstanceClass>db.r6g.large</DBInstanceClass>
                <DBInstanceStatus>available</DBInstanceStatus><Endpoint><Address>db1.example</Address><Port>3306</Port></Endpoint>
                <DBSubnetGroup><DBSubnetGroupName>inner</DBSubnetGroupName></DBSubnetGroup><TagList><Tag><Key>env</Key><Value>prod</Value></Tag></TagList></DBInstance>
                """, "<Marker>next</Marker>"),
        });
    }

    private static ApiReply Instances(string instances, string marker = "") => new(
        $"""<R xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances>{instances}</DBInstances>{marker}</DescribeDBInstancesResult></R>""");
}
