using Pharos.Discovery.Consul;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Consul;

public sealed class ConsulDiscovererTests
{
    private const string Web = """
        [{
          "Node": {"Node": "n1", "Address": "10.0.0.1", "Meta": {"rack-no": "7"}, "TaggedAddresses": {"lan": "10.0.0.1", "wan": "1.2.3.4"}},
          "Service": {"ID": "web-1", "Service": "web", "Tags": ["a", "b"], "Address": "", "Port": 8080, "Meta": {"team": "t"}, "Namespace": "ns1", "Partition": "p1"},
          "Checks": [{"CheckID": "serfHealth", "Status": "passing"}, {"CheckID": "x", "Status": "warning"}]
        }, {
          "Node": {"Node": "n2", "Address": "10.0.0.2"},
          "Service": {"ID": "web-2", "Tags": null, "Address": "fd00::2", "Port": 0},
          "Checks": [{"CheckID": "_service_maintenance:web-2", "Status": "critical"}]
        }]
        """;

    private readonly DiscoveryFixture _program = new();

    [Theory]
    [InlineData("{}", "")]
    [InlineData("server: x:1\nusername: u\npassword: p", "")]
    [InlineData("server: ' '", "server: consul SD configuration requires a server address")]
    [InlineData("username: u\nbasic_auth: {username: u}", "username: at most one of consul SD configuration username and password and basic auth can be configured")]
    [InlineData("token: t\nauthorization: {credentials: c}", "token: at most one of consul SD token, authorization, or oauth2 can be configured")]
    [InlineData("token: t\noauth2: {client_id: c, token_url: 'http://x/'}", "token: at most one of consul SD token, authorization, or oauth2 can be configured")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<ConsulDiscoveryOptions>(yaml));

    [Fact]
    public async Task Watch_NamedService_GivesItsInstancesWithAllLabels()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v1/health/service/web", Indexed(5, Web)).On("/v1/health/service/web?index", _ => new ApiReply("") { Holds = true });
        await using var running = Run($"server: {api.Address}\ndatacenter: dc1\nservices: [web]\ntoken: secret-token\nhealth_filter: 'x == y'");

        Assert.Equal(
            [
                "{__address__=\"10.0.0.1:8080\", __meta_consul_address=\"10.0.0.1\", __meta_consul_health=\"warning\", __meta_consul_metadata_rack_no=\"7\", "
                + "__meta_consul_namespace=\"ns1\", __meta_consul_node=\"n1\", __meta_consul_partition=\"p1\", __meta_consul_service_id=\"web-1\", "
                + "__meta_consul_service_metadata_team=\"t\", __meta_consul_service_port=\"8080\", __meta_consul_tagged_address_lan=\"10.0.0.1\", "
                + "__meta_consul_tagged_address_wan=\"1.2.3.4\", __meta_consul_tags=\",a,b,\"} + {__meta_consul_dc=\"dc1\", __meta_consul_service=\"web\"}",
                "{__address__=\"[fd00::2]:0\", __meta_consul_address=\"10.0.0.2\", __meta_consul_health=\"maintenance\", __meta_consul_node=\"n2\", "
                + "__meta_consul_service_address=\"fd00::2\", __meta_consul_service_id=\"web-2\", __meta_consul_service_port=\"0\", __meta_consul_tags=\",,\"}"
                + " + {__meta_consul_dc=\"dc1\", __meta_consul_service=\"web\"}",
            ],
            await running.Targets.NextTargetsAsync());
        var request = api.Requests.First();
        Assert.Equal("?dc=dc1&stale=&filter=x%20%3D%3D%20y", request.Query);
        Assert.Equal("secret-token", request.Headers["X-Consul-Token"]);
        Assert.Equal(1, _program.Metric("prometheus_sd_consul_rpc_duration_seconds{call=\"service\", endpoint=\"catalog\"}"));
        Assert.DoesNotContain(_program.Log.Lines, static line => line.Contains("secret-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_Catalog_FollowsServicesThatComeAndGo()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v1/agent/self", """{"Config": {"Datacenter": "home"}}""");
        api.On("/v1/catalog/services", Indexed(3, """{"web": ["x", "y"], "db": ["x"], "consul": []}"""));
        api.On("/v1/health/service/web", Indexed(3, """[{"Node": {"Address": "10.0.0.1"}, "Service": {"Port": 1}}]"""));
        await using var running = Run($"server: http://{api.Address}/\ntags: [x, y]\nallow_stale: false");

        Assert.Contains("__address__=\"10.0.0.1:1\"", (await running.Targets.NextTargetsAsync())[0], StringComparison.Ordinal);
        Assert.Contains("GET /v1/health/service/web?tag=x&tag=y", api.Requests.Select(static request => request.Line));

        api.On("/v1/catalog/services", Indexed(4, """{"db": ["x"]}"""));
        api.On("/v1/health/service/web", _ => new ApiReply("") { Holds = true });
        _program.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["gone web"], await running.Targets.NextTargetsAsync());
        Assert.Contains("GET /v1/catalog/services?index=3&wait=120000ms", api.Requests.Select(static request => request.Line));
    }

    [Fact]
    public async Task Watch_IndexUnchanged_GivesNothing()
    {
        await using var api = await ApiServer.StartAsync();
        var answers = 0;
        api.On("/v1/health/service/web", request => Indexed(++answers < 3 ? 5 : 6, "[]")(request));
        await using var running = Run($"server: {api.Address}\ndatacenter: dc1\nservices: [web]");
        Assert.Equal(["gone web"], await running.Targets.NextTargetsAsync());

        _program.Time.Advance(TimeSpan.FromSeconds(30));
        await api.UntilAsync(2);
        _program.Time.Advance(TimeSpan.FromSeconds(30));
        await running.Targets.NextAsync();

        Assert.Equal(0, running.Targets.Count);
        Assert.Equal(3, answers);
    }

    [Fact]
    public async Task Watch_ServerFails_KeepsTargetsAndTriesAgainLater()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v1/agent/self", _ => new ApiReply("") { Status = 500 });
        await using var running = Run($"server: {api.Address}\nservices: [web]");
        await _program.Log.UntilAsync("Error: Error retrieving datacenter name err=GET");
        api.On("/v1/agent/self", """{"Config": {"Datacenter": "home"}}""").On("/v1/health/service/web", Indexed(1, "[]"));
        await _program.Time.UntilTimerAsync(ConsulDiscoverer.Retry);
        _program.Time.Advance(ConsulDiscoverer.Retry);

        Assert.Equal(["gone web"], await running.Targets.NextTargetsAsync());
        Assert.Equal(1, _program.Metric("prometheus_sd_consul_rpc_failures_total"));
    }

    [Fact]
    public async Task Watch_UnixSocket_IsAsked()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync(folder.File("consul.sock"));
        api.On("/prefix/v1/health/service/web", Indexed(1, "[]"));
        await using var running = Run($"server: unix://{folder.File("consul.sock")}\npath_prefix: /prefix/\ndatacenter: d\nservices: [web]");

        Assert.Equal(["gone web"], await running.Targets.NextTargetsAsync());
    }

    private static Func<ApiRequest, ApiReply> Indexed(int index, string json) => request =>
        new ApiReply(json) { Headers = [("X-Consul-Index", $"{index}")], Holds = request.Query.Contains($"index={index}&wait", StringComparison.Ordinal) && index != 5 };

    private RunningMechanism Run(string yaml) => new(Options.Read<ConsulDiscoveryOptions>(yaml).Create(_program.Services));
}
