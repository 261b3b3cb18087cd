using Pharos.Discovery.ZooKeeper;

namespace Pharos.Discovery.Tests.ZooKeeper;

public sealed class ZooKeeperDiscovererTests
{
    private const string Member = """{"host": "h", "port": 80, "name": "n"}""";

    private readonly DiscoveryFixture _program = new();

    [Theory]
    [InlineData("servers: [x, 'y:1', '[::1]:2181']\npaths: [/a]", "")]
    [InlineData("paths: [/a]", "servers: nerve SD config must contain at least one Zookeeper server")]
    [InlineData("servers: [x]", "paths: nerve SD config must contain at least one path")]
    [InlineData("servers: [x]\npaths: [/a, b]", "paths[1]: nerve SD config paths must begin with '/': b")]
    [InlineData("servers: ['x:y']\npaths: [/a]", "servers[0]: expected a host, with or without a port")]
    [InlineData("servers: [x]\npaths: [/a]\ntimeout: 0s", "timeout: expected a second to an hour")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<NerveDiscoveryOptions>(yaml));

    [Fact]
    public async Task Follow_Nerve_TargetsComeAndGo()
    {
        await using var server = new ZooKeeperServerDouble();
        server.Set("/a", "");
        server.Set("/a/one", """{"host": "h1", "port": 81, "name": "n1"}""");
        await using var running = Run<NerveDiscoveryOptions>(server);
        Assert.Equal(
            ["gone /a", "{__address__=\"h1:81\", __meta_nerve_endpoint_host=\"h1\", __meta_nerve_endpoint_name=\"n1\", __meta_nerve_endpoint_port=\"81\", __meta_nerve_path=\"/a/one\"}"],
            await running.Targets.NextTargetsAsync());

        server.Set("/a/two", Member);
        Assert.Contains(await UntilAsync(running, "/a/two"), static target => target.Contains("\"h:80\"", StringComparison.Ordinal));
        server.Set("/a/one", "no member");
        await UntilAsync(running, "gone /a/one");
        server.Set("/a/two", null);
        await UntilAsync(running, "gone /a/two");
        server.Set("/a/deep", "");
        server.Set("/a/deep/er", Member);
        await UntilAsync(running, "__meta_nerve_path=\"/a/deep/er\"");
        server.Set("/a/deep", null);
        await UntilAsync(running, "gone /a/deep/er");
    }

    [Fact]
    public async Task Follow_Serverset_HasAllEndpoints()
    {
        await using var server = new ZooKeeperServerDouble();
        server.Set("/a", """
            {"serviceEndpoint": {"host": "h", "port": 80}, "additionalEndpoints": {"ad-min": {"host": "h2", "port": 81}}, "status": "ALIVE", "shard": 7}
            """);
        await using var running = Run<ServersetDiscoveryOptions>(server);

        Assert.Equal(
            [
                "{\"h:80\", endpoint_host=\"h\", endpoint_host_ad_min=\"h2\", endpoint_port=\"80\", endpoint_port_ad_min=\"81\", path=\"/a\", shard=\"7\", status=\"ALIVE\"}",
            ],
            Options.Short("__meta_serverset_", await running.Targets.NextTargetsAsync()));
    }

    [Fact]
    public async Task Follow_ConnectionLost_KeepsTargetsAndComparesLater()
    {
        await using var server = new ZooKeeperServerDouble();
        server.Set("/a", "");
        server.Set("/a/one", Member);
        server.Set("/a/two", Member);
        await using var running = Run<NerveDiscoveryOptions>(server);
        Assert.Equal(3, (await running.Targets.NextTargetsAsync()).Length);
        Assert.Equal(3, _program.Metric("prometheus_treecache_watcher_goroutines"));

        server.Drop();
        await _program.Time.UntilTimerAsync(ZooKeeperDiscoverer.Retry);
        Assert.Equal(0, running.Targets.Count);
        Assert.Equal(1, _program.Metric("prometheus_treecache_zookeeper_failures_total"));
        Assert.Equal(0, _program.Metric("prometheus_treecache_watcher_goroutines"));
        server.Set("/a/one", null);
        _program.Time.Advance(ZooKeeperDiscoverer.Retry);

        var targets = await running.Targets.NextTargetsAsync();
        Assert.Contains("gone /a/one", targets);
        Assert.Contains(targets, static target => target.Contains("/a/two", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Follow_PathMissing_IsTriedAgain()
    {
        await using var server = new ZooKeeperServerDouble();
        await using var running = Run<NerveDiscoveryOptions>(server);
        await _program.Log.UntilAsync("path /a does not exist");
        server.Set("/a", Member);
        await _program.Time.UntilTimerAsync(ZooKeeperDiscoverer.Retry);
        _program.Time.Advance(ZooKeeperDiscoverer.Retry);

        Assert.Single(await running.Targets.NextTargetsAsync());
    }

    [Fact]
    public void Read_MessageCutShort_SaysSo()
    {
        var message = new JuteWriter().Int(1).Text("text").ToMessage();
        for (var length = 4; length < message.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() =>
            {
                var reader = new JuteReader(message.AsSpan(4, length - 4));
                reader.Int();
                reader.Text();
            });
        }
    }

    private static async Task<string[]> UntilAsync(RunningMechanism running, string wanted)
    {
        while (true)
        {
            var targets = await running.Targets.NextTargetsAsync();
            if (targets.Any(target => target.Contains(wanted, StringComparison.Ordinal)))
            {
                return targets;
            }
        }
    }

    private RunningMechanism Run<T>(ZooKeeperServerDouble server)
        where T : ZooKeeperDiscoveryOptions, new() => new(new T { Servers = [server.Address], Paths = ["/a"] }.Create(_program.Services));
}
