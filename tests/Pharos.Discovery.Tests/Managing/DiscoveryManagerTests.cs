using Pharos.Discovery.Managing;

namespace Pharos.Discovery.Tests.Managing;

public sealed class DiscoveryManagerTests
{
    [Fact]
    public async Task Start_StaticTargets_ArePassedOnAtOnce()
    {
        await using var fixture = new ManagerFixture();
        fixture.StaticJob("a", "one:80", "two:80").StaticJob("b").Apply();

        fixture.Manager.Start();

        Assert.Equal("a=one:80,two:80 b=", await fixture.NextAddressesAsync());
        Assert.Equal(2, fixture.Program.Metric("prometheus_sd_discovered_targets{config=\"a\", name=\"scrape\"}"));
        Assert.Equal(0, fixture.Program.Metric("prometheus_sd_discovered_targets{config=\"b\", name=\"scrape\"}"));
    }

    [Fact]
    public async Task Apply_SameConfigurationInTwoJobs_RunsOneDiscovererForBoth()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Job("b", "x", "x", "y").Apply();
        Assert.Equal("a= b=", await fixture.NextAddressesAsync());
        fixture.Rest();

        await fixture.Script["x"].GiveAsync("1", "one:80");
        var update = await fixture.NextAsync();

        Assert.Equal(2, fixture.Script.Created);
        Assert.Same(update["a"], update["b"]);
    }

    [Fact]
    public async Task Apply_UnchangedConfiguration_KeepsDiscovererAndTargets()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "one:80");
        var before = await fixture.NextAsync();
        fixture.Rest();

        fixture.Job("a", "x").Job("new", "x").Apply();
        var after = await fixture.NextAsync();

        Assert.Equal(1, fixture.Script.Created);
        Assert.Same(before["a"], after["a"]);
        Assert.Equal(after["a"], after["new"]);
    }

    [Fact]
    public async Task Apply_ConfigurationGone_EndsDiscovererAndItsTargetsLeave()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Job("b", "y").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "one:80");
        Assert.Equal("a=one:80 b=", await fixture.NextAddressesAsync());
        fixture.Rest();
        var gone = fixture.Script["x"];

        fixture.Job("b", "y").Apply();

        Assert.Equal("b=", await fixture.NextAddressesAsync());
        await fixture.Manager.DisposeAsync();
        Assert.True(gone.IsDisposed);
        Assert.False(fixture.Program.HasMetric("prometheus_sd_discovered_targets{config=\"a\", name=\"scrape\"}"));
    }

    [Fact]
    public async Task Apply_ChangedConfiguration_KeepsOldTargetsUntilTheFirstNewOnes()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "old:80");
        await fixture.NextAsync();
        fixture.Rest();

        fixture.Job("a", "y").Apply();
        Assert.Equal("a=old:80", await fixture.NextAddressesAsync());

        // Another reload before the answer changes nothing about that.
        fixture.Program.Time.Advance(TimeSpan.FromSeconds(11));
        fixture.Job("a", "y").Apply();
        Assert.Equal("a=old:80", await fixture.NextAddressesAsync());

        fixture.Program.Time.Advance(TimeSpan.FromSeconds(11));
        await fixture.Script["y"].GiveAsync("1", "new:80");
        Assert.Equal("a=new:80", await fixture.NextAddressesAsync());
    }

    [Fact]
    public async Task Apply_ChangedConfigurationWithoutAnswer_LetsOldTargetsGoInTheEnd()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "old:80");
        await fixture.NextAsync();
        fixture.Rest();
        fixture.Job("a", "y").Apply();
        Assert.Equal("a=old:80", await fixture.NextAddressesAsync());

        fixture.Program.Time.Advance(StandIn.Lifetime);

        Assert.Equal("a=", await fixture.NextAddressesAsync());
    }

    [Fact]
    public async Task Apply_OtherMechanism_DoesNotKeepOldTargets()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "old:80");
        await fixture.NextAsync();
        fixture.Rest();

        fixture.Job("a", fixture.Script.Configure("x", "another")).Apply();

        Assert.Equal("a=", await fixture.NextAddressesAsync());
    }

    [Fact]
    public async Task Apply_DiscovererCannotBeMade_IsCountedAndTheOthersGoOn()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Script.Fault = "no such file";
        fixture.Job("a", "x").StaticJob("b", "one:80").Apply();
        Assert.Equal("a= b=one:80", await fixture.NextAddressesAsync());
        Assert.Equal(1, fixture.Program.Metric("prometheus_sd_failed_configs{name=\"scrape\"}"));
        Assert.Contains("Error: Cannot create service discovery discovery=scripted config=a err=no such file", fixture.Program.Log.Lines);

        fixture.Script.Fault = null;
        fixture.Rest();
        fixture.Job("a", "x").Apply();

        await fixture.NextAsync();
        Assert.Equal(0, fixture.Program.Metric("prometheus_sd_failed_configs{name=\"scrape\"}"));
        Assert.Equal(1, fixture.Script.Created);
    }

    [Fact]
    public async Task Discoverer_Throws_IsStartedAgainAndKeepsItsTargets()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "one:80");
        await fixture.NextAsync();
        fixture.Rest();

        await fixture.Script["x"].FailAsync("broken");
        await fixture.Program.Time.UntilTimerAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fixture.Program.Metric("pharos_sd_restarts_total{config=\"a\", mechanism=\"scripted\"}"));
        fixture.Program.Time.Advance(TimeSpan.FromSeconds(1));
        await fixture.Script["x"].FailAsync("broken again");
        await fixture.Program.Time.UntilTimerAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(2, fixture.Script["x"].Runs);
        await fixture.Script["x"].GiveAsync("2", "two:80");
        Assert.Equal("a=one:80,two:80", await fixture.NextAddressesAsync());
        Assert.Equal(2, fixture.Program.Log.Lines.Count(static line => line.Contains("it is started again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Dispose_Running_EndsAllAndPassesNothingOn()
    {
        var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();

        await fixture.DisposeAsync();
        await fixture.Script["x"].GiveAsync("1", "one:80");

        Assert.True(fixture.Script["x"].IsDisposed);
        Assert.Equal(0, fixture.Waiting);
        Assert.Throws<ObjectDisposedException>(fixture.Apply);
    }
}
