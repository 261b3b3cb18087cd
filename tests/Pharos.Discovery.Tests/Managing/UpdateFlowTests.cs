namespace Pharos.Discovery.Tests.Managing;

public sealed class UpdateFlowTests
{
    [Fact]
    public async Task Updates_InQuickSuccession_GoOutInGrowingGapsUpToTheInterval()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        var time = fixture.Program.Time;

        foreach (var milliseconds in new[] { 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000 })
        {
            await fixture.Script["x"].GiveAsync("1", $"{milliseconds}:80");
            await time.UntilTimerAsync(TimeSpan.FromMilliseconds(milliseconds));
            time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(0, fixture.Waiting);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal($"a={milliseconds}:80", await fixture.NextAddressesAsync());
        }

        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "again:80");
        Assert.Equal("a=again:80", await fixture.NextAddressesAsync());
        await fixture.Script["x"].GiveAsync("1", "soon:80");
        await time.UntilTimerAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Updates_WhileOneWaits_GoOutTogether()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();

        await fixture.Script["x"].GiveAsync("1", "one:80");
        await fixture.Program.Time.UntilTimerAsync(TimeSpan.FromMilliseconds(100));
        await fixture.Script["x"].GiveAsync("2", "two:80");
        await fixture.Script["x"].GiveAsync("3", "three:80");
        await fixture.Script["x"].GiveAsync("2");
        fixture.Program.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal("a=one:80,three:80", await fixture.NextAddressesAsync());
        Assert.Equal(4, fixture.Program.Metric("prometheus_sd_received_updates_total{name=\"scrape\"}"));
        Assert.Equal(2, fixture.Program.Metric("prometheus_sd_updates_total{name=\"scrape\"}"));
    }

    [Fact]
    public async Task Update_OfOneJob_LeavesTheListsOfOthersAlone()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Job("b", "y").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "one:80");
        var before = await fixture.NextAsync();
        fixture.Rest();

        await fixture.Script["y"].GiveAsync("1", "two:80");
        var after = await fixture.NextAsync();

        Assert.Same(before["a"], after["a"]);
        Assert.NotSame(before["b"], after["b"]);
    }

    [Fact]
    public async Task Update_WithTheSameTargets_KeepsTheListAndSaysWhen()
    {
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync("1", "one:80");
        var before = await fixture.NextAsync();
        fixture.Rest();

        await fixture.Script["x"].GiveAsync("1", "one:80");
        var after = await fixture.NextAsync();

        Assert.Same(before["a"], after["a"]);
        Assert.Equal(
            fixture.Program.Time.GetUtcNow().ToUnixTimeSeconds(),
            fixture.Program.Metric("prometheus_sd_last_update_timestamp_seconds{config=\"a\", name=\"scrape\"}"));
    }

    [Fact]
    public async Task Update_WhileTheReceiverIsBusy_CountsAsDelayed()
    {
        await using var fixture = new ManagerFixture();
        fixture.Job("a", "x").Apply();
        fixture.OnUpdate = () =>
        {
            fixture.OnUpdate = null;
            fixture.Script["x"].GiveAsync("1", "one:80").GetAwaiter().GetResult();
        };

        fixture.Manager.Start();
        await fixture.NextAsync();
        await fixture.Program.Time.UntilTimerAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, fixture.Program.Metric("prometheus_sd_updates_delayed_total{name=\"scrape\"}"));
    }

    [Fact]
    public async Task Update_ReceiverThrows_IsTriedAgain()
    {
        await using var fixture = new ManagerFixture();
        fixture.StaticJob("a", "one:80").Apply();
        fixture.OnUpdate = () =>
        {
            fixture.OnUpdate = null;
            throw new InvalidOperationException("not now");
        };

        fixture.Manager.Start();
        await fixture.Program.Time.UntilTimerAsync(TimeSpan.FromMilliseconds(100));
        fixture.Program.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal("a=one:80", await fixture.NextAddressesAsync());
        Assert.Contains("Error: Targets could not be passed on err=not now", fixture.Program.Log.Lines);
    }
}
