using Pharos.Discovery.Targets;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Rules.Notifying;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>What Alertmanagers get, and which of them.</summary>
public sealed class AlertNotifierTests
{
    private const string One = "alertmanagers: [{}]";

    [Fact]
    public async Task Send_AFiringAlert_IsWhatTheReferenceWouldSend()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        Assert.True(fixture.Apply(One, ("region", "eu"), ("team", "none")));
        fixture.Find(alertmanager);
        fixture.Notifier.Send(
            "rate(a{b=\"c d\"}[5m]) > 1 + 2",
            [NotifierFixture.Alert(("alertname", "A"), ("team", "db")) with { Annotations = new Dictionary<string, string> { ["summary"] = "<ä> & \"b\"\n" } }]);
        var request = await alertmanager.NextAsync();
        Assert.Equal("POST /api/v2/alerts", request.Line);
        Assert.Equal(("application/json", "Pharos/test"), (request.Headers["Content-Type"], request.Headers["User-Agent"]));
        Assert.Equal(
            """
            [{"annotations":{"summary":"<ä> & \"b\"\n"},"endsAt":"2026-01-02T03:08:05.678Z","startsAt":"2026-01-02T03:04:05.678Z",
            "generatorURL":"http://pharos:9090/p/graph?g0.expr=rate%28a%7Bb%3D%22c+d%22%7D%5B5m%5D%29+%3E+1+%2B+2&g0.tab=1",
            "labels":{"alertname":"A","region":"eu","team":"db"}}]
            """.ReplaceLineEndings(""),
            request.Body);
    }

    [Fact]
    public async Task Send_AResolvedAlert_SaysWhenItWasOver()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply(One);
        fixture.Find(alertmanager);
        fixture.Notifier.Send("x", [NotifierFixture.Alert(("alertname", "A")) with { ResolvedAt = NotifierFixture.Start + TimeSpan.FromSeconds(90) }]);
        var alert = Assert.Single((await alertmanager.NextAsync()).Alerts);
        Assert.Equal(("2026-01-02T03:04:05.678Z", "2026-01-02T03:05:35.678Z"), (alert["startsAt"]!.GetValue<string>(), alert["endsAt"]!.GetValue<string>()));
        Assert.Null(alert["annotations"]);
    }

    [Fact]
    public async Task Send_WithRules_ChangesAndDropsAlerts_ForAllAndForOneEntry()
    {
        await using var fixture = new NotifierFixture();
        var (first, second) = (await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync());
        fixture.Apply(
            """
            alert_relabel_configs:
            - {source_labels: [alertname], regex: Never, action: drop}
            - {regex: replica, action: labeldrop}
            - {source_labels: [region], target_label: from}
            alertmanagers:
            - alert_relabel_configs:
              - {source_labels: [alertname, from], regex: A;eu, action: drop}
              - {target_label: only, replacement: first}
            - {}
            """,
            ("replica", "1"), ("region", "eu"));
        fixture.Find(first, second);
        fixture.Send("Never", "A", "B");
        fixture.Send("Never");
        fixture.Send("A");
        fixture.Send("C");
        Assert.Equal(
            ["""{"alertname":"B","from":"eu","only":"first","region":"eu"}""", """{"alertname":"C","from":"eu","only":"first","region":"eu"}"""],
            await LabelsAsync(first, 2));
        var theirs = await LabelsAsync(second, 4);
        Assert.Equal(["A", "B", "A", "C"], theirs.Select(static labels => labels["{\"alertname\":\"".Length..][..1]));
        Assert.All(theirs, static labels => Assert.EndsWith("\",\"from\":\"eu\",\"region\":\"eu\"}", labels, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_WhileOneAlertmanagerHangs_ReachesTheOthersAtOnce()
    {
        await using var fixture = new NotifierFixture();
        var (hanging, healthy, own) = (await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync());
        fixture.Apply("alertmanagers: [{}, {static_configs: [{targets: [x]}]}]");
        fixture.Notifier.Update(new Dictionary<string, IReadOnlyList<TargetGroup>>
        {
            ["config-0"] = [Group(hanging, healthy)],
            ["config-1"] = [Group(own)],
        });
        fixture.Send("a");
        await hanging.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(["a", "a"], [await healthy.AcceptAsync(), await own.AcceptAsync()]);
            fixture.Send("a");
        }

        Assert.Contains($"prometheus_notifications_queue_length{{alertmanager=\"{hanging.Url}\"}} 3", fixture.Metrics());
    }

    [Fact]
    public async Task Client_IsTheConfiguredOne()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply("alertmanagers: [{path_prefix: /am, basic_auth: {username: u, password: p}, http_headers: {X-Tenant: {values: [t]}}}]");
        fixture.Find(alertmanager);
        fixture.Send("a");
        var request = await alertmanager.NextAsync();
        Assert.Equal(("POST /am/api/v2/alerts", "Basic dTpw", "t"), (request.Line, request.Headers["Authorization"], request.Headers["X-Tenant"]));
    }

    [Fact]
    public async Task Failure_IsLoggedWithoutSecrets()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply("alertmanagers: [{basic_auth: {username: u, password: hidden}}]");
        fixture.Find(alertmanager);
        fixture.Send("a", "b");
        (await alertmanager.NextAsync()).Answer(401);
        Assert.Equal($"Error: Error sending alerts alertmanager={alertmanager.Url} count=2 err=bad response status 401 Unauthorized", await fixture.Log.NextAsync());
    }

    [Fact]
    public async Task Metrics_AreThoseOfTheReference()
    {
        await using var fixture = new NotifierFixture(new NotifierOptions { QueueCapacity = 7 });
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply(One);
        fixture.Find(alertmanager);
        var label = $"{{alertmanager=\"{alertmanager.Url}\"}}";
        string[] names = ["sent_total", "errors_total", "dropped_total", "queue_length"];
        Assert.All(names, name => Assert.Contains($"prometheus_notifications_{name}{label} 0", fixture.Metrics()));
        Assert.DoesNotContain($"prometheus_notifications_latency_seconds_count{label} 0", fixture.Metrics());
        fixture.Send("a");
        (await alertmanager.NextAsync()).Answer(200);
        fixture.Send("b");

        // The first has been counted when the second one is on its way.
        await alertmanager.NextAsync();
        var metrics = fixture.Metrics();
        Assert.All(
            (string[])[
                $"sent_total{label} 1", $"latency_seconds_count{label} 1", $"latency_histogram_seconds_count{label} 1", "queue_capacity 7", "alertmanagers_discovered 1",
            ],
            line => Assert.Contains("prometheus_notifications_" + line, metrics));
        fixture.Find((FakeAlertmanager?)null);
        Assert.Contains("prometheus_notifications_alertmanagers_discovered 0", fixture.Metrics());
    }

    [Fact]
    public void Metrics_OfAnUrlThatSeveralSendTo_StayUntilTheLastHasGone()
    {
        var registry = new MetricRegistry();
        var metrics = new NotifierMetrics(registry, 1, static () => 0);
        metrics.Claim("u").Sent.Add(2);
        Assert.Equal(2, metrics.Claim("u").Sent.Value);
        metrics.Release("u");
        Assert.Equal(1, metrics.Sent.Count);
        metrics.Release("u");
        Assert.Equal(0, metrics.Sent.Count + metrics.Errors.Count + metrics.Dropped.Count + metrics.QueueLength.Count);
    }

    [Fact]
    public async Task Alertmanagers_AreThoseThatAreSentToAndThoseThatAreDropped()
    {
        await using var fixture = new NotifierFixture();
        fixture.Apply("alertmanagers: [{relabel_configs: [{source_labels: [__address__], regex: 'b:1', action: drop}]}, {scheme: https}]");
        fixture.Notifier.Update(new Dictionary<string, IReadOnlyList<TargetGroup>>
        {
            ["config-0"] = [Group("a:1", "b:1")],
            ["config-1"] = [Group("b:1"), Group("c:1/x")],
            ["config-2"] = [Group("d:1")],
        });
        var (active, dropped) = fixture.Notifier.Alertmanagers();
        Assert.Equal(["http://a:1/api/v2/alerts", "https://b:1/api/v2/alerts"], active);
        Assert.Equal(["http://b:1/api/v2/alerts"], dropped);
        Assert.Equal("Error: Creating discovered Alertmanagers failed err=\"c:1/x\" is not a valid hostname", await fixture.Log.NextAsync());
    }

    [Fact]
    public async Task Stop_SendsWhatWaits_AndTakesNothingMore()
    {
        await using var fixture = new NotifierFixture();
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply(One);
        fixture.Find(alertmanager);
        fixture.Send("a");
        var first = await alertmanager.NextAsync();
        fixture.Send("b");
        var stopping = fixture.StopAsync();
        fixture.Send("c");
        fixture.Find((FakeAlertmanager?)null);
        Assert.True(fixture.Apply("alertmanagers: [{timeout: 1s}]"));
        first.Answer(200);
        Assert.Equal("b", await alertmanager.AcceptAsync());
        await stopping;
        Assert.Empty(fixture.Log.Left());
        Assert.DoesNotContain(fixture.Metrics(), static line => line.StartsWith("prometheus_notifications_sent_total{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WithoutDraining_DoesNotWaitForAnAlertmanagerThatHangs()
    {
        await using var fixture = new NotifierFixture(new NotifierOptions { DrainsOnShutdown = false });
        var alertmanager = await fixture.AlertmanagerAsync();
        fixture.Apply(One);
        fixture.Find(alertmanager);
        fixture.Send("a");
        await alertmanager.NextAsync();
        fixture.Send("b");
        await fixture.StopAsync();
        Assert.EndsWith("context canceled", await fixture.Log.NextAsync(), StringComparison.Ordinal);
        Assert.EndsWith("count=1", await fixture.Log.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ByManyAtOnce_WhileOthersComeAndGo_ReachesWhoStays()
    {
        const int Senders = 8;
        const int Alerts = 200;
        await using var fixture = new NotifierFixture(new NotifierOptions { MaxBatchSize = 7 });
        var (stays, comesAndGoes) = (await fixture.AlertmanagerAsync(), await fixture.AlertmanagerAsync());
        fixture.Apply("alertmanagers: [{}, {timeout: 5s}]");
        fixture.Find(stays, comesAndGoes);
        var cancellation = TestContext.Current.CancellationToken;
        var taken = CountAsync(stays, Senders * Alerts);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var others = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    (await comesAndGoes.NextAsync()).Answer(503);
                }
            },
            cancellation);
        var changing = Task.Run(
            () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    fixture.Find(stays, i % 2 == 0 ? null : comesAndGoes);
                    Assert.True(fixture.Apply("alertmanagers: [{}, {timeout: 5s}]", ("i", $"{i}")));
                }
            },
            cancellation);
        await Task.WhenAll([changing, .. Enumerable.Range(0, Senders).Select(_ => Task.Run(
            () =>
            {
                for (var i = 0; i < Alerts; i++)
                {
                    fixture.Send("a");
                }
            },
            cancellation))]);
        Assert.Equal(Senders * Alerts, await taken);

        // One more, which ends those that wait for the other one.
        await end.CancelAsync();
        fixture.Find(stays, comesAndGoes);
        fixture.Send("last");
        await others;
        Assert.Equal("last", await stays.AcceptAsync());
    }

    private static async Task<int> CountAsync(FakeAlertmanager alertmanager, int until)
    {
        var count = 0;
        while (count < until)
        {
            count += (await alertmanager.AcceptAsync()).Split(' ').Length;
        }

        return count;
    }

    private static TargetGroup Group(params FakeAlertmanager[] alertmanagers) =>
        Group([.. alertmanagers.Select(static alertmanager => alertmanager.Address)]);

    private static TargetGroup Group(params string[] addresses) =>
        new("0", default, [.. addresses.Select(static address => Labels.Of(("__address__", address)))]);

    /// <summary>The labels of so many alerts, in however many requests they come.</summary>
    private static async Task<IReadOnlyList<string>> LabelsAsync(FakeAlertmanager alertmanager, int count)
    {
        var labels = new List<string>();
        while (labels.Count < count)
        {
            var request = await alertmanager.NextAsync();
            request.Answer(200);
            labels.AddRange(request.Alerts.Select(static alert => alert["labels"]!.ToJsonString()));
        }

        return labels;
    }
}
