using System.Text.Json;
using System.Web;
using Pharos.Discovery.Aws.Ecs;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class EcsDiscovererTests
{
    private const string Keys = "region: eu-west-1\naccess_key: AK\nsecret_key: SK\n";

    private const string Tasks = """
        {"tasks": [
          {"taskArn": "arn:t1", "group": "service:web", "taskDefinitionArn": "arn:d:1", "availabilityZone": "eu-west-1a", "launchType": "FARGATE", "desiredStatus": "RUNNING",
           "lastStatus": "RUNNING", "healthStatus": "HEALTHY", "platformFamily": "Linux", "platformVersion": "1.4.0", "tags": [{"key": "t 1", "value": "x"}],
           "attachments": [{"type": "Other"}, {"type": "ElasticNetworkInterface", "details": [{"name": "privateIPv4Address", "value": "10.0.0.1"}, {"name": "subnetId", "value": "sub-1"}, {"name": "networkInterfaceId", "value": "eni-1"}, {}]}]},
          {"taskArn": "arn:t2", "group": "family:job", "containerInstanceArn": "arn:ci", "launchType": "EC2"},
          {"taskArn": "arn:t3", "containerInstanceArn": "arn:unknown"},
          {"taskArn": "arn:t4", "attachments": [{"type": "ElasticNetworkInterface", "details": []}]}]}
        """;

    [Fact]
    public async Task Refresh_Tasks_HaveTheirOwnAddressOrThatOfTheirMachine()
    {
        await using var api = await StartAsync();

        var targets = await DiscoverAsync(api, new DiscoveryFixture(), "");

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", availability_zone=\"eu-west-1a\", cluster=\"one\", cluster_arn=\"arn:one\", desired_status=\"RUNNING\", health_status=\"HEALTHY\", "
                + "ip_address=\"10.0.0.1\", last_status=\"RUNNING\", launch_type=\"FARGATE\", network_mode=\"awsvpc\", platform_family=\"Linux\", platform_version=\"1.4.0\", "
                + "public_ip=\"5.6.7.8\", region=\"eu-west-1\", service=\"web\", service_arn=\"arn:web\", service_status=\"ACTIVE\", subnet_id=\"sub-1\", tag_cluster_env=\"prod\", "
                + "tag_service_s=\"y\", tag_task_t_1=\"x\", task_arn=\"arn:t1\", task_definition=\"arn:d:1\", task_group=\"service:web\"}",
                "{\"10.0.0.9:80\", cluster=\"one\", cluster_arn=\"arn:one\", container_instance_arn=\"arn:ci\", ec2_instance_id=\"i-1\", ec2_instance_private_ip=\"10.0.0.9\", "
                + "ec2_instance_public_ip=\"1.2.3.4\", ec2_instance_type=\"m5.large\", ip_address=\"10.0.0.9\", launch_type=\"EC2\", network_mode=\"bridge\", public_ip=\"1.2.3.4\", "
                + "region=\"eu-west-1\", subnet_id=\"sub-9\", tag_cluster_env=\"prod\", tag_ec2_Name=\"box\", task_arn=\"arn:t2\", task_group=\"family:job\"}",
            ],
            Options.Short("__meta_ecs_", targets));
        Assert.Contains(api.Requests, static request => request.Headers["Authorization"].Contains("/ec2/aws4_request", StringComparison.Ordinal));
        Assert.Contains(api.Requests, static request => request.Body == """{"cluster":"arn:one","maxResults":100,"nextToken":"p2"}""");
    }

    [Fact]
    public async Task Refresh_ManyServices_AreDescribedTenAtATime()
    {
        await using var api = await StartAsync(services: 25);

        await DiscoverAsync(api, new DiscoveryFixture(), "request_concurrency: 1\n");

        var sizes = api.Requests.Where(static request => Target(request) == "DescribeServices").Select(static request => JsonDocument.Parse(request.Body).RootElement.GetProperty("services").GetArrayLength());
        Assert.Equal([10, 10, 5], sizes);
    }

    [Fact]
    public async Task Refresh_ClusterCannotBeDescribed_IsLeftOut()
    {
        await using var api = await StartAsync(refused: "DescribeTasks");
        var program = new DiscoveryFixture();

        Assert.Equal(["gone eu-west-1"], await DiscoverAsync(api, program, "clusters: [one]\n"));
        Assert.Contains(program.Log.Lines, static line => line.StartsWith("Error: Failed to describe cluster cluster=arn:one err=", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Requests, static request => Target(request) == "ListClusters");
    }

    private static Task<string[]> DiscoverAsync(ApiServer api, DiscoveryFixture program, string yaml) =>
        Options.DiscoverAsync<EcsDiscoveryOptions>(Keys + yaml + $"endpoint: {api.Url}", program, options => options.Ec2Endpoint = api.Url);

    private static string Target(ApiRequest request) => request.Headers.GetValueOrDefault("X-Amz-Target", ".").Split('.')[1];

    private static async Task<ApiServer> StartAsync(int services = 1, string refused = "nothing")
    {
        var api = await ApiServer.StartAsync();
        return api.On("/", request => Target(request) == refused ? new ApiReply("{}") { Status = 400 } : new ApiReply(Target(request) switch
        {
            "ListClusters" => """{"clusterArns": ["arn:one", "arn:idle"]}""",
            "DescribeClusters" => """{"clusters": [{"clusterArn": "arn:one", "clusterName": "one", "tags": [{"key": "env", "value": "prod"}]}, {"clusterArn": "arn:idle"}]}""",
            "ListServices" => $$"""{"serviceArns": [{{string.Join(",", Enumerable.Range(0, services).Select(static i => $"\"arn:s{i}\""))}}]}""",
            "DescribeServices" => """{"services": [{"serviceName": "web", "serviceArn": "arn:web", "status": "ACTIVE", "tags": [{"key": "s", "value": "y"}]}]}""",
            "ListTasks" when request.Body.Contains("idle", StringComparison.Ordinal) => "{}",
            "ListTasks" when request.Body.Contains("p2", StringComparison.Ordinal) => """{"taskArns": ["arn:t3", "arn:t4"]}""",
            "ListTasks" => """{"taskArns": ["arn:t1", "arn:t2"], "nextToken": "p2"}""",
            "DescribeTasks" => Tasks,
            "DescribeContainerInstances" => """{"containerInstances": [{"containerInstanceArn": "arn:ci", "ec2InstanceId": "i-1"}]}""",
            _ => HttpUtility.ParseQueryString(request.Body) switch
            {
                { } form when form["Action"] == "DescribeNetworkInterfaces" && form["NetworkInterfaceId.1"] == "eni-1" =>
                    "<R><networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><association><publicIp>5.6.7.8</publicIp></association></item></networkInterfaceSet></R>",
                { } form when form["Action"] == "DescribeInstances" && form["InstanceId.1"] == "i-1" => """
                    <R><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><privateIpAddress>10.0.0.9</privateIpAddress><ipAddress>1.2.3.4</ipAddress>
                    <subnetId>sub-9</subnetId><instanceType>m5.large</instanceType><tagSet><item><key>Name</key><value>box</value></item></tagSet></item></instancesSet></item></reservationSet></R>
                    """,
                _ => "<R/>",
            },
        }));
    }
}
