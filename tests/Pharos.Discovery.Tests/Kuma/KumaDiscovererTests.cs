using Pharos.Discovery.Kuma;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Kuma;

public sealed class KumaDiscovererTests
{
    private const string Assignments = """
        {"version_info": "v1", "nonce": "n1", "type_url": "type.googleapis.com/kuma.observability.v1.MonitoringAssignment",
         "resources": [{"@type": "type.googleapis.com/kuma.observability.v1.MonitoringAssignment", "mesh": "default", "service": "web", "labels": {"a.b": "assigned", "only": "x"},
           "targets": [{"name": "dp1", "address": "10.0.0.1:80", "scheme": "http", "metrics_path": "/m", "labels": {"a.b": "own", "t": "y"}}]}]}
        """;

    [Theory]
    [InlineData("server: http://x", "")]
    [InlineData("{}", "server: kuma SD server must not be empty")]
    [InlineData("server: x", "server: kuma SD server must not be empty and have a scheme")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<KumaDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Fetch_Assignments_AreTargetsUntilAnotherVersion()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/k/v3/discovery:monitoringassignments?fetch-timeout=1m", Assignments);
        await using var running = new RunningMechanism(Options.Read<KumaDiscoveryOptions>($"server: {api.Url}/k\nclient_id: me\nfetch_timeout: 1m").Create(program.Services));

        Assert.Equal(
            [
                "{__address__=\"10.0.0.1:80\", __meta_kuma_dataplane=\"dp1\", __meta_kuma_label_a_b=\"assigned\", __meta_kuma_label_only=\"x\", __meta_kuma_label_t=\"y\", "
                + "__meta_kuma_mesh=\"default\", __meta_kuma_service=\"web\", __metrics_path__=\"/m\", __scheme__=\"http\", instance=\"dp1\"}",
            ],
            await running.Targets.NextTargetsAsync());
        const string Type = "type.googleapis.com/kuma.observability.v1.MonitoringAssignment";
        Assert.Equal($$"""{"version_info":"","node":{"id":"me"},"type_url":"{{Type}}","response_nonce":""}""", api.Requests.Last().Body);

        api.On("/k/v3/discovery:monitoringassignments?fetch-timeout=1m", _ => new ApiReply("") { Status = 304 });
        program.Time.Advance(TimeSpan.FromSeconds(15));
        await api.UntilAsync(2);
        Assert.Equal($$"""{"version_info":"v1","node":{"id":"me"},"type_url":"{{Type}}","response_nonce":"n1"}""", api.Requests.Last().Body);

        api.On("/k/v3/discovery:monitoringassignments?fetch-timeout=1m", $$"""{"versionInfo": "v2", "typeUrl": "{{Type}}"}""");
        await program.Time.UntilTimerAsync(TimeSpan.FromSeconds(15));
        program.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(["gone kuma"], await running.Targets.NextTargetsAsync());
        Assert.Equal(1, program.Metric("prometheus_sd_kuma_fetch_skipped_updates_total"));
        Assert.Equal(0, program.Metric("prometheus_sd_kuma_fetch_failures_total"));
    }

    [Fact]
    public async Task Fetch_OtherType_IsAFailure()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/v3/discovery:monitoringassignments", """{"type_url": "other"}""");
        await using var running = new RunningMechanism(Options.Read<KumaDiscoveryOptions>($"server: {api.Url}").Create(program.Services));

        await program.Log.UntilAsync("Error: error parsing resources err=received invalid typeURL for Kuma MADS v1 Resource: other");
        Assert.Equal(1, program.Metric("prometheus_sd_kuma_fetch_failures_total"));
    }
}
