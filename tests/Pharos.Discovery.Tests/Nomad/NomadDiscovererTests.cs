using Pharos.Discovery.Nomad;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Nomad;

public sealed class NomadDiscovererTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("server: ''", "server: nomad SD configuration requires a server address")]
    [InlineData("server: localhost", "server: expected a URL")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<NomadDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Services_AreTargets()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v1/services", """[{"Namespace": "default", "Services": [{"ServiceName": "web app", "Tags": ["a"]}]}]""");
        api.On("/v1/service/web app", """
            [{"ID": "id1", "ServiceName": "web app", "Namespace": "default", "NodeID": "n1", "Datacenter": "dc1", "Address": "10.0.0.1", "Port": 8080, "Tags": ["a", "b"]},
             {"ID": "id2", "ServiceName": "web app", "Address": "10.0.0.2", "Port": 8081, "Tags": []}]
            """);

        Assert.Equal(
            [
                "{__address__=\"10.0.0.1:8080\", __meta_nomad_address=\"10.0.0.1\", __meta_nomad_dc=\"dc1\", __meta_nomad_namespace=\"default\", __meta_nomad_node_id=\"n1\", "
                + "__meta_nomad_service=\"web app\", __meta_nomad_service_address=\"10.0.0.1\", __meta_nomad_service_id=\"id1\", __meta_nomad_service_port=\"8080\", "
                + "__meta_nomad_tags=\"|a|b|\"}",
                "{__address__=\"10.0.0.2:8081\", __meta_nomad_address=\"10.0.0.2\", __meta_nomad_service=\"web app\", __meta_nomad_service_address=\"10.0.0.2\", "
                + "__meta_nomad_service_id=\"id2\", __meta_nomad_service_port=\"8081\"}",
            ],
            await Options.DiscoverAsync<NomadDiscoveryOptions>($"server: {api.Url}/\ntag_separator: '|'"));
        Assert.Equal("?region=global&namespace=default&stale=", api.Requests.First().Query);
    }

    [Fact]
    public async Task Refresh_Fails_IsCounted()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/v1/services", """[{"Services": [{"ServiceName": "gone"}]}]""");
        await using var running = new RunningMechanism(Options.Read<NomadDiscoveryOptions>($"server: {api.Url}").Create(program.Services));

        await program.Log.UntilAsync("server returned HTTP status 404");
        Assert.Equal(1, program.Metric("prometheus_sd_nomad_failures_total"));
    }
}
