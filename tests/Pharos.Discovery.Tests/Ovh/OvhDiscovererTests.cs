using System.Security.Cryptography;
using System.Text;
using Pharos.Discovery.Ovh;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Ovh;

public sealed class OvhDiscovererTests
{
    private const string Keys = "application_key: ak\napplication_secret: as\nconsumer_key: ck\n";

    [Theory]
    [InlineData(Keys + "service: vps", "")]
    [InlineData(Keys + "service: vps\nendpoint: https://x/1.0", "")]
    [InlineData(Keys, "service: service missing (one of: vps, dedicated_server)")]
    [InlineData(Keys + "service: x", "service: expected one of vps, dedicated_server, found \"x\"")]
    [InlineData(Keys + "service: vps\nendpoint: ''", "endpoint: endpoint can not be empty")]
    [InlineData("service: vps\napplication_secret: as\nconsumer_key: ck", "application_key: application key can not be empty")]
    [InlineData("service: vps\napplication_key: as\nconsumer_key: ck", "application_secret: application secret can not be empty")]
    [InlineData("service: vps\napplication_secret: as\napplication_key: ck", "consumer_key: consumer key can not be empty")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<OvhDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Vps_AreSignedByTheClockOfTheServer()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/1.0/auth/time", "1700000000").On("/1.0/vps", """["v1", "broken", "gone"]""").On("/1.0/vps/v1/ips", """["1.2.3.4/32", "2001::1", "2002::/64"]""");
        api.On("/1.0/vps/v1", """
            {"name": "v1", "state": "running", "zone": "z", "displayName": "d", "cluster": "c", "netbootMode": "local", "memoryLimit": 2048, "offerType": "ssd", "vcore": 1,
             "model": {"name": "m", "offer": "o", "version": "2019", "datacenter": ["a", "b"], "vcore": 2, "disk": 40, "memory": 4096, "maximumAdditionnalIp": 16}}
            """);
        api.On("/1.0/vps/broken", "{}").On("/1.0/vps/broken/ips", """["x"]""");
        var program = new DiscoveryFixture();

        var targets = await Options.DiscoverAsync<OvhDiscoveryOptions>(Keys + $"service: vps\nendpoint: {api.Url}/1.0", program);

        Assert.Equal(
            [
                "{\"1.2.3.4\", cluster=\"c\", datacenter=\"[a b]\", disk=\"40\", display_name=\"d\", ipv4=\"1.2.3.4\", ipv6=\"2001::1\", maximum_additional_ip=\"16\", memory=\"4096\", "
                + "memory_limit=\"2048\", model_name=\"m\", model_vcore=\"2\", name=\"v1\", netboot_mode=\"local\", offer=\"o\", offer_type=\"ssd\", state=\"running\", vcore=\"1\", "
                + "version=\"2019\", zone=\"z\", instance=\"v1\"}",
            ],
            Options.Short("__meta_ovhcloud_vps_", targets));
        var request = api.Requests.Single(static request => request.Path == "/1.0/vps");
        Assert.Equal("1700000000", request.Headers["X-Ovh-Timestamp"]);
#pragma warning disable CA5350 // The API defines signatures by this hash.
        Assert.Equal(
            "$1$" + Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"as+ck+GET+{api.Url}/1.0/vps++1700000000"))), request.Headers["X-Ovh-Signature"]);
#pragma warning restore CA5350
        Assert.Equal("ak", request.Headers["X-Ovh-Application"]);
        Assert.Equal("ck", request.Headers["X-Ovh-Consumer"]);
        Assert.Contains("Warning: Could not get details of a server server=broken err=\"x\" is no address", program.Log.Lines);
        Assert.Equal(2, program.Log.Lines.Count);
    }

    [Fact]
    public async Task Refresh_DedicatedServers_HaveTheirLabels()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/auth/time", "1700000000").On("/dedicated/server", """["d1"]""").On("/dedicated/server/d1/ips", """["2001::1"]""");
        api.On("/dedicated/server/d1", """
            {"name": "d1", "state": "ok", "commercialRange": "adv", "linkSpeed": 1000, "rack": "r", "noIntervention": false, "os": "debian", "supportLevel": "pro", "serverId": 42,
             "reverse": "rev", "datacenter": "rbx"}
            """);

        Assert.Equal(
            [
                "{\"2001::1\", commercial_range=\"adv\", datacenter=\"rbx\", ipv6=\"2001::1\", link_speed=\"1000\", name=\"d1\", no_intervention=\"false\", os=\"debian\", rack=\"r\", "
                + "reverse=\"rev\", server_id=\"42\", state=\"ok\", support_level=\"pro\", instance=\"d1\"}",
            ],
            Options.Short("__meta_ovhcloud_dedicated_server_", await Options.DiscoverAsync<OvhDiscoveryOptions>(Keys + $"service: dedicated_server\nendpoint: {api.Url}/")));
    }
}
