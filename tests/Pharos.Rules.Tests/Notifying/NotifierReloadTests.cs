using Pharos.Rules.Notifying;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>What a new configuration does to alerts that wait.</summary>
public sealed class NotifierReloadTests
{
    [Fact]
    public async Task Apply_OfAnEntryThatStays_KeepsItsAlertmanagersAndWhatWaits()
    {
        await using var fixture = new NotifierFixture();
        var (alertmanager, other) = (await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync());
        fixture.Apply("alertmanagers: [{timeout: 5s}]");
        fixture.Find(alertmanager);
        fixture.Send("a");
        var first = await alertmanager.NextAsync();
        fixture.Send("b");

        // It has another place, and the section around it other rules.
        fixture.Apply("{alert_relabel_configs: [{target_label: x, replacement: y}], alertmanagers: [{timeout: 6s}, {timeout: 5s}]}", ("region", "eu"));
        Assert.Equal([alertmanager.Url], fixture.Notifier.Alertmanagers().Active);
        fixture.Send("c");
        fixture.Find(other, alertmanager);
        fixture.Send("d");
        first.Answer(200);
        var rest = await alertmanager.NextAsync();
        Assert.Equal("b c d", rest.Names);
        Assert.Equal([null, "y", "y"], rest.Alerts.Select(static alert => alert["labels"]!["x"]?.GetValue<string>()));
        Assert.Contains($"prometheus_notifications_sent_total{{alertmanager=\"{alertmanager.Url}\"}} 1", fixture.Metrics());
        Assert.Equal("d", (await other.NextAsync()).Names);
    }

    [Fact]
    public async Task Apply_OfAChangedEntry_SendsWhatWaitsInTheOldWay()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply("alertmanagers: [{}]");
        fixture.Find(alertmanager);
        fixture.Send("a");
        var first = await alertmanager.NextAsync();
        fixture.Send("b");
        fixture.Apply("alertmanagers: [{path_prefix: /new}]");
        Assert.Empty(fixture.Notifier.Alertmanagers().Active);
        fixture.Find(alertmanager);
        fixture.Send("c");

        // The old one hangs, which the new one does not care for.
        var second = await alertmanager.NextAsync();
        Assert.Equal(("POST /new/api/v2/alerts", "c"), (second.Line, second.Names));
        first.Answer(200);
        var third = await alertmanager.NextAsync();
        Assert.Equal(("POST /api/v2/alerts", "b"), (third.Line, third.Names));
    }

    [Fact]
    public async Task Apply_OfTwoEntriesThatSayTheSame_KeepsEachItsOwn()
    {
        await using var fixture = new NotifierFixture();
        var (first, second) = (await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync());
        for (var i = 0; i < 2; i++)
        {
            fixture.Apply("alertmanagers: [{}, {}]");
            fixture.Find(first, second);
            fixture.Send("a");
            Assert.Equal(["a", "a"], [await first.AcceptAsync(), await second.AcceptAsync()]);
        }

        fixture.Apply("alertmanagers: [{}]");
        fixture.Find(first);
        fixture.Send("b");
        Assert.Equal("b", await first.AcceptAsync());
        Assert.Equal([first.Url], fixture.Notifier.Alertmanagers().Active);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Alertmanager_ThatDiscoveryLoses_GetsWhatWaitsIfThatIsWanted(bool drains)
    {
        await using var fixture = new NotifierFixture(new NotifierOptions { DrainsOnShutdown = drains });
        var (lost, kept) = (await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync());
        fixture.Apply("alertmanagers: [{}, {timeout: 5s}]");
        fixture.Find(lost, kept);
        fixture.Send("a");
        var first = await lost.NextAsync();
        fixture.Send("b");
        fixture.Find(null, kept);
        fixture.Send("c");
        if (drains)
        {
            first.Answer(200);
            Assert.Equal("b", await lost.AcceptAsync());
        }
        else
        {
            Assert.EndsWith("context canceled", await fixture.Log.NextAsync(), StringComparison.Ordinal);
            Assert.Equal(
                $"Warning: Alert notification queue not drained on shutdown, dropping alerts alertmanager={lost.Url} count=1", await fixture.Log.NextAsync());
        }

        var names = "";
        while (names.Replace(" ", "", StringComparison.Ordinal) != "abc")
        {
            names += await kept.AcceptAsync();
        }
    }

    [Fact]
    public async Task Apply_WithoutEntries_SendsWhatWaitsAndNothingMore()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply("alertmanagers: [{}]");
        fixture.Find(alertmanager);
        fixture.Send("a");
        var first = await alertmanager.NextAsync();
        fixture.Send("b");
        fixture.Apply("{}");
        fixture.Find();
        fixture.Send("c");
        first.Answer(200);
        Assert.Equal("b", await alertmanager.AcceptAsync());
        await fixture.StopAsync();
        Assert.Empty(fixture.Log.Left());
    }

    [Fact]
    public async Task Apply_OfAClientThatCannotBeMade_LeavesAllAsItWas()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        Assert.True(fixture.Apply("alertmanagers: [{}]", ("region", "eu")));
        fixture.Find(alertmanager);
        Assert.False(fixture.Apply("alertmanagers: [{timeout: 5s}, {tls_config: {ca_file: /none/ca.pem}}]", ("region", "us")));
        Assert.Contains("/none/ca.pem", await fixture.Log.NextAsync(), StringComparison.Ordinal);
        fixture.Find(alertmanager);
        fixture.Send("a");
        var alert = Assert.Single((await alertmanager.NextAsync()).Alerts);
        Assert.Equal("eu", alert["labels"]!["region"]!.GetValue<string>());
    }
}
