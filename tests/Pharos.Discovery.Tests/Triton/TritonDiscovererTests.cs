using Pharos.Discovery.Tests.Servers;
using Pharos.Discovery.Triton;

namespace Pharos.Discovery.Tests.Triton;

public sealed class TritonDiscovererTests
{
    private const string Account = "account: a\ndns_suffix: triton.example\n";

    [Theory]
    [InlineData(Account + "endpoint: x", "")]
    [InlineData(Account + "endpoint: x\nrole: cn", "")]
    [InlineData(Account + "endpoint: x\nrole: vm", "role: expected one of container, cn, found \"vm\"")]
    [InlineData(Account, "endpoint: triton SD configuration requires an endpoint")]
    [InlineData("account: a\nendpoint: x", "dns_suffix: triton SD configuration requires a dns_suffix")]
    [InlineData("dns_suffix: a\nendpoint: x", "account: triton SD configuration requires an account")]
    [InlineData(Account + "endpoint: x\nrefresh_interval: 0s", "refresh_interval: refresh_interval must be greater than 0")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<TritonDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Containers_AreNamedByTheirId()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v2/discover?groups=a%2Cb", """
            {"containers": [{"groups": ["x", "y"], "server_uuid": "s", "vm_alias": "al", "vm_brand": "lx", "vm_image_uuid": "im", "vm_uuid": "vm"}]}
            """);
        var port = api.Address.Split(':')[1];

        var targets = await Options.DiscoverAsync<TritonDiscoveryOptions>(
            Account + $"endpoint: 127.0.0.1\nport: {port}\nversion: 2\ngroups: [a, b]", change: static options => options.Scheme = "http");

        Assert.Equal(
            [$"{{\"vm.triton.example:{port}\", groups=\",x,y,\", machine_alias=\"al\", machine_brand=\"lx\", machine_id=\"vm\", machine_image=\"im\", server_id=\"s\"}}"],
            Options.Short("__meta_triton_", targets));
    }

    [Fact]
    public async Task Refresh_ComputeNodes_AreNamedByTheirId()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v1/gz/discover", """{"cns": [{"server_uuid": "s", "server_hostname": "h"}]}""");
        var port = api.Address.Split(':')[1];

        Assert.Equal(
            [$"{{\"s.triton.example:{port}\", machine_alias=\"h\", machine_id=\"s\"}}"],
            Options.Short(
                "__meta_triton_",
                await Options.DiscoverAsync<TritonDiscoveryOptions>(Account + $"endpoint: 127.0.0.1\nport: {port}\nrole: cn", change: static options => options.Scheme = "http")));
    }
}
