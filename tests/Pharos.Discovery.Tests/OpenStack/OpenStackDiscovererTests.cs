using Pharos.Discovery.OpenStack;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.OpenStack;

public sealed class OpenStackDiscovererTests
{
    [Theory]
    [InlineData("role: instance\nregion: r", "")]
    [InlineData("region: r", "role: role missing (one of: instance, hypervisor, loadbalancer)")]
    [InlineData("role: x\nregion: r", "role: expected one of instance, hypervisor, loadbalancer, found \"x\"")]
    [InlineData("role: instance", "region: openstack SD configuration requires a region")]
    [InlineData("role: instance\nregion: r\navailability: x", "availability: unknown availability x, must be one of admin, internal or public")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<OpenStackDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Instances_HaveATargetForEachAddress()
    {
        await using var api = await StartAsync();
        api.On("/network/v2.0/ports", """{"ports": [{"id": "port1", "device_id": "i1"}]}""");
        api.On("/network/v2.0/floatingips", """
            {"floatingips": [{"port_id": "port1", "fixed_ip_address": "10.0.0.1", "floating_ip_address": "1.2.3.4"}, {"port_id": null, "floating_ip_address": "1.2.3.9"}]}
            """);
        api.On("/compute/v2.1/servers/detail?all_tenants=true", $$$"""
            {"servers": [{"id": "i1", "status": "ACTIVE", "name": "n", "tenant_id": "p", "user_id": "u", "flavor": {"original_name": "small"}, "image": {"id": "im"}, "metadata": {"a b": "c"},
              "addresses": {"private": [{"addr": "10.0.0.1"}, {"addr": "1.2.3.4"}, {"addr": "fd00::1"}]}}],
             "servers_links": [{"rel": "next", "href": "{{{api.Url}}}/compute/v2.1/servers/detail?marker=i1"}]}
            """);
        api.On("/compute/v2.1/servers/detail?marker=i1", """{"servers": [{"id": "i2", "flavor": {"id": "7"}, "image": "", "addresses": {"x": [{"addr": "10.0.0.2"}]}}, {"id": "i3", "addresses": {}}]}""");

        var targets = await Options.DiscoverAsync<OpenStackDiscoveryOptions>(
            $"role: instance\nregion: here\nidentity_endpoint: {api.Url}/id/v3\nusername: u\npassword: pw\ndomain_name: d\nproject_name: p\nall_tenants: true");

        const string First = "instance_flavor=\"small\", instance_id=\"i1\", instance_image=\"im\", instance_name=\"n\", instance_status=\"ACTIVE\", ";
        Assert.Equal(
            [
                $"{{\"10.0.0.1:80\", address_pool=\"private\", {First}private_ip=\"10.0.0.1\", project_id=\"p\", public_ip=\"1.2.3.4\", tag_a_b=\"c\", user_id=\"u\"}}",
                $"{{\"[fd00::1]:80\", address_pool=\"private\", {First}private_ip=\"fd00::1\", project_id=\"p\", tag_a_b=\"c\", user_id=\"u\"}}",
                "{\"10.0.0.2:80\", address_pool=\"x\", instance_flavor=\"7\", instance_id=\"i2\", private_ip=\"10.0.0.2\"}",
            ],
            Options.Short("__meta_openstack_", targets));
        Assert.Equal(
            """{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"u","domain":{"name":"d"},"password":"pw"}}},"scope":{"project":{"name":"p","domain":{"name":"d"}}}}}""",
            api.Requests.First().Body);
        Assert.Equal("the-token", api.Header("X-Auth-Token"));
    }

    [Fact]
    public async Task Refresh_Hypervisors_WithAnAccountOfTheEnvironment()
    {
        await using var api = await StartAsync();
        api.On("/compute/v2.1/os-hypervisors/detail", """
            {"hypervisors": [{"id": 1, "hypervisor_hostname": "h", "host_ip": "10.1.0.1", "status": "enabled", "state": "up", "hypervisor_type": "QEMU"}]}
            """);
        var program = new DiscoveryFixture();
        var environment = new Dictionary<string, string> { ["OS_AUTH_URL"] = api.Url + "/id", ["OS_APPLICATION_CREDENTIAL_ID"] = "cid", ["OS_APPLICATION_CREDENTIAL_SECRET"] = "cs" };
        var services = program.Services with { Http = program.Services.Http with { Variable = name => environment.GetValueOrDefault(name) } };
        await using var running = new RunningMechanism(Options.Read<OpenStackDiscoveryOptions>("role: hypervisor\nregion: here\nport: 9").Create(services));

        Assert.Equal(
            ["{\"10.1.0.1:9\", host_ip=\"10.1.0.1\", hostname=\"h\", id=\"1\", state=\"up\", status=\"enabled\", type=\"QEMU\"}"],
            Options.Short("__meta_openstack_hypervisor_", await running.Targets.NextTargetsAsync()));
        Assert.Equal(
            """{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"cid","secret":"cs"}}}}""", api.Requests.First().Body);

        // The token is kept for its time.
        program.Time.Advance(TimeSpan.FromMinutes(1));
        await running.Targets.NextAsync();
        Assert.Single(api.Requests, static request => request.Path.EndsWith("/auth/tokens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_LoadBalancers_AreFoundAtTheirListener()
    {
        await using var api = await StartAsync();
        api.On("/lb/v2.0/lbaas/loadbalancers", """
            {"loadbalancers": [{"id": "lb1", "name": "n", "operating_status": "ONLINE", "provisioning_status": "ACTIVE", "availability_zone": "z", "vip_address": "10.0.0.9", "vip_port_id": "vp",
              "provider": "octavia", "project_id": "p", "tags": ["a", "b"]}, {"id": "lb2", "vip_address": "10.0.0.8"}]}
            """);
        api.On("/lb/v2.0/lbaas/listeners", """
            {"listeners": [{"protocol": "HTTP", "protocol_port": 80, "loadbalancers": [{"id": "lb1"}, {"id": "lb2"}]}, {"protocol": "PROMETHEUS", "protocol_port": 8088, "loadbalancers": [{"id": "lb1"}]}]}
            """);
        api.On("/network/v2.0/floatingips", """{"floatingips": [{"port_id": "vp", "floating_ip_address": "1.2.3.4"}]}""");

        Assert.Equal(
            [
                "{\"10.0.0.9:8088\", loadbalancer_availability_zone=\"z\", loadbalancer_floating_ip=\"1.2.3.4\", loadbalancer_id=\"lb1\", loadbalancer_name=\"n\", "
                + "loadbalancer_operating_status=\"ONLINE\", loadbalancer_provider=\"octavia\", loadbalancer_provisioning_status=\"ACTIVE\", loadbalancer_tags=\"a,b\", "
                + "loadbalancer_vip=\"10.0.0.9\", project_id=\"p\"}",
            ],
            Options.Short(
                "__meta_openstack_",
                await Options.DiscoverAsync<OpenStackDiscoveryOptions>($"role: loadbalancer\nregion: here\nidentity_endpoint: {api.Url}/id\nuserid: u\npassword: pw\nproject_id: p")));
        Assert.Equal("""{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u","password":"pw"}}},"scope":{"project":{"id":"p"}}}}""", api.Requests.First().Body);
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        return api.On("/id/v3/auth/tokens", _ => new ApiReply($$"""
            {"token": {"expires_at": "2026-01-02T05:00:00.000000Z", "catalog": [
              {"type": "compute", "endpoints": [{"interface": "internal", "region": "here", "url": "http://wrong/"}, {"interface": "public", "region": "there", "url": "http://wrong/"},
                {"interface": "public", "region": "here", "url": "{{api.Url}}/compute/v2.1"}]},
              {"type": "network", "endpoints": [{"interface": "public", "region_id": "here", "url": "{{api.Url}}/network/"}]},
              {"type": "load-balancer", "endpoints": [{"interface": "public", "region": "here", "url": "{{api.Url}}/lb"}]}]} }
            """)
        {
            Status = 201,
            Headers = [("X-Subject-Token", "the-token")],
        });
    }
}
