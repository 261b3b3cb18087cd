using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Storage;
using Pharos.Hosting.Http;
using Pharos.Rules;
using Pharos.Server;
using Pharos.Server.Storage;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>The same rules and targets here and in a real Prometheus: what both send to Alertmanagers, from the first alert until it is resolved.</summary>
public sealed class AlertParityTests
{
    private const string Theirs = "theirs";
    private const string Ours = "ours";
    private const string ExternalUrl = "http://pharos.example:1234/base/";

    private const string Rules =
        """
        groups:
        - name: first
          interval: 1s
          rules:
          - alert: Ready
            expr: vector(1)
          - alert: Plain
            expr: trouble > 0
          - alert: Described
            expr: 'max by (zone) (trouble{zone=~"a|ü.*"}) > 0 and on() (vector(1) != bool 2)'
            for: 2s
            labels: {severity: page, replica: own, value: '{{ $value }} <&> "quoted"'}
            annotations:
              summary: 'zone {{ $labels.zone }} of {{ $externalLabels.region }} has {{ $value | humanize }} <&>'
              link: '{{ $externalURL }}{{ "up == 0" | tableLink }}'
          - alert: Kept
            expr: trouble{zone="a"} > 0
            keep_firing_for: 2s
          - alert: Dropped
            expr: trouble > 0
          - alert: Elsewhere
            expr: trouble > 0
          - alert: Never
            expr: trouble > 5
        """;

    [Fact]
    public async Task Alerts_OfTheSameRules_AreSentAsByPrometheus()
    {
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(folder.File("rules.yml"), Rules, cancellation);
        Directory.CreateDirectory(folder.File(Theirs));
        await using var alertmanager = new CapturingAlertmanager(Theirs, Ours);
        await alertmanager.StartAsync();
        var troubles = 0;
        await using var target = new ServedExpositions();
        target.Add("/metrics", context => PlainText.WriteAsync(
            context.Response, 200, $"trouble{{zone=\"a\"}} {Volatile.Read(ref troubles)}\ntrouble{{zone=\"ü\"}} {Volatile.Read(ref troubles)}\n"));
        await target.StartAsync();
        await using var prometheus = await PrometheusServer.TryStartWithAsync(
            folder.File(Theirs),
            Configuration(folder, Theirs, alertmanager, target),
            ["--rules.alert.resend-delay=2s", "--web.external-url=" + ExternalUrl, "--web.route-prefix=/"]);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await File.WriteAllTextAsync(folder.File("ours.yml"), Configuration(folder, Ours, alertmanager, target), cancellation);
        var app = NewServer(folder);
        await app.StartAsync(cancellation);
        try
        {
            using var theirs = new HttpClient { BaseAddress = prometheus!.BaseAddress };
            using var ours = new HttpClient { BaseAddress = new Uri($"http://{app.Addresses[0]}/") };

            // Only then does each of them know its Alertmanagers, and sends the others from their beginning.
            await Task.WhenAll(alertmanager.UntilAsync(Theirs, IsReady), alertmanager.UntilAsync(Ours, IsReady));
            Volatile.Write(ref troubles, 1);

            // Each of the seven others, sent again and again.
            await Task.WhenAll(alertmanager.UntilAsync(Theirs, SentThrice), alertmanager.UntilAsync(Ours, SentThrice));
            Assert.Equal(await AlertmanagersAsync(theirs, Theirs), await AlertmanagersAsync(ours, Ours));
            Assert.Empty((await MetricHeadsAsync(theirs)).Except(await MetricHeadsAsync(ours)));
            Volatile.Write(ref troubles, 0);
            var sent = await Task.WhenAll(alertmanager.UntilAsync(Theirs, AreResolved), alertmanager.UntilAsync(Ours, AreResolved));
            Assert.Equal(Shown(sent[0]), Shown(sent[1]));
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static string Configuration(TemporaryFolder folder, string sender, CapturingAlertmanager alertmanager, ServedExpositions target) =>
        $$"""
        global:
          scrape_interval: 500ms
          scrape_timeout: 500ms
          external_labels: {region: eu, replica: one, severity: none}
        rule_files: [{{folder.File("rules.yml")}}]
        scrape_configs:
        - {job_name: test, static_configs: [{targets: ['{{target.Address}}'], labels: {instance: fixed} } ] }
        alerting:
          alert_relabel_configs:
          - {source_labels: [alertname], regex: Dropped, action: drop}
          - {source_labels: [alertname, replica], regex: Plain;one, target_label: replica, replacement: ''}
          alertmanagers:
          - path_prefix: /{{sender}}/
            static_configs: [{targets: ['{{alertmanager.Address}}', 'nowhere.example:1']}]
            relabel_configs: [{source_labels: [__address__], regex: 'nowhere.*', action: drop}]
            alert_relabel_configs: [{source_labels: [alertname], regex: Elsewhere, action: drop}, {target_label: via, replacement: '${1}relabelling'}]
          - path_prefix: /{{sender}}/./gone/..
            timeout: 5s
            static_configs: [{targets: ['{{alertmanager.Address}}']}]
            alert_relabel_configs: [{source_labels: [alertname], regex: Elsewhere, action: keep}]
        """;

    private static ServerApp NewServer(TemporaryFolder folder)
    {
        Assert.True(Server.ExternalUrl.TryParse(ExternalUrl, out var url, out _));
        return ServerApp.New(
            new ServerOptions
            {
                Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] },
                ConfigFile = folder.File("ours.yml"),
                ExternalUrl = url,
                RoutePrefix = "/",
                Rules = new RuleSettings { ResendDelay = TimeSpan.FromSeconds(2) },
                Storage = new StorageOptions { Path = folder.File(Ours), Database = OurDatabase.Options },
            },
            NullLoggerFactory.Instance,
            TimeProvider.System);
    }

