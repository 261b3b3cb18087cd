using Pharos.Discovery.Ionos;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Ionos;

public sealed class IonosDiscovererTests
{
    [Theory]
    [InlineData("datacenter_id: x", "")]
    [InlineData("{}", "datacenter_id: datacenter id can't be empty")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<IonosDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Servers_HaveTheirCards()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/cloudapi/v6/datacenters/dc/servers?depth=3", """
            {"id": "dc/servers", "items": [
              {"id": "s1", "metadata": {"state": "AVAILABLE"},
               "properties": {"name": "n", "availabilityZone": "ZONE_1", "cpuFamily": "INTEL", "vmState": "RUNNING", "type": "ENTERPRISE", "bootCdrom": {"id": "cd"}, "bootVolume": {"id": "vol"}},
               "entities": {"nics": {"items": [{"properties": {"name": "first nic", "ips": ["10.0.0.1", "10.0.0.2"]}}, {"properties": {"ips": ["10.0.1.1"]}}]},
                 "volumes": {"items": [{"properties": {"image": "img"}}]}}},
              {"id": "s2", "entities": {"nics": {"items": []}}}]}
            """);

        var targets = await Options.DiscoverAsync<IonosDiscoveryOptions>("datacenter_id: dc\nport: 7", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"10.0.1.1:7\", availability_zone=\"ZONE_1\", boot_cdrom_id=\"cd\", boot_image_id=\"img\", boot_volume_id=\"vol\", cpu_family=\"INTEL\", id=\"s1\", "
                + "ip=\",10.0.1.1,10.0.0.1,10.0.0.2,\", lifecycle=\"AVAILABLE\", name=\"n\", nic_ip_first_nic=\",10.0.0.1,10.0.0.2,\", nic_ip_unnamed=\",10.0.1.1,\", "
                + "servers_id=\"dc/servers\", state=\"RUNNING\", type=\"ENTERPRISE\"}",
            ],
            Options.Short("__meta_ionos_server_", targets));
    }
}
