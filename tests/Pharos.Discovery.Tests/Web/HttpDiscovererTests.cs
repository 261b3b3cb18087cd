using Pharos.Discovery.Tests.Servers;
using Pharos.Discovery.Web;

namespace Pharos.Discovery.Tests.Web;

public sealed class HttpDiscovererTests
{
    [Theory]
    [InlineData("url: http://x/y", "")]
    [InlineData("{}", "url: URL is missing\nurl: URL scheme must be 'http' or 'https'\nurl: host is missing in URL")]
    [InlineData("url: ftp://x/", "url: URL scheme must be 'http' or 'https'")]
    [InlineData("url: x", "url: URL scheme must be 'http' or 'https'\nurl: host is missing in URL")]
    [InlineData("url: http://x/\nbasic_auth: {username: a}\noauth2: {client_id: a, token_url: 'http://y/'}", "oauth2: at most one of basic_auth, oauth2 & authorization must be configured")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints.Split('\n')[0], Options.Complaints<HttpDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Refresh_Answer_GivesItsGroups()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/sd", """[{"targets": ["a:80"], "labels": {"x": "y"}}, {"Targets": ["b:80"], "labels": null}]""");

        var targets = await Options.DiscoverAsync<HttpDiscoveryOptions>($"url: {api.Url}/sd\nrefresh_interval: 90s\nauthorization: {{credentials: key}}");

        Assert.Equal(
            [$"{{__address__=\"a:80\"}} + {{__meta_url=\"{api.Url}/sd\", x=\"y\"}}", $"{{__address__=\"b:80\"}} + {{__meta_url=\"{api.Url}/sd\"}}"], targets);
        Assert.Equal("application/json", api.Header("Accept"));
        Assert.Equal("90", api.Header("X-Prometheus-Refresh-Interval-Seconds"));
        Assert.Equal("Bearer key", api.Header("Authorization"));
        Assert.Equal("Pharos/test", api.Header("User-Agent"));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=UTF-8", true)]
    [InlineData("application/json;charset=\"utf-8\"", true)]
    [InlineData("application/json; charset=latin1", false)]
    [InlineData("application/json; q=1", false)]
    [InlineData("text/plain", false)]
    public async Task Refresh_ContentType_MustBeJson(string contentType, bool isTaken)
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/sd", _ => new ApiReply("[]") { ContentType = contentType });
        await using var running = new RunningMechanism(Options.Read<HttpDiscoveryOptions>($"url: {api.Url}/sd").Create(program.Services));

        if (isTaken)
        {
            Assert.Empty(await running.Targets.NextTargetsAsync());
        }
        else
        {
            await program.Log.UntilAsync($"Error: Unable to refresh target groups err=GET {api.Url}/sd: unsupported content type \"{contentType}\"");
            Assert.Equal(1, program.Metric("prometheus_sd_http_failures_total"));
        }
    }

    [Theory]
    [InlineData(204, "", "server returned HTTP status 204")]
    [InlineData(500, "[]", "server returned HTTP status 500 Internal Server Error")]
    [InlineData(200, "[", "Expected depth to be zero")]
    [InlineData(200, "[null]", "target group 0: expected an object, found Null")]
    public async Task Refresh_BadAnswer_KeepsTargetsAndIsCounted(int status, string body, string reason)
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/sd", """[{"targets": ["a:80"]}]""");
        await using var running = new RunningMechanism(Options.Read<HttpDiscoveryOptions>($"url: {api.Url}/sd").Create(program.Services));
        await running.Targets.NextAsync();

        api.On("/sd", _ => new ApiReply(body) { Status = status });
        program.Time.Advance(TimeSpan.FromSeconds(60));

        await program.Log.UntilAsync(reason);
        Assert.Equal(0, running.Targets.Count);
        Assert.Equal(1, program.Metric("prometheus_sd_http_failures_total"));
        Assert.Equal(1, program.Metric("prometheus_sd_refresh_failures_total{config=\"job\", mechanism=\"http\"}"));
    }

    [Fact]
    public async Task Refresh_FewerGroups_TakesTheOthersAway()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/sd", """[{"targets": ["a:80"]}, {"targets": ["b:80"]}]""");
        await using var running = new RunningMechanism(Options.Read<HttpDiscoveryOptions>($"url: {api.Url}/sd").Create(program.Services));
        await running.Targets.NextAsync();

        api.On("/sd", """[{"targets": ["b:80"]}]""");
        program.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([$"{{__address__=\"b:80\"}} + {{__meta_url=\"{api.Url}/sd\"}}", $"gone {api.Url}/sd:1"], await running.Targets.NextTargetsAsync());
    }
}