    private static bool IsReady(IReadOnlyList<SentAlert> sent) => sent.Any(static alert => alert.Name == "Ready");

    private static bool SentThrice(IReadOnlyList<SentAlert> sent) => ByLabels(sent) is { Length: 7 } alerts && alerts.All(static times => times.Length >= 3);

    /// <summary>Those that are over end at the same time however often they are sent.</summary>
    private static bool AreResolved(IReadOnlyList<SentAlert> sent) => ByLabels(sent).All(static times => IsResolved(times, times.Length - 1));

    private static bool IsResolved(SentAlert[] times, int index) => times.Where((alert, other) => other != index && alert.EndsAt == times[index].EndsAt).Any();

    private static SentAlert[][] ByLabels(IReadOnlyList<SentAlert> sent) =>
        [.. sent.Where(static alert => alert.Name != "Ready").GroupBy(static alert => alert.Labels).OrderBy(static alert => alert.Key, StringComparer.Ordinal).Select(static times => times.ToArray())];

    /// <summary>Each alert, and how it went on: evaluations are whole seconds apart.</summary>
    private static string Shown(IReadOnlyList<SentAlert> sent) => string.Join('\n', ByLabels(sent).Select(static times =>
    {
        var firing = times.Where((_, index) => !IsResolved(times, index)).ToArray();
        var again = firing.Zip(firing.Skip(1), static (one, next) => next.EndsAt - one.EndsAt).Min();
        var starts = times.Select(static alert => alert.StartsAt).Distinct().Count();
        var lasted = times[^1].EndsAt - times[^1].StartsAt;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(" | ", times.Select(static alert => alert.WithoutTimes).Distinct())}: starts {starts}, at first until {firing[0].EndsAt - firing[0].StartsAt}, " +
            $"again after {again}, lasted whole seconds {lasted > TimeSpan.Zero && lasted.Ticks % TimeSpan.TicksPerSecond == 0}");
    }));

    private static async Task<string> AlertmanagersAsync(HttpClient client, string sender)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri("api/v1/alertmanagers", UriKind.Relative), TestContext.Current.CancellationToken));
        var data = answer.RootElement.GetProperty("data");
        return string.Join('\n', data.EnumerateObject().Select(field =>
            field.Name + ": " + string.Join(' ', field.Value.EnumerateArray().Select(static one => one.GetRawText()).Order(StringComparer.Ordinal)).Replace(sender, "sender", StringComparison.Ordinal)));
    }

    /// <summary>Names, kinds and help texts of the metrics of sending.</summary>
    private static async Task<IReadOnlyList<string>> MetricHeadsAsync(HttpClient client)
    {
        var text = await client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. text.Split('\n').Where(static line => line.StartsWith("# HELP prometheus_notifications_", StringComparison.Ordinal) || line.StartsWith("# TYPE prometheus_notifications_", StringComparison.Ordinal))];
    }
}
