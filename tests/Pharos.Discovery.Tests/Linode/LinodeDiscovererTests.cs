using Pharos.Discovery.Linode;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Linode;

public sealed class LinodeDiscovererTests
{
    private const string Instances = """
        {"data": [{"id": 5, "label": "l1", "image": "linode/debian", "region": "eu", "type": "g6", "status": "running", "group": "g", "hypervisor": "kvm", "tags": ["a", "b"],
          "specs": {"disk": 1, "memory": 2, "vcpus": 3, "transfer": 4, "gpus": 0}, "backups": {"enabled": true},
          "ipv4": ["1.2.3.4", "192.168.1.1", "1.2.3.5"], "ipv6": "2600::1/128"}, {"id": 6, "ipv4": []}], "page": 1, "pages": 1}
        """;

    private const string Addresses = """
        {"data": [{"address": "1.2.3.4", "public": true, "rdns": "r.example"}, {"address": "192.168.1.1", "public": false, "rdns": "null"},
          {"address": "1.2.3.5", "public": true}, {"address": "2600::1", "public": true, "rdns": null}], "pages": 1}
        """;

    private const string Ranges = """{"data": [{"range": "2600:1::", "prefix": 64, "route_target": "2600::1"}, {"range": "2600:2::", "prefix": 56, "route_target": "x"}], "pages": 1}""";

    [Theory]
    [InlineData("{}", "")]
    [InlineData("port: 99999", "port: expected a port up to 65535")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<LinodeDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Instances_HaveTheirAddresses()
    {
        await using var api = await ApiServer.StartAsync();
        Answer(api);

        var targets = await Options.DiscoverAsync<LinodeDiscoveryOptions>("tag_separator: '|'\nregion: eu", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"1.2.3.4:80\", backups=\"enabled\", extra_ips=\"|1.2.3.5|\", gpus=\"0\", group=\"g\", hypervisor=\"kvm\", image=\"linode/debian\", instance_id=\"5\", "
                + "instance_label=\"l1\", ipv6_ranges=\"|2600:1::/64|\", private_ipv4=\"192.168.1.1\", public_ipv4=\"1.2.3.4\", public_ipv4_rdns=\"r.example\", "
                + "public_ipv6=\"2600::1\", region=\"eu\", specs_disk_bytes=\"1048576\", specs_memory_bytes=\"2097152\", specs_transfer_bytes=\"4194304\", specs_vcpus=\"3\", "
                + "status=\"running\", tags=\"|a|b|\", type=\"g6\"}",
            ],
            Options.Short("__meta_linode_", targets));
        Assert.Equal("{\"region\": \"eu\"}", api.Header("X-Filter"));
    }

    [Fact]
    public async Task Refresh_NoEvents_ListsOnlyAfterSomeRounds()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        Answer(api).On("/account/events", """{"data": []}""");
        await using var running = Run(api, program);
        await running.Targets.NextAsync();
        Assert.Equal(3, api.Requests.Count);

        for (var round = 1; round <= 9; round++)
        {
            program.Time.Advance(TimeSpan.FromMinutes(1));
            await running.Targets.NextAsync();
            Assert.Equal(3 + round, api.Requests.Count);
        }

        program.Time.Advance(TimeSpan.FromMinutes(1));
        await running.Targets.NextAsync();
        Assert.Equal(3 + 10 + 3, api.Requests.Count);
        Assert.Contains(api.Requests, static request => request.Headers.TryGetValue("X-Filter", out var filter) && filter == "{\"created\": {\"+gte\": \"2026-01-02T03:04:05\"}}");
    }

    [Fact]
    public async Task Refresh_EventsNotAllowed_ListsEachTime()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        Answer(api).On("/account/events", _ => new ApiReply("{}") { Status = 401 });
        await using var running = Run(api, program);
        await running.Targets.NextAsync();
        program.Time.Advance(TimeSpan.FromMinutes(1));
        await running.Targets.NextAsync();
        program.Time.Advance(TimeSpan.FromMinutes(1));
        await running.Targets.NextAsync();

        Assert.Equal(3 + 4 + 3, api.Requests.Count);
    }

    [Fact]
    public async Task Refresh_Fails_IsCounted()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        await using var running = Run(api, program);

        await program.Log.UntilAsync("server returned HTTP status 404");
        Assert.Equal(1, program.Metric("prometheus_sd_linode_failures_total"));
    }

    private static ApiServer Answer(ApiServer api) =>
        api.On("/linode/instances", Instances).On("/networking/ips", Addresses).On("/networking/ipv6/ranges", Ranges);

    private static RunningMechanism Run(ApiServer api, DiscoveryFixture program) => new(new LinodeDiscoveryOptions { Endpoint = api.Url }.Create(program.Services));
}
