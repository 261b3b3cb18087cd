using Pharos.Model;
using Pharos.Rules.Alerting;

namespace Pharos.Rules.Tests.Alerting;

public sealed class AlertingRuleTests : IDisposable
{
    private readonly RuleFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Evaluate_AConditionThatHolds_PendsThenFiresThenIsOver()
    {
        var rule = RuleFixture.Alerting("m > 0", new AlertingRuleOptions { Name = "A", For = TimeSpan.FromMinutes(2), Labels = Labels.Of(("severity", "page")) });
        var group = _fixture.Group(rule);
        var states = new List<string>();
        double[] values = [1, 1, 1, 0, 0];
        for (var minute = 0; minute < values.Length; minute++)
        {
            var at = TimeSpan.FromMinutes(minute);
            _fixture.Store(at, values[minute], ("__name__", "m"), ("job", "j"));
            await _fixture.EvaluateAsync(group, at);
            states.Add($"{AlertStates.Name(rule.State)}: {_fixture.Ask("ALERTS", at)}");
        }

        Assert.Equal(
            [
                """pending: {__name__="ALERTS", alertname="A", alertstate="pending", job="j", severity="page"} 1""",
                """pending: {__name__="ALERTS", alertname="A", alertstate="pending", job="j", severity="page"} 1""",
                """firing: {__name__="ALERTS", alertname="A", alertstate="firing", job="j", severity="page"} 1""",
                "inactive: ",
                "inactive: ",
            ],
            states);
        Assert.Equal(
            $$"""{__name__="ALERTS_FOR_STATE", alertname="A", job="j", severity="page"} {{_fixture.Start.ToUnixTimeSeconds()}}""",
            _fixture.Ask("ALERTS_FOR_STATE", TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Send_AlertThatFiresAndIsOver_IsToldAgainAndAgain()
    {
        var rule = RuleFixture.Alerting("m > 0", new AlertingRuleOptions { Name = "A" });
        var group = _fixture.Group(rule);
        var told = new List<string>();
        for (var minute = 0; minute < 20; minute++)
        {
            var at = TimeSpan.FromMinutes(minute);
            _fixture.Store(at, minute < 3 ? 1 : 0, ("__name__", "m"));
            await _fixture.EvaluateAsync(group, at);
            told.AddRange(_fixture.Receiver.Take().Select(alert =>
                $"{minute} {AlertStates.Name(alert.State)} until {(alert.ResolvedAt ?? alert.ValidUntil) - _fixture.Start:mm\\:ss}"));
        }

        // Not at each evaluation: a minute has to have passed, and two evaluations are exactly that apart.
        Assert.Equal(
            [
                "0 firing until 04:00", "2 firing until 06:00", "3 inactive until 03:00", "5 inactive until 03:00", "7 inactive until 03:00",
                "9 inactive until 03:00", "11 inactive until 03:00", "13 inactive until 03:00", "15 inactive until 03:00", "17 inactive until 03:00",
            ],
            told);
        Assert.Empty(rule.ActiveAlerts());
    }

    [Fact]
    public async Task Evaluate_PendingAlertWhoseConditionEnds_IsForgotten()
    {
        var rule = RuleFixture.Alerting("m > 0", new AlertingRuleOptions { Name = "A", For = TimeSpan.FromMinutes(5) });
        var group = _fixture.Group(rule);
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"));
        await _fixture.EvaluateAsync(group, TimeSpan.Zero);
        _fixture.Store(TimeSpan.FromMinutes(1), 0, ("__name__", "m"));
        await _fixture.EvaluateAsync(group, TimeSpan.FromMinutes(1));
        Assert.Equal(AlertState.Inactive, rule.State);
        Assert.Empty(rule.ActiveAlerts());
        Assert.Empty(_fixture.Receiver.Take());
    }

    [Fact]
    public async Task Evaluate_WithKeepFiringFor_FiresThatMuchLonger()
    {
        var rule = RuleFixture.Alerting("m > 0", new AlertingRuleOptions { Name = "A", KeepFiringFor = TimeSpan.FromMinutes(2) });
        var group = _fixture.Group(rule);
        var states = new List<AlertState>();
        for (var minute = 0; minute < 5; minute++)
        {
            _fixture.Store(TimeSpan.FromMinutes(minute), minute == 0 ? 1 : 0, ("__name__", "m"));
            await _fixture.EvaluateAsync(group, TimeSpan.FromMinutes(minute));
            states.Add(rule.State);
        }

        Assert.Equal([AlertState.Firing, AlertState.Firing, AlertState.Firing, AlertState.Inactive, AlertState.Inactive], states);
    }

    [Fact]
    public async Task Evaluate_Templates_SeeLabelsValueAndQueries()
    {
        _fixture.Store(TimeSpan.Zero, 1536, ("__name__", "m"), ("instance", "h:9100"));
        var rule = RuleFixture.Alerting("m > 0", new AlertingRuleOptions
        {
            Name = "A",
            Labels = Labels.Of(("host", "{{ $labels.instance | stripPort }}"), ("empty", "{{ $labels.nothing }}")),
            ExternalLabels = Labels.Of(("region", "eu")),
            ExternalUrl = "http://pharos.example/p",
            Annotations = new Dictionary<string, string>
            {
                ["text"] = "{{ $value | humanize1024 }}B on {{ .Labels.instance }} in {{ $externalLabels.region }}, {{ externalURL }}{{ pathPrefix }}",
                ["query"] = "{{ with query \"m\" }}{{ . | first | value | humanize }}{{ end }}",
                ["wrong"] = "{{ .Nothing }}",
                ["plain"] = "no template",
            },
        });
        await _fixture.EvaluateAsync(_fixture.Group(rule), TimeSpan.Zero);
        var alert = Assert.Single(rule.ActiveAlerts());
        Assert.Equal("""{alertname="A", host="h", instance="h:9100"}""", alert.Labels.ToString());
        Assert.Equal("1.5kiB on h:9100 in eu, http://pharos.example/p/p", alert.Annotations["text"]);
        Assert.Equal("1.536k", alert.Annotations["query"]);
        Assert.Equal("no template", alert.Annotations["plain"]);
        Assert.StartsWith("<error expanding template: error executing template __alert_A: template: __alert_A:1:", alert.Annotations["wrong"], StringComparison.Ordinal);
        Assert.Contains("can't evaluate field Nothing in type struct", alert.Annotations["wrong"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_TwoAlertsOfTheSameLabels_IsAnError()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "1"));
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "2"));
        var rule = RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A", Labels = Labels.Of(("a", "same")) });
        await _fixture.EvaluateAsync(_fixture.Group(rule), TimeSpan.Zero);
        Assert.Equal("vector contains metrics with the same labelset after applying alert labels", rule.Health.Error);
    }

    [Fact]
    public async Task Evaluate_MoreAlertsThanTheLimit_ForgetsThemAll()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "1"));
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "2"));
        var rule = RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A" });
        await _fixture.EvaluateAsync(_fixture.Group(new RuleGroupSettings(TimeSpan.FromMinutes(1), TimeSpan.Zero, 1), rule), TimeSpan.Zero);
        Assert.Equal("exceeded limit of 1 with 2 alerts", rule.Health.Error);
        Assert.Empty(rule.ActiveAlerts());
        Assert.Equal("", _fixture.Ask("ALERTS", TimeSpan.Zero));
    }

    [Fact]
    public async Task TakeOver_WithALongerWait_PendsAgain()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"));
        var before = _fixture.Group(RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A" }));
        await _fixture.EvaluateAsync(before, TimeSpan.Zero);
        var rule = RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A", For = TimeSpan.FromMinutes(3) });
        var after = _fixture.Group(rule);
        after.TakeOver(before);
        Assert.Equal(AlertState.Firing, rule.State);
        await _fixture.EvaluateAsync(after, TimeSpan.FromMinutes(1));
        Assert.Equal(AlertState.Pending, rule.State);
        Assert.Equal(_fixture.Start, Assert.Single(rule.ActiveAlerts()).ActiveAt);
    }

    [Fact]
    public void State_BeforeTheFirstEvaluation_IsUnknown() =>
        Assert.Equal(AlertState.Unknown, RuleFixture.Alerting("m", new AlertingRuleOptions { Name = "A" }).State);
}
