using Pharos.Cli.Programs;

namespace Pharos.Cli.Tests;

public sealed class DispatcherTests
{
    [Theory]
    [InlineData("pharos", "", "pharos: error: expected a program, try --help\n")]
    [InlineData("pharos", "serve", "pharos: error: unknown program 'serve' (did you mean 'server'?), try --help\n")]
    [InlineData("pharos", "--foo", "pharos: error: unknown flag '--foo', try --help\n")]
    [InlineData("pharos", "up", "pharos up: error: this build of Pharos does not have this program yet\n")]
    [InlineData("pharos", "promtool test rules", "pharos promtool: error: 'test rules' is not in this version of Pharos yet\n")]
    [InlineData("pharos", "server --foo", "pharos server: error: unknown long flag '--foo', try --help\n")]
    [InlineData("prometheus", "--foo", "prometheus: error: unknown long flag '--foo', try --help\n")]
    [InlineData("prometheus", "server", "prometheus: error: unexpected server, try --help\n")]
    [InlineData("promtool", "", "promtool: error: expected a command, try --help\n")]
    [InlineData("promtool", "--enable-feature=x", "promtool: error: expected a command, try --help\n")]
    [InlineData("alertmanager", "", "alertmanager: error: this build of Pharos does not have this program yet\n")]
    [InlineData("prometheus-alertmanager", "", "prometheus-alertmanager: error: this build of Pharos does not have this program yet\n")]
    [InlineData("amtool", "", "amtool: error: this build of Pharos does not have this program yet\n")]
    [InlineData("pushgateway", "", "pushgateway: error: this build of Pharos does not have this program yet\n")]
    [InlineData("prometheus-pushgateway", "", "prometheus-pushgateway: error: this build of Pharos does not have this program yet\n")]
    [InlineData("node_exporter", "", "node_exporter: error: this build of Pharos does not have this program yet\n")]
    [InlineData("prometheus-node-exporter", "", "prometheus-node-exporter: error: this build of Pharos does not have this program yet\n")]
    [InlineData("blackbox_exporter", "", "blackbox_exporter: error: this build of Pharos does not have this program yet\n")]
    [InlineData("prometheus-blackbox-exporter", "", "prometheus-blackbox-exporter: error: this build of Pharos does not have this program yet\n")]
    [InlineData("somebody-elses-link", "up", "pharos up: error: this build of Pharos does not have this program yet\n")]
    [InlineData("pharos", "server --help-man", "pharos server: error: there is no manual page in the executable, try --help\n")]
    [InlineData("prometheus", "--log.level=loud", "prometheus: error: bad value 'loud' for flag '--log.level': expected one of debug, info, warn, error\n")]
    [InlineData("prometheus", "--log.format=xml", "prometheus: error: bad value 'xml' for flag '--log.format': expected one of logfmt, json\n")]
    [InlineData("prometheus", "--web.read-timeout=soon", "prometheus: error: bad value 'soon' for flag '--web.read-timeout': not a valid duration string: \"soon\", expected one such as 30s, 5m or 1h30m\n")]
    [InlineData("prometheus", "--web.listen-address=9090", "prometheus: error: bad value '9090' for flag '--web.listen-address': address 9090: missing port in address, expected host:port or :port\n")]
    [InlineData("prometheus", "--web.external-url=http://h:x/", "prometheus: error: bad value 'http://h:x/' for flag '--web.external-url': invalid port \":x\" after host\n")]
    [InlineData("prometheus", "--log.format=JSON", "prometheus: error: bad value 'JSON' for flag '--log.format': expected one of logfmt, json\n")]
    [InlineData("prometheus", "--log.level=a\nb", "prometheus: error: bad value 'a\\x0ab' for flag '--log.level': expected one of debug, info, warn, error\n")]
    [InlineData("prometheus", "--rules.max-concurrent-evals=1", "prometheus: error: flag '--rules.max-concurrent-evals' is not in this version of Pharos yet\n")]
    [InlineData("prometheus", "--no-agent", "prometheus: error: flag '--no-agent' is not in this version of Pharos yet\n")]
    public void Run_CommandLineInVain_IsOneLineAndStatusOne(string startedAs, string line, string expected)
    {
        var (exitCode, output, error) = CommandLine.Run(startedAs, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, error);
        Assert.Equal("", output);
        Assert.Equal(1, exitCode);
    }

    [Theory]
    [InlineData("--log.level=INFO")]
    [InlineData("--log.level=Debug")]
    [InlineData("--web.external-url=/prometheus/")]
    [InlineData("--web.external-url=localhost:9090/prom")]
    [InlineData("--web.listen-address=localhost:http")]
    public void Run_ValueThatTheReferenceTakes_IsTaken(string flag) =>
        Assert.Equal((0, ""), (CommandLine.Run("prometheus", flag, "--version").ExitCode, CommandLine.Run("prometheus", flag, "--version").Error));

    [Theory]
    [InlineData("pharos", "--help")]
    [InlineData("pharos", "--version")]
    [InlineData("prometheus", "--help")]
    [InlineData("prometheus", "--version")]
    [InlineData("promtool", "--help")]
    [InlineData("promtool", "--version")]
    public void Run_OutputThatCannotBeWrittenTo_IsOneLineAndStatusOne(string startedAs, string flag)
    {
        using var output = new StreamWriter(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)) { AutoFlush = true };
        using var error = new StringWriter();
        var exitCode = Dispatcher.Run(startedAs, [flag], new Terminal(output, error));
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{startedAs}: error: cannot write the output: No space left on device", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Run_Help_ListsEveryProgram()
    {
        var (exitCode, output, error) = CommandLine.Run("pharos", "--help");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("usage: pharos <program> [<flags>]\n", output, StringComparison.Ordinal);
        Assert.All(ProgramTable.All, program => Assert.Contains($"\n  {program.Name} ", output, StringComparison.Ordinal));
        Assert.All(output.Split('\n'), static line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("prometheus", "prometheus", "prometheus")]
    [InlineData("pharos", "pharos server", "pharos")]
    public void Run_HelpAndVersionOfTheServer_NameItAsItWasStarted(string startedAs, string inUsage, string inVersion)
    {
        string[] before = startedAs == "pharos" ? ["server"] : [];
        var help = CommandLine.Run(startedAs, [.. before, "--help"]);
        Assert.StartsWith($"usage: {inUsage} [<flags>]\n\n", help.Output, StringComparison.Ordinal);
        var version = CommandLine.Run(startedAs, [.. before, "--version"]);
        Assert.StartsWith($"{inVersion}, version ", version.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (help.ExitCode, version.ExitCode));
    }

    [Theory]
    [InlineData("/usr/bin/prometheus", "prometheus")]
    [InlineData("./pharos", "pharos")]
    [InlineData("promtool", "promtool")]
    [InlineData("/usr/bin/dotnet", "pharos")]
    [InlineData("", "pharos")]
    public void FromPath_Path_IsTheNameOfTheProgram(string path, string expected) => Assert.Equal(expected, StartedAs.FromPath(path));
}
