using Pharos.Discovery.Tests.Servers;
using Pharos.Discovery.Vultr;

namespace Pharos.Discovery.Tests.Vultr;

public sealed class VultrDiscovererTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("refresh_interval: 0s", "refresh_interval: refresh_interval must be greater than 0")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<VultrDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Instances_OfAllPages()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v2/instances?per_page=100", """
            {"instances": [{"id": "i1", "label": "l", "os": "Debian", "os_id": 477, "region": "ams", "plan": "vc2", "main_ip": "1.2.3.4", "v6_main_ip": "2001::1", "internal_ip": "10.0.0.1",
              "features": ["ipv6"], "tags": ["a", "b"], "hostname": "h", "server_status": "ok", "vcpu_count": 1, "ram": 1024, "disk": 25, "allowed_bandwidth": 1000}],
             "meta": {"total": 2, "links": {"next": "c=="}}}
            """);
        api.On("/v2/instances?per_page=100&cursor=c%3D%3D", """{"instances": [{"id": "i2", "main_ip": "1.2.3.5"}], "meta": {"links": {"next": ""}}}""");

        var targets = await Options.DiscoverAsync<VultrDiscoveryOptions>("port: 9", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"1.2.3.4:9\", allowed_bandwidth_gb=\"1000\", disk_gb=\"25\", features=\",ipv6,\", hostname=\"h\", id=\"i1\", internal_ip=\"10.0.0.1\", label=\"l\", "
                + "main_ip=\"1.2.3.4\", main_ipv6=\"2001::1\", os=\"Debian\", os_id=\"477\", plan=\"vc2\", ram_mb=\"1024\", region=\"ams\", server_status=\"ok\", "
                + "tags=\",a,b,\", vcpu_count=\"1\"}",
                "{\"1.2.3.5:9\", allowed_bandwidth_gb=\"0\", disk_gb=\"0\", id=\"i2\", main_ip=\"1.2.3.5\", os_id=\"0\", ram_mb=\"0\", vcpu_count=\"0\"}",
            ],
            Options.Short("__meta_vultr_instance_", targets));
    }
}
