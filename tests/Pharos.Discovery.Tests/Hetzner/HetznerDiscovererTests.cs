using Pharos.Discovery.Hetzner;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Hetzner;

public sealed class HetznerDiscovererTests
{
    [Theory]
    [InlineData("role: robot", "")]
    [InlineData("role: hcloud\nlabel_selector: a=b", "")]
    [InlineData("{}", "role: role missing (one of: robot, hcloud)")]
    [InlineData("role: x", "role: expected one of robot, hcloud, found \"x\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<HetznerDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Refresh_Robot_HasRentedMachines()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/server", """
            [{"server": {"server_ip": "1.2.3.4", "server_number": 321, "server_name": "s1", "product": "AX41", "dc": "FSN1-DC1", "status": "ready", "cancelled": false,
              "subnet": [{"ip": "1.2.3.0", "mask": "24"}, {"ip": "2a01:4f8::", "mask": "64"}]}}]
            """);

        var targets = await Options.DiscoverAsync<HetznerDiscoveryOptions>(
            "role: robot\nbasic_auth: {username: u, password: p}", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"1.2.3.4:80\", datacenter=\"fsn1-dc1\", public_ipv4=\"1.2.3.4\", public_ipv6_network=\"2a01:4f8::/64\", robot_cancelled=\"false\", "
                + "robot_datacenter=\"fsn1-dc1\", robot_product=\"AX41\", role=\"robot\", server_id=\"321\", server_name=\"s1\", server_status=\"ready\"}",
            ],
            Options.Short("__meta_hetzner_", targets));
        Assert.StartsWith("Basic ", api.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_Cloud_HasServersOfAllPages()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/networks", """{"networks": [{"id": 9, "name": "my-net"}], "meta": {"pagination": {"next_page": null}}}""");
        api.On("/servers?page=1&per_page=50&label_selector=a%3Db", """
            {"servers": [{"id": 1, "name": "c1", "status": "running", "public_net": {"ipv4": {"ip": "1.2.3.4"}, "ipv6": {"ip": "2001:db8::/64"}},
              "private_net": [{"network": 9, "ip": "10.0.0.2"}, {"network": 8, "ip": "10.9.0.2"}], "labels": {"a": "b", "x/y": ""},
              "server_type": {"name": "cx11", "cores": 1, "cpu_type": "shared", "memory": 2.0, "disk": 20},
              "image": {"name": "ubuntu", "description": "Ubuntu", "os_version": "24.04", "os_flavor": "ubuntu"},
              "datacenter": {"location": {"name": "fsn1", "network_zone": "eu-central"}}}], "meta": {"pagination": {"next_page": 2}}}
            """);
        api.On("/servers?page=2&per_page=50&label_selector=a%3Db", """
            {"servers": [{"id": 2, "public_net": {"ipv4": null}, "private_net": [{"network": 9, "ip": "10.0.0.3"}], "location": {"name": "hel1"}}], "meta": {"pagination": {"next_page": null}}}
            """);

        var targets = await Options.DiscoverAsync<HetznerDiscoveryOptions>("role: hcloud\nlabel_selector: a=b", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"1.2.3.4:80\", hcloud_cpu_cores=\"1\", hcloud_cpu_type=\"shared\", hcloud_datacenter_location=\"fsn1\", hcloud_datacenter_location_network_zone=\"eu-central\", "
                + "hcloud_disk_size_gb=\"20\", hcloud_image_description=\"Ubuntu\", hcloud_image_name=\"ubuntu\", hcloud_image_os_flavor=\"ubuntu\", hcloud_image_os_version=\"24.04\", "
                + "hcloud_label_a=\"b\", hcloud_labelpresent_a=\"true\", hcloud_labelpresent_x_y=\"true\", hcloud_location=\"fsn1\", hcloud_location_network_zone=\"eu-central\", "
                + "hcloud_memory_size_gb=\"2\", hcloud_private_ipv4_my_net=\"10.0.0.2\", hcloud_server_type=\"cx11\", public_ipv4=\"1.2.3.4\", "
                + "public_ipv6_network=\"2001:db8::/64\", role=\"hcloud\", server_id=\"1\", server_name=\"c1\", server_status=\"running\"}",
                "{\"10.0.0.3:80\", hcloud_cpu_cores=\"0\", hcloud_datacenter_location=\"hel1\", hcloud_disk_size_gb=\"0\", hcloud_location=\"hel1\", hcloud_memory_size_gb=\"0\", "
                + "hcloud_private_ipv4_my_net=\"10.0.0.3\", role=\"hcloud\", server_id=\"2\"}",
            ],
            Options.Short("__meta_hetzner_", targets));
    }
}
