using Pharos.Discovery.DigitalOcean;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.DigitalOcean;

public sealed class DigitalOceanDiscovererTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("role: databases", "")]
    [InlineData("role: volumes", "role: expected one of droplets, databases, found \"volumes\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<DigitalOceanDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Droplets_OfAllPages()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v2/droplets?page=1&per_page=100", """
            {"droplets": [{"id": 77, "name": "d1", "image": {"slug": "debian", "name": "12"}, "region": {"slug": "fra1"}, "size_slug": "s-1", "status": "active", "vpc_uuid": "v",
              "features": ["a", "b"], "tags": ["t"], "networks": {"v4": [{"ip_address": "10.0.0.1", "type": "private"}, {"ip_address": "1.2.3.4", "type": "public"}],
              "v6": [{"ip_address": "2001:db8::1", "type": "public"}]}}, {"id": 78, "networks": {"v4": []}}], "links": {"pages": {"next": "x"}}}
            """);
        api.On("/v2/droplets?page=2&per_page=100", """{"droplets": [{"id": 79, "networks": {"v4": [{"ip_address": "1.2.3.5", "type": "public"}]}}], "links": {}}""");

        var targets = await Options.DiscoverAsync<DigitalOceanDiscoveryOptions>("bearer_token: x", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"1.2.3.4:80\", droplet_id=\"77\", droplet_name=\"d1\", features=\",a,b,\", image=\"debian\", image_name=\"12\", private_ipv4=\"10.0.0.1\", "
                + "public_ipv4=\"1.2.3.4\", public_ipv6=\"2001:db8::1\", region=\"fra1\", size=\"s-1\", status=\"active\", tags=\",t,\", vpc=\"v\"}",
                "{\"1.2.3.5:80\", droplet_id=\"79\", public_ipv4=\"1.2.3.5\"}",
            ],
            Options.Short("__meta_digitalocean_", targets));
        Assert.Equal("Bearer x", api.Header("Authorization"));
    }

    [Fact]
    public async Task Refresh_Databases_AreFoundAtTheirPrivateHost()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v2/databases", """
            {"databases": [{"id": "u", "name": "db", "engine": "pg", "version": "16", "status": "online", "region": "fra1", "size": "s", "num_nodes": 2, "tags": ["a-b"],
              "connection": {"host": "pub"}, "private_connection": {"host": "priv"}}, {"id": "w", "connection": {"host": "only"}}]}
            """);

        var targets = await Options.DiscoverAsync<DigitalOceanDiscoveryOptions>("role: databases\nport: 5", change: options => options.Endpoint = api.Url);

        Assert.Equal(
            [
                "{\"priv:5\", engine=\"pg\", host=\"pub\", id=\"u\", name=\"db\", num_nodes=\"2\", private_host=\"priv\", region=\"fra1\", size=\"s\", status=\"online\", "
                + "tag_a_b=\"true\", version=\"16\"}",
                "{\"only:5\", host=\"only\", id=\"w\", num_nodes=\"0\"}",
            ],
            Options.Short("__meta_digitalocean_db_", targets));
    }
}
