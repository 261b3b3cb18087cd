using System.Text.Json;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.EndToEnd.Tests;

/// <summary>Start, signals, end, and what the log says of them.</summary>
public sealed class LifecycleTests
{
    [Theory]
    [InlineData(PharosServer.SigTerm, "terminated")]
    [InlineData(PharosServer.SigInt, "interrupt")]
    public async Task Signal_EndsTheServerWithStatusZero(int signal, string name)
    {
        await using var server = await PharosServer.StartAsync();
        server.Program.Signal(signal);
        var result = await server.Program.EndAsync();
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains($" level=WARN source=StopSignals.cs:", result.Error, StringComparison.Ordinal);
        Assert.Contains($" msg=\"Received an OS signal, exiting gracefully...\" signal={name}\n", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(" msg=\"See you next time!\"\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_SentTwice_StillEndsCleanly()
    {
        // As timeout(1) does: once to its child and once to the group.
        await using var server = await PharosServer.StartAsync();
        server.Program.Signal(PharosServer.SigTerm);
        server.Program.Signal(PharosServer.SigTerm);
        var result = await server.Program.EndAsync();
        Assert.Equal(0, result.ExitCode);

        // The handler of the second signal runs beside the stop, so its line may come last.
        Assert.Contains(" msg=\"See you next time!\"\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutReadTimeout_Answers()
    {
        await using var server = await PharosServer.StartAsync("--web.read-timeout=0s", "--web.external-url=", "--web.route-prefix=");
        using var answer = await server.Client.GetAsync(new Uri("/-/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Start_HostNameNoResolverTakes_IsOneLineAndStatusOne()
    {
        using var folder = new TemporaryFolder();
        await using var program = RunningProgram.Start(Executables.Pharos, "server", $"--storage.tsdb.path={folder.Path}", $"--web.listen-address={new string('a', 300)}:1");
        var result = await program.EndAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Unable to start web listener", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_EveryLine_IsLogfmtOfPharos()
    {
        await using var server = await PharosServer.StartAsync("--log.level=debug");
        await server.Client.GetAsync(new Uri("/nothing", UriKind.Relative), TestContext.Current.CancellationToken);
        server.Program.Signal(PharosServer.SigTerm);
        var lines = (await server.Program.EndAsync()).Error.TrimEnd('\n').Split('\n');
        Assert.All(lines, static line => Assert.Matches(@"^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=(DEBUG|INFO|WARN) source=\S+ msg=", line));
    }

    [Fact]
    public async Task Log_AtInfo_HasNothingFromTheFrameworks()
    {
        await using var server = await PharosServer.StartAsync();
        await server.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        server.Program.Signal(PharosServer.SigTerm);
        Assert.DoesNotContain("Microsoft", (await server.Program.EndAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Json_IsAnObjectPerLine()
    {
        using var folder = new TemporaryFolder();
        await using var program = RunningProgram.Start(Executables.Pharos, "server", $"--storage.tsdb.path={folder.Path}", "--web.listen-address=127.0.0.1:0", "--log.format=json");
        await program.ErrorLineAsync("Server is ready to receive web requests.");
        program.Signal(PharosServer.SigTerm);
        foreach (var line in (await program.EndAsync()).Error.TrimEnd('\n').Split('\n'))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal(["time", "level", "source", "msg"], json.RootElement.EnumerateObject().Take(4).Select(static property => property.Name));
        }
    }

    [Fact]
    public async Task Log_AtError_IsSilentInGoodTimes()
    {
        using var folder = new TemporaryFolder();
        await using var program = RunningProgram.Start(Executables.Pharos, "server", $"--storage.tsdb.path={folder.Path}", "--web.listen-address=127.0.0.1:0", "--log.level=error");
        await ProcessFiles.ListeningPortAsync(program.Id);
        program.Signal(PharosServer.SigTerm);
        var result = await program.EndAsync();
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task HangUp_DoesNotEndTheServer()
    {
        await using var server = await PharosServer.StartAsync();
        server.Program.Signal(PharosServer.SigHup);
        await server.Program.ErrorLineAsync("Received SIGHUP");
        Assert.Equal("Prometheus Server is Ready.\n", await server.Client.GetStringAsync(new Uri("/-/ready", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task PortInUse_IsOneErrorAndStatusOne()
    {
        await using var server = await PharosServer.StartAsync();
        using var folder = new TemporaryFolder();
        var result = await RunningProgram.RunAsync(Executables.Pharos, "server", $"--storage.tsdb.path={folder.Path}", "--web.listen-address=" + server.Address);
        Assert.Equal(1, result.ExitCode);
        var error = Assert.Single(result.Error.Split('\n'), static line => line.Contains("level=ERROR", StringComparison.Ordinal));
        Assert.EndsWith($" msg=\"Unable to start web listener\" err=\"listen tcp {server.Address}: bind: address already in use\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAddresses_Several_AllAnswer()
    {
        using var folder = new TemporaryFolder();
        await using var program = RunningProgram.Start(
            Executables.Pharos, "server", $"--storage.tsdb.path={folder.Path}", "--web.listen-address=127.0.0.1:0", "--web.listen-address=:0");
        await program.ErrorLineAsync("Server is ready to receive web requests.");
        var ports = program.Error.Split('\n').Where(static line => line.Contains("Listening on", StringComparison.Ordinal))
            .Select(static line => line[(line.LastIndexOf(':') + 1)..]).ToArray();
        Assert.Equal(2, ports.Length);
        using var client = new HttpClient();
        foreach (var port in ports)
        {
            var answer = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/-/healthy"), TestContext.Current.CancellationToken);
            Assert.Equal("Prometheus Server is Healthy.\n", answer);
        }
    }
}
