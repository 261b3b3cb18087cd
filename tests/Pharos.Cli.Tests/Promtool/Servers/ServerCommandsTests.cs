using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.Cli.Tests.Promtool.Servers;

/// <summary>Commands that ask a server for something else than queries.</summary>
public sealed class ServerCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("healthy", "/-/healthy")]
    [InlineData("ready", "/-/ready")]
    public async Task Check_Server_SaysWhatItSays(string command, string path)
    {
        await using var server = await ApiServer.StartAsync();
        server.On(path, "Prometheus Server is fine.\n");
        string[] line = ["check", command, "--url", server.Url + "/"];

        Assert.Equal((0, "", "  SUCCESS:  Prometheus Server is fine.\n\n"), CommandLine.Run("promtool", line));
        await AssertPromtoolSaysSoAsync(line[..^1].Append(server.Url));

        server.On(path, static _ => new ApiReply("Service Unavailable") { Status = 503 });
        var failed = CommandLine.Run("promtool", line);
        Assert.Equal((1, "", $"check failed: URL={server.Url}, status=503\n"), failed);
    }

    [Fact]
    public async Task Check_ConfigurationOfTheClient_IsFollowed()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/-/ready", "yes");
        await File.WriteAllTextAsync(_folder.File("http.yml"), "basic_auth: {username: u, password: p}\n", TestContext.Current.CancellationToken);

        Assert.Equal(0, CommandLine.Run("promtool", "check", "ready", "--url", server.Url, "--http.config.file", _folder.File("http.yml")).ExitCode);
        Assert.Equal("Basic dTpw", server.Header("Authorization"));
        Assert.StartsWith("promtool/", server.Header("User-Agent"), StringComparison.Ordinal);

        Assert.Equal(0, CommandLine.Run("promtool", "check", "ready", "--url", server.Url.Replace("//", "//a:b@", StringComparison.Ordinal)).ExitCode);
        Assert.Equal("Basic YTpi", server.Header("Authorization"));
    }

    [Fact]
    public async Task Push_Exposition_IsARequestOfRemoteWrite()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/api/v1/write", static _ => new ApiReply("") { Status = 204 });

        var result = CommandLine.RunWithInput("# HELP a Help.\n# TYPE a counter\na{job=\"own\"} 1 1700000000000\n", "promtool", "push", "metrics", server.Url, "--label=site=x", "--header=X-Scope=t");

        Assert.Equal((0, "Parsing standard input\n  SUCCESS: metrics pushed to remote write.\n", ""), result);
        Assert.Equal("snappy application/x-protobuf 0.1.0 t", string.Join(' ', server.Header("Content-Encoding"), server.Header("Content-Type"), server.Header("X-Prometheus-Remote-Write-Version"), server.Header("X-Scope")));
    }

    [Fact]
    public async Task Push_Refused_SaysWhy()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/api/v1/write", static _ => new ApiReply("out of order") { Status = 400 });

        Assert.Equal(
            (1, "Parsing standard input\n", "  FAILED: server returned HTTP status 400: out of order\n"), CommandLine.RunWithInput("a 1\n", "promtool", "push", "metrics", server.Url));
        Assert.Equal(1, CommandLine.RunWithInput("a 1", "promtool", "push", "metrics", server.Url).ExitCode);
    }

    [Fact]
    public async Task ServiceDiscovery_StaticTargets_AreShownAsByPromtool()
    {
        await File.WriteAllTextAsync(
            _folder.File("prometheus.yml"),
            """
            scrape_configs:
            - job_name: one
              static_configs: [{targets: ["a<b:1"], labels: {zone: x, __meta_own: y}}]
              relabel_configs: [{source_labels: [__meta_own], target_label: own}]
            - {job_name: none, static_configs: [{targets: ["a:1"]}], relabel_configs: [{action: drop}]}
            - {job_name: empty, static_configs: [{targets: []}]}
            """,
            TestContext.Current.CancellationToken);

        foreach (var job in (string[])["one", "none", "empty", "other"])
        {
            string[] line = ["check", "service-discovery", "--timeout=1s", _folder.File("prometheus.yml"), job];
            var found = CommandLine.Run("promtool", line);
            if (Executables.Peer("promtool") is { } promtool)
            {
                var expected = await RunningProgram.RunAsync(promtool, line);

                // Of the labels for histograms, the older one beside has none.
                var ours = string.Concat(found.Output.Split('\n').Where(static text => !text.Contains("_histograms", StringComparison.Ordinal)));
                Assert.Equal((expected.ExitCode, string.Concat(expected.Output.Split('\n').Where(static text => !text.Contains("_histograms", StringComparison.Ordinal)))), (found.ExitCode, ours));
            }

            Assert.Equal(job == "other" ? "Job other not found. Select one of:\n\tone\n\tnone\n\tempty\n" : "", found.Error);
        }
    }

    [Fact]
    public async Task ServiceDiscovery_TargetsOfAFile_AreFoundAndTheirErrorsSaid()
    {
        await File.WriteAllTextAsync(_folder.File("targets.json"), """[{"targets": ["a:1", "b/c"]}]""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("prometheus.yml"), "scrape_configs: [{job_name: files, file_sd_configs: [{files: [targets.json]}]}]", TestContext.Current.CancellationToken);

        var found = CommandLine.Run("promtool", "check", "service-discovery", "--timeout=5s", _folder.File("prometheus.yml"), "files");

        Assert.Equal(0, found.ExitCode);
        Assert.Contains("\"instance\": \"a:1\"", found.Output, StringComparison.Ordinal);
        Assert.Contains("\"labels\": {},\n    \"error\": \"\\\"b/c\\\" is not a valid hostname\"", found.Output, StringComparison.Ordinal);
    }

    private static async Task AssertPromtoolSaysSoAsync(IEnumerable<string> line)
    {
        if (Executables.Peer("promtool") is { } promtool)
        {
            var expected = await RunningProgram.RunAsync(promtool, line);
            Assert.Equal((0, ""), (expected.ExitCode, expected.Output));
        }
    }
}
