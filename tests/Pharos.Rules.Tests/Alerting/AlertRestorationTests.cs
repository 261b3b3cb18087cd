using Pharos.Rules.Alerting;

namespace Pharos.Rules.Tests.Alerting;

public sealed class AlertRestorationTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(30);

    private readonly RuleFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <param name="activeFor">How long the alert had been active when the server went down, in minutes.</param>
    /// <param name="downFor">How long it was down.</param>
    /// <param name="expected">Since when it counts as active, in minutes before the server is back.</param>
    [Theory]
    [InlineData(40, 10, 50)] // It was firing, and goes on.
    [InlineData(5, 10, 5)] // The time that it was down does not count.
    [InlineData(25, 10, 20)] // Five minutes were left, but the grace period is ten.
    public async Task Restore_AnAlertThatIsActiveAgain_CountsFromBefore(int activeFor, int downFor, int expected)
    {
        var back = TimeSpan.FromMinutes(60);
        var downAt = back - TimeSpan.FromMinutes(downFor);
        var active = _fixture.Start + downAt - TimeSpan.FromMinutes(activeFor);
        _fixture.Store(downAt, active.ToUnixTimeSeconds(), ("__name__", "ALERTS_FOR_STATE"), ("alertname", "A"), ("job", "j"));
        _fixture.Store(back, 1, ("__name__", "m"), ("job", "j"));
        var rule = RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A", For = Wait });
        rule.IsRestored = false;
        var group = _fixture.Group(rule);
        await _fixture.EvaluateAsync(group, back);
        Assert.Equal("", _fixture.Ask("ALERTS", back));

        AlertRestoration.Restore(group, _fixture.Services, _fixture.Start + back);
        Assert.True(rule.IsRestored);
        Assert.Equal(_fixture.Start + back - TimeSpan.FromMinutes(expected), Assert.Single(rule.ActiveAlerts()).ActiveAt);
        await _fixture.EvaluateAsync(group, back + TimeSpan.FromMinutes(1));
        Assert.NotEqual("", _fixture.Ask("ALERTS", back + TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("stale")]
    [InlineData("other alert")]
    [InlineData("too long ago")]
    public async Task Restore_NothingOfUse_CountsFromNow(string what)
    {
        var back = TimeSpan.FromMinutes(90);
        var at = what == "too long ago" ? TimeSpan.FromMinutes(20) : TimeSpan.FromMinutes(80);
        var value = what == "stale" ? Model.SpecialValues.StaleNaN : _fixture.Start.ToUnixTimeSeconds();
        _fixture.Store(at, value, ("__name__", "ALERTS_FOR_STATE"), ("alertname", "A"), ("job", what == "other alert" ? "other" : "j"));
        _fixture.Store(back, 1, ("__name__", "m"), ("job", "j"));
        var rule = RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A", For = Wait });
        rule.IsRestored = false;
        var group = _fixture.Group(rule);
        await _fixture.EvaluateAsync(group, back);
        AlertRestoration.Restore(group, _fixture.Services, _fixture.Start + back);
        Assert.True(rule.IsRestored);
        Assert.Equal(_fixture.Start + back, Assert.Single(rule.ActiveAlerts()).ActiveAt);
    }

    [Fact]
    public async Task Restore_AnAlertThatFiresSoonAnyway_IsLeftAsItIs()
    {
        _fixture.Store(TimeSpan.Zero, _fixture.Start.ToUnixTimeSeconds() - 500, ("__name__", "ALERTS_FOR_STATE"), ("alertname", "A"));
        _fixture.Store(TimeSpan.FromMinutes(1), 1, ("__name__", "m"));
        var rule = RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A", For = TimeSpan.FromMinutes(9) });
        rule.IsRestored = false;
        var group = _fixture.Group(rule);
        await _fixture.EvaluateAsync(group, TimeSpan.FromMinutes(1));
        AlertRestoration.Restore(group, _fixture.Services, _fixture.Start + TimeSpan.FromMinutes(1));
        Assert.True(rule.IsRestored);
        Assert.Equal(_fixture.Start + TimeSpan.FromMinutes(1), Assert.Single(rule.ActiveAlerts()).ActiveAt);
    }
}
