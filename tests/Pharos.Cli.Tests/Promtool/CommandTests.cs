using Pharos.Testing;

namespace Pharos.Cli.Tests.Promtool;

public sealed class CommandTests
{
    [Theory]
    [InlineData("tsdb", "must select a subcommand of 'tsdb', try --help")]
    [InlineData("tsdb bench", "must select a subcommand of 'tsdb bench', try --help")]
    [InlineData("tsdb lis", "expected command but got \"lis\" (did you mean 'list'?), try --help")]
    [InlineData("tsdb list a b", "unexpected b, try --help")]
    [InlineData("tsdb list -- a -b", "unexpected -b, try --help")]
    [InlineData("tsdb list --limit=1", "unknown long flag '--limit', try --help")]
    [InlineData("--limit=1 tsdb analyze", "unknown long flag '--limit', try --help")]
    [InlineData("tsdb analyze --limit=x", "bad value 'x' for flag '--limit': expected a whole number of at least -2147483648")]
    [InlineData("tsdb dump --max-time=1.5", "bad value '1.5' for flag '--max-time': expected a whole number of 64 bits")]
    [InlineData("tsdb dump --format=xml", "bad value 'xml' for flag '--format': expected one of prom, seriesjson")]
    [InlineData("tsdb create-blocks-from openmetrics", "required argument 'input file' not provided, try --help")]
    [InlineData("tsdb create-blocks-from openmetrics --label=x f", "bad value 'x' for flag '--label': expected KEY=VALUE")]
    [InlineData("tsdb create-blocks-from --max-block-duration=1d openmetrics f", "bad value '1d' for flag '--max-block-duration': time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("tsdb create-blocks-from rules --start=0 r", "'tsdb create-blocks-from rules' is not in this version of Pharos yet, it comes with the rule engine")]
    [InlineData("test rules x", "'test rules' is not in this version of Pharos yet")]
    [InlineData("query series http://x", "required flag(s) '--match' not provided, try --help")]
    [InlineData("query analyze --server=x", "required flag(s) '--type', '--match' not provided, try --help")]
    public void Run_CommandLineInVain_IsOneLineAndStatusOne(string line, string expected)
    {
        var result = CommandLine.Run("promtool", line.Split(' '));
        Assert.Equal((1, "", $"promtool: error: {expected}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("tsdb list nothere", "opening the db dir: stat nothere: no such file or directory")]
    [InlineData("tsdb analyze nothere", "opening the db dir: stat nothere: no such file or directory")]
    [InlineData("tsdb dump nothere", "opening the db dir: stat nothere: no such file or directory")]
    [InlineData("tsdb dump --match={ nothere", "opening the db dir: stat nothere: no such file or directory")]
    [InlineData("tsdb create-blocks-from openmetrics nothere", "stat nothere: no such file or directory")]
    public void Run_NothingThere_IsSaidWithoutTheProgramsName(string line, string expected)
    {
        var result = CommandLine.Run("promtool", line.Split(' '));
        Assert.Equal((1, "", $"{expected}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("--help", "usage: promtool [<flags>] <command> [<args> ...]\n", "\nCommands:\n")]
    [InlineData("tsdb --help", "usage: promtool tsdb [<flags>] <command> [<args> ...]\n", "\n  tsdb create-blocks-from openmetrics\n")]
    [InlineData("help tsdb list", "usage: promtool tsdb list [<flags>] [<db path>]\n", "\n  -r, --[no-]human-readable ")]
    [InlineData("tsdb create-blocks-from openmetrics -h", "usage: promtool tsdb create-blocks-from openmetrics [<flags>] <input file> [<output directory>]\n", "\n  -q, --[no-]quiet ")]
    [InlineData("tsdb bench write --help", "usage: promtool tsdb bench write [<flags>] [<file>]\n", "\n      --scrapes=3000 ")]
    public void Run_Help_IsOfTheCommand(string line, string usage, string part)
    {
        var result = CommandLine.Run("promtool", line.Split(' '));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(usage, result.Output, StringComparison.Ordinal);
        Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FlagsOfOuterCommands_StandAnywhereBehindThem()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("in"), "a 1 1\n# EOF\n");
        foreach (var line in (string[][])[["-q", "openmetrics", folder.File("in"), folder.File("1")], ["openmetrics", folder.File("in"), "-q", folder.File("2")]])
        {
            Assert.Equal((0, "", ""), CommandLine.Run("promtool", ["tsdb", "create-blocks-from", .. line]));
        }

        Assert.Single(Directory.GetDirectories(folder.File("1")));
        Assert.Single(Directory.GetDirectories(folder.File("2")));
    }

    [Fact]
    public void Run_Version_NamesTheProgram() =>
        Assert.StartsWith("promtool, version ", CommandLine.Run("promtool", "--version").Output, StringComparison.Ordinal);
}
