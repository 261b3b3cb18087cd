using System.Text.Json;
using Pharos.Testing;
using Pharos.Testing.Processes;
using Pharos.Testing.Waiting;

namespace Pharos.EndToEnd.Tests;

/// <summary>The executable and the real Alertmanager.</summary>
public sealed class AlertingTests : IDisposable
{
    private const string Rules =
        """
        groups:
        - name: targets
          interval: 1s
          rules:
          - alert: TargetIsDown
            expr: up == 0
            for: 1s
            labels: {severity: page}
            annotations: {summary: 'nothing answers at {{ $labels.instance }}'}
          - {alert: AlwaysThere, expr: 'vector(1)'}
        """;

    private readonly TemporaryFolder _folder = new();

    private string ConfigFile => _folder.File("prometheus.yml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Alerts_AreShownByTheRealAlertmanager_UntilTheyAreResolved()
    {
        await using var alertmanager = await TryStartAlertmanagerAsync();
        Assert.SkipWhen(alertmanager is null, "prometheus-alertmanager is not there: set PHAROS_PEERS to the folder of its executable");
        var port = await ProcessFiles.ListeningPortAsync(alertmanager.Id);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/am/api/v2/") };
        await File.WriteAllTextAsync(_folder.File("rules.yml"), Rules, TestContext.Current.CancellationToken);
        Configure(port, "127.0.0.1:1", "127.0.0.1:2");
        await using var server = await PharosServer.StartAsync("--config.file=" + ConfigFile, "--rules.alert.resend-delay=20s", "--web.external-url=http://pharos.example/");

        var groups = await UntilAsync(client, "alerts/groups", static groups => Alerts(groups).Count() == 3);
        Assert.Equal(
            ["AlwaysThere: AlwaysThere", "TargetIsDown: TargetIsDown 127.0.0.1:1, TargetIsDown 127.0.0.1:2"],
            groups.EnumerateArray().Select(static group =>
                $"{Label(group, "alertname")}: {string.Join(", ", group.GetProperty("alerts").EnumerateArray().Select(static alert => $"{Label(alert, "alertname")} {Label(alert, "instance")}".Trim()).Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal));
        var alert = Alerts(groups).First(static alert => Label(alert, "instance") == "127.0.0.1:1");
        Assert.Equal(("page", "eu", "down"), (Label(alert, "severity"), Label(alert, "region"), Label(alert, "job")));
        Assert.Equal("nothing answers at 127.0.0.1:1", alert.GetProperty("annotations").GetProperty("summary").GetString());
        Assert.Equal("http://pharos.example/graph?g0.expr=up+%3D%3D+0&g0.tab=1", alert.GetProperty("generatorURL").GetString());

        // One target goes. Its alert would stay for longer than is waited here, four times the delay, if nobody told that it is over.
        Configure(port, "127.0.0.1:2");
        server.Program.Signal(PharosServer.SigHup);
        var left = await UntilAsync(client, "alerts", static alerts => !alerts.EnumerateArray().Any(static alert => Label(alert, "instance") == "127.0.0.1:1"));
        Assert.Equal(["AlwaysThere ", "TargetIsDown 127.0.0.1:2"], left.EnumerateArray().Select(static alert => $"{Label(alert, "alertname")} {Label(alert, "instance")}").Order(StringComparer.Ordinal));

        var metrics = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var url = $"{{alertmanager=\"http://127.0.0.1:{port}/am/api/v2/alerts\"}}";
        Assert.Contains($"prometheus_notifications_errors_total{url} 0\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain($"prometheus_notifications_sent_total{url} 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(
            $$$"""{"status":"success","data":{"activeAlertmanagers":[{"url":"http://127.0.0.1:{{{port}}}/am/api/v2/alerts"}],"droppedAlertmanagers":[]}}""",
            await server.Client.GetStringAsync(new Uri("/api/v1/alertmanagers", UriKind.Relative), TestContext.Current.CancellationToken));
        server.Program.Signal(PharosServer.SigTerm);
        Assert.Equal(0, (await server.Program.EndAsync()).ExitCode);
    }

    private async Task<RunningProgram?> TryStartAlertmanagerAsync()
    {
        if (Executables.Peer("prometheus-alertmanager") is not { } executable)
        {
            return null;
        }

        const string Configuration = "route: {receiver: nobody, group_by: [alertname], group_wait: 1s}\nreceivers: [{name: nobody}]\n";
        await File.WriteAllTextAsync(_folder.File("alertmanager.yml"), Configuration, TestContext.Current.CancellationToken);
        return RunningProgram.Start(
            executable,
            "--config.file=" + _folder.File("alertmanager.yml"), "--storage.path=" + _folder.File("alertmanager"),
            "--web.listen-address=127.0.0.1:0", "--web.route-prefix=/am", "--cluster.listen-address=");
    }

    private void Configure(int alertmanager, params string[] targets) => File.WriteAllText(
        ConfigFile,
        $$"""
        global: {scrape_interval: 500ms, external_labels: {region: eu} }
        rule_files: [rules.yml]
        scrape_configs: [{job_name: down, static_configs: [{targets: ['{{string.Join("', '", targets)}}'] }] }]
        alerting: {alertmanagers: [{path_prefix: /am, static_configs: [{targets: ['127.0.0.1:{{alertmanager}}'] }] }] }
        """);

    private static IEnumerable<JsonElement> Alerts(JsonElement groups) => groups.EnumerateArray().SelectMany(static group => group.GetProperty("alerts").EnumerateArray());

    private static string Label(JsonElement labelled, string name) => labelled.GetProperty("labels").TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static Task<JsonElement> UntilAsync(HttpClient client, string path, Predicate<JsonElement> isWanted) => Eventually.AnsweredAsync(
        async () => JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)),
        isWanted,
        $"the answer of {path}");
}
