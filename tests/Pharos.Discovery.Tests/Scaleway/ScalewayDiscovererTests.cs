using Pharos.Discovery.Scaleway;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Scaleway;

public sealed class ScalewayDiscovererTests
{
    private const string Keys = "project_id: p\naccess_key: SCW\n";

    [Theory]
    [InlineData("role: instance\nproject_id: p\naccess_key: a\nsecret_key: s", "")]
    [InlineData("project_id: p\naccess_key: a\nsecret_key: s", "role: role missing (one of: instance, baremetal)")]
    [InlineData("role: x\nproject_id: p\naccess_key: a\nsecret_key: s", "role: expected one of instance, baremetal, found \"x\"")]
    [InlineData("role: instance\naccess_key: a\nsecret_key: s", "project_id: project_id is mandatory")]
    [InlineData("role: instance\nproject_id: p\nsecret_key: s", "access_key: access_key is mandatory")]
    [InlineData("role: instance\nproject_id: p\naccess_key: a", "secret_key: one of secret_key & secret_key_file must be configured")]
    [InlineData("role: instance\nproject_id: p\naccess_key: a\nsecret_key: s\nsecret_key_file: f", "secret_key_file: at most one of secret_key & secret_key_file must be configured")]
    [InlineData("role: instance\nproject_id: p\naccess_key: a\nsecret_key: s\nzone: paris", "zone: expected a zone such as fr-par-1")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<ScalewayDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Instances_HaveAddressesOfAllKinds()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/instance/v1/zones/fr-par-2/servers", """
            {"servers": [
              {"id": "s1", "name": "n1", "hostname": "h", "organization": "o", "project": "p", "state": "running", "boot_type": "local", "commercial_type": "DEV1", "zone": "fr-par-2",
               "image": {"id": "im", "name": "Debian", "arch": "x86_64"}, "location": {"cluster_id": "1", "hypervisor_id": "2", "node_id": "3"}, "security_group": {"id": "sg", "name": "default"},
               "tags": ["a", "b"], "public_ips": [{"address": "1.2.3.4", "family": "inet"}, {"address": "2001::1", "family": "inet6"}],
               "public_ip": {"address": "1.2.3.4", "family": "inet"}, "ipv6": {"address": "2001::1"}, "private_ip": "10.0.0.1"},
              {"id": "s2", "zone": "fr-par-2", "public_ip": {"address": "2001::2", "family": "inet6"}},
              {"id": "s3", "zone": "fr-par-2", "private_nics": [{"id": "nic0"}, {"id": "nic1"}]},
              {"id": "s4", "zone": "fr-par-2"}]}
            """);
        api.On("/ipam/v1/regions/fr-par/ips", """
            {"ips": [{"address": "172.16.0.9/22", "is_ipv6": false, "resource": {"id": "nic1"}}, {"address": "fd00::9/64", "is_ipv6": true, "resource": {"id": "nic1"}}], "total_count": 2}
            """);

        var targets = await Options.DiscoverAsync<ScalewayDiscoveryOptions>(
            Keys + $"role: instance\nsecret_key: key\napi_url: {api.Url}\nzone: fr-par-2\nname_filter: n\ntags_filter: [a, b]");

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", boot_type=\"local\", hostname=\"h\", id=\"s1\", image_arch=\"x86_64\", image_id=\"im\", image_name=\"Debian\", location_cluster_id=\"1\", "
                + "location_hypervisor_id=\"2\", location_node_id=\"3\", name=\"n1\", organization_id=\"o\", private_ipv4=\"10.0.0.1\", project_id=\"p\", public_ipv4=\"1.2.3.4\", "
                + "public_ipv4_addresses=\",1.2.3.4,\", public_ipv6=\"2001::1\", public_ipv6_addresses=\",2001::1,\", region=\"fr-par\", security_group_id=\"sg\", "
                + "security_group_name=\"default\", status=\"running\", tags=\",a,b,\", type=\"DEV1\", zone=\"fr-par-2\"}",
                "{\"[2001::2]:80\", id=\"s2\", region=\"fr-par\", zone=\"fr-par-2\"}",
                "{\"172.16.0.9:80\", id=\"s3\", private_ipv4=\"172.16.0.9\", region=\"fr-par\", zone=\"fr-par-2\"}",
            ],
            Options.Short("__meta_scaleway_instance_", targets));
        Assert.Equal("?page=1&per_page=100&name=n&tags=a%2Cb", api.Requests.First().Query);
        Assert.Equal("?page=1&page_size=100&resource_types=instance_private_nic&resource_ids=nic0&resource_ids=nic1", api.Requests.Last().Query);
        Assert.Equal("key", api.Header("X-Auth-Token"));
    }

    [Fact]
    public async Task Refresh_Baremetal_HasNamesOfOffersAndSystems()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("key"), "from file\n", TestContext.Current.CancellationToken);
        await using var api = await ApiServer.StartAsync();
        api.On("/baremetal/v1/zones/fr-par-1/servers", """
            {"servers": [{"id": "b1", "name": "n", "zone": "fr-par-1", "status": "ready", "project_id": "p", "offer_id": "o1", "install": {"os_id": "os1"}, "tags": ["t"],
              "ips": [{"address": "2001::1", "version": "IPv6"}, {"address": "1.2.3.4", "version": "IPv4"}, {"address": "1.2.3.5", "version": "IPv4"}]},
             {"id": "b2", "ips": [{"address": "2001::2", "version": "IPv6"}]}]}
            """);
        api.On("/baremetal/v1/zones/fr-par-1/offers", """{"offers": [{"id": "o1", "name": "EM-A"}]}""");
        api.On("/baremetal/v1/zones/fr-par-1/os", """{"os": [{"id": "os1", "name": "Ubuntu", "version": "24"}]}""");

        var targets = await Options.DiscoverAsync<ScalewayDiscoveryOptions>(Keys + $"role: baremetal\nsecret_key_file: {folder.File("key")}\napi_url: {api.Url}");

        Assert.Equal(
            [
                "{\"1.2.3.4:80\", id=\"b1\", name=\"n\", os_name=\"Ubuntu\", os_version=\"24\", project_id=\"p\", public_ipv4=\"1.2.3.4\", public_ipv6=\"2001::1\", status=\"ready\", "
                + "tags=\",t,\", type=\"EM-A\", zone=\"fr-par-1\"}",
                "{\"[2001::2]:80\", id=\"b2\", public_ipv6=\"2001::2\"}",
            ],
            Options.Short("__meta_scaleway_baremetal_", targets));
        Assert.Equal("from file", api.Header("X-Auth-Token"));
    }
}
