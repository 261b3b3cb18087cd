using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.EndToEnd.Tests;

/// <summary>The executable as users meet it first: version, help, mistakes, names.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_IsInTheShapeOfPrometheus()
    {
        var result = await RunningProgram.RunAsync(Executables.Pharos, "--version");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(
            """
            \Apharos, version \d+\.\d+\.\d+\S* \(branch: \S+, revision: \S+\)
              build user:       \S+
              build date:       (\d{8}-\d\d:\d\d:\d\d|unknown)
              dotnet version:   10\.\d+\.\d+
              platform:         linux/(amd64|arm64)
              tags:             \S+
            \z
            """,
            result.Output);
    }

    [Theory]
    [InlineData("prometheus")]
    [InlineData("prometheus-alertmanager")]
    [InlineData("node_exporter")]
    public async Task Link_NamedLikeAProgram_IsThatProgram(string name)
    {
        var link = _folder.File(name);
        File.CreateSymbolicLink(link, Executables.Pharos);
        var result = await RunningProgram.RunAsync(link, "--no.such.flag");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            name == "prometheus"
                ? "prometheus: error: unknown long flag '--no.such.flag', try --help\n"
                : $"{name}: error: this build of Pharos does not have this program yet\n",
            result.Error);
    }

    [Fact]
    public async Task Version_ThroughALink_HasItsName()
    {
        var link = _folder.File("prometheus");
        File.CreateSymbolicLink(link, Executables.Pharos);
        Assert.StartsWith("prometheus, version ", (await RunningProgram.RunAsync(link, "--version")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheServer_ShowsItsFlags()
    {
        var result = await RunningProgram.RunAsync(Executables.Pharos, "server", "--help");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("usage: pharos server [<flags>]\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("      --web.listen-address=0.0.0.0:9090 ...\n", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), static line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("server --foo", "pharos server: error: unknown long flag '--foo', try --help\n")]
    [InlineData("server --log.level=loud", "pharos server: error: bad value 'loud' for flag '--log.level': expected one of debug, info, warn, error\n")]
    [InlineData("server --rules.max-concurrent-evals=1", "pharos server: error: flag '--rules.max-concurrent-evals' is not in this version of Pharos yet\n")]
    [InlineData("up", "pharos up: error: this build of Pharos does not have this program yet\n")]
    [InlineData("nonsense", "pharos: error: unknown program 'nonsense', try --help\n")]
    public async Task Mistake_IsOneLineAndStatusOne(string line, string expected)
    {
        var result = await RunningProgram.RunAsync(Executables.Pharos, line.Split(' '));
        Assert.Equal((1, "", expected), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task WebConfiguration_NotSound_EndsTheStart()
    {
        await File.WriteAllTextAsync(_folder.File("web.yml"), "basic_auth_users: {a: secret}", TestContext.Current.CancellationToken);
        var result = await RunningProgram.RunAsync(
            Executables.Pharos, "server", "--web.listen-address=127.0.0.1:0", $"--storage.tsdb.path={_folder.Path}", $"--web.config.file={_folder.File("web.yml")}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("msg=\"Unable to validate web configuration file\"", result.Error, StringComparison.Ordinal);
        Assert.Contains("web.yml:1:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }
}
