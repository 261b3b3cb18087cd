using Pharos.Discovery.Aws;
using Pharos.Discovery.Aws.Ecs;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class AwsDiscoveryOptionsTests
{
    [Theory]
    [InlineData("role: ec2", "")]
    [InlineData("role: lightsail\nregion: r\nprofile: p\nrole_arn: a\nexternal_id: x", "")]
    [InlineData("role: rds\nclusters: [a]\nfilters: [{name: n, values: [v]}]\nport: 9100\nrefresh_interval: 5m", "")]
    [InlineData("{}", "role: AWS SD configuration requires a role")]
    [InlineData("role: s3", "role: expected one of ec2, ecs, elasticache, lightsail, msk, rds, found \"s3\"")]
    [InlineData("role: ec2\nrequest_concurrency: 1", "request_concurrency: unknown field")]
    [InlineData("role: msk\nrefresh_interval: 0s", "refresh_interval: refresh_interval must be greater than 0")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<AwsDiscoveryOptions>(yaml));

    [Theory]
    [InlineData("clusters: [a, b]\nrequest_concurrency: 3", "")]
    [InlineData("request_concurrency: 0", "request_concurrency: expected at least one")]
    public void Read_RulesOfClusters(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<EcsDiscoveryOptions>(yaml));

    [Theory]
    [InlineData("ec2", "/", "ec2", "<DescribeInstancesResponse/>")]
    [InlineData("lightsail", "/", "lightsail", "{}")]
    [InlineData("ecs", "/", "ecs", "{}")]
    [InlineData("msk", "/api/v2/clusters", "kafka", "{}")]
    [InlineData("elasticache", "/", "elasticache", "<DescribeServerlessCachesResponse/>")]
    [InlineData("rds", "/", "rds", "<DescribeDBClustersResponse/>")]
    public async Task Refresh_Role_AsksItsService(string role, string path, string service, string answer)
    {
        await using var api = await ApiServer.StartAsync();
        api.On(path, answer);
        var program = new DiscoveryFixture();

        Assert.Equal(["gone eu-west-1"], await Options.DiscoverAsync<AwsDiscoveryOptions>($"role: {role}\nregion: eu-west-1\naccess_key: AK\nsecret_key: SK\nendpoint: {api.Url}", program));
        Assert.Contains($"/eu-west-1/{service}/aws4_request", api.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal(0, program.Metric($"prometheus_sd_refresh_failures_total{{config=\"job\", mechanism=\"{role}\"}}"));
    }

    [Fact]
    public async Task Refresh_Refused_KeepsWhatWasThere()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/", static _ => new ApiReply("<ErrorResponse/>") { Status = 403 });
        var program = new DiscoveryFixture();
        var options = Options.Read<AwsDiscoveryOptions>($"role: rds\nregion: eu-west-1\naccess_key: AK\nsecret_key: SK\nendpoint: {api.Url}");
        await using var running = new RunningMechanism(options.Create(program.Services));

        await program.Log.UntilAsync("403");
        Assert.Equal(0, running.Targets.Count);
        Assert.Equal(1, program.Metric("prometheus_sd_refresh_failures_total{config=\"job\", mechanism=\"rds\"}"));
    }
}
