using System.Globalization;
using System.Text.Json;
using Pharos.Testing;
using Pharos.Testing.Processes;
using Pharos.Testing.Waiting;

namespace Pharos.EndToEnd.Tests;

/// <summary>The executable with a configuration file: what it scrapes, and how it takes another file.</summary>
public sealed class ScrapingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ConfigFile => _folder.File("prometheus.yml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_ScrapesNodeExporterAndSaysWhatIsDown()
    {
        var exporter = Executables.Peer("prometheus-node-exporter");
        Assert.SkipWhen(exporter is null, "prometheus-node-exporter is not there");
        await using var program = RunningProgram.Start(exporter, "--web.listen-address=127.0.0.1:0");
        var port = await ProcessFiles.ListeningPortAsync(program.Id);
        Configure($"- {{job_name: node, scrape_interval: 3s, static_configs: [{{targets: ['127.0.0.1:{port}']}}]}}\n- {{job_name: gone, static_configs: [{{targets: ['127.0.0.1:1']}}]}}");
        await using var server = await PharosServer.StartAsync("--config.file=" + ConfigFile);
        await WaitAsync(server, "up{job='node'}", "1");
        await WaitAsync(server, "up{job='gone'}", "0");
        Assert.NotNull(await ValueAsync(server, "node_boot_time_seconds{job='node'}"));
        Assert.True(double.Parse((await ValueAsync(server, "scrape_samples_scraped{job='node'}"))!, CultureInfo.InvariantCulture) > 100);
    }

    [Fact]
    public async Task HangUp_ConfigurationHasChanged_TakesItAndKeepsTheOldOneIfTheNewIsBroken()
    {
        Configure("- {job_name: first, static_configs: [{targets: ['127.0.0.1:1']}]}");
        await using var server = await PharosServer.StartAsync("--config.file=" + ConfigFile);
        await WaitAsync(server, "up{job='first'}", "0");
        Configure("- {job_name: second, static_configs: [{targets: ['127.0.0.1:1']}]}");
        server.Program.Signal(PharosServer.SigHup);
        await WaitAsync(server, "up{job='second'}", "0");

        await File.WriteAllTextAsync(ConfigFile, "global:\n  scrape_intervall: 1s\n", TestContext.Current.CancellationToken);
        server.Program.Signal(PharosServer.SigHup);
        var line = await server.Program.ErrorLineAsync("Error reloading config");
        Assert.Contains($"{ConfigFile}:2:3: global.scrape_intervall: unknown field; did you mean scrape_interval?", line, StringComparison.Ordinal);
        Assert.Contains("prometheus_config_last_reload_successful 0", await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotNull(await ValueAsync(server, "up{job='second'}"));
    }

    [Fact]
    public async Task Start_ConfigurationIsBroken_IsStatusTwoAndALineForEachMistake()
    {
        await File.WriteAllTextAsync(ConfigFile, "scrape_configs:\n- job_name: a\n  scheme: gopher\n- job_name: a\n", TestContext.Current.CancellationToken);
        var result = await RunningProgram.RunAsync(Executables.Pharos, "server", "--config.file=" + ConfigFile, "--storage.tsdb.path=" + _folder.File("data"), "--web.listen-address=127.0.0.1:0");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{ConfigFile}:3:11: scrape_configs[0].scheme: expected one of http, https, found \\\"gopher\\\"", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task Restart_AfterAKill_HasWhatWasScraped()
    {
        var data = _folder.File("data");
        Configure("- {job_name: gone, static_configs: [{targets: ['127.0.0.1:1']}]}");
        double before;
        await using (var server = await PharosServer.StartAsync("--config.file=" + ConfigFile, "--storage.tsdb.path=" + data))
        {
            await WaitAsync(server, "count_over_time(up[1h]) > bool 2", "1");
            before = double.Parse((await ValueAsync(server, "count_over_time(up[1h])"))!, CultureInfo.InvariantCulture);
            server.Program.Signal(9);
            await server.Program.EndAsync();
        }

        await using var again = await PharosServer.StartAsync("--config.file=" + ConfigFile, "--storage.tsdb.path=" + data);
        Assert.True(double.Parse((await ValueAsync(again, "count_over_time(up[1h])"))!, CultureInfo.InvariantCulture) >= before);
    }

    private void Configure(string jobs) => File.WriteAllText(ConfigFile, "global: {scrape_interval: 1s}\nscrape_configs:\n" + jobs + "\n");

    private static Task WaitAsync(PharosServer server, string query, string value) =>
        Eventually.AnsweredAsync(() => ValueAsync(server, query), found => found == value, $"{value} as the value of {query}");

    /// <summary>The value of the only series of a vector; null if there is none.</summary>
    private static async Task<string?> ValueAsync(PharosServer server, string query)
    {
        var answer = await server.Client.GetStringAsync(new Uri("/api/v1/query?query=" + Uri.EscapeDataString(query), UriKind.Relative), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(answer);
        var result = json.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 1 ? result[0].GetProperty("value")[1].GetString() : null;
    }
}
