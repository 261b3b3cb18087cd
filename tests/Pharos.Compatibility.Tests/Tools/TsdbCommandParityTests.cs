using System.Globalization;
using System.Text;
using Pharos.Cli;
using Pharos.Cli.Programs;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Testing;
using Pharos.Testing.Processes;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Tools;

/// <summary>Our <c>promtool tsdb</c> and the real one, asked the same of the same data.</summary>
public sealed class TsdbCommandParityTests : IDisposable
{
    private const long StartSeconds = 1_700_006_400;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("list %")]
    [InlineData("list -r %")]
    [InlineData("dump %")]
    [InlineData("dump % --match={code=\"203\"} --match=up")]
    [InlineData("dump % --min-time=1700010000000 --max-time=1700010600000 --match={__name__=~\"u.*\"}")]
    [InlineData("dump % --match={")]
    [InlineData("dump % --match=a{b}")]
    [InlineData("dump-openmetrics %")]
    [InlineData("analyze % 0")]
    [InlineData("list nothere")]
    [InlineData("analyze nothere")]
    [InlineData("create-blocks-from openmetrics nothere")]
    public async Task Run_BlocksOfTheReal_AnswersTheSame(string line)
    {
        await MakeTheirBlocksAsync();
        await AssertSameAsync(line);
    }

    [Theory]
    [InlineData("dump % --match=up")]
    [InlineData("dump-openmetrics %")]
    [InlineData("dump % --match=up --min-time=3000000 --max-time=9000000")]
    public async Task Run_OurDirectoryWithBlocksAndLogAndHistograms_AnswersTheSame(string line)
    {
        FillOurDirectory();
        await AssertSameAsync(line);
    }

    [Fact]
    public async Task Analyze_BlockOfTheReal_HasTheSameNumbers()
    {
        await MakeTheirBlocksAsync();
        foreach (var arguments in (string[][])[["--extended"], ["--match={code=\"203\"}"], ["--match=up", "--extended"]])
        {
            var theirs = await TheirsAsync(["analyze", Data, .. arguments]);
            var ours = Ours(["analyze", Data, .. arguments]);
            Assert.Equal((theirs.ExitCode, theirs.Error), (ours.ExitCode, ours.Error));

            // Items with the same number come in any order there.
            Assert.Equal(theirs.Output.Split("\n\n").Select(Sorted), ours.Output.Split("\n\n").Select(Sorted));
        }
    }

    [Fact]
    public async Task CreateBlocks_SameText_MakesTheSameSamples()
    {
        await MakeTheirBlocksAsync();
        var made = Ours(["create-blocks-from", "openmetrics", _folder.File("in"), _folder.File("ours")]);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Directory.CreateDirectory(_folder.File("ours/wal"));
        Assert.Equal((await TheirsAsync(["dump", Data])).Output, (await TheirsAsync(["dump", _folder.File("ours")])).Output);

        // All columns but the name and the size, in which an index of theirs has a section more.
        Assert.Equal(Columns(Ours(["list", Data]).Output), Columns(made.Output));
    }

    private static string[] Columns(string table) =>
        [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1]))];

    private static string Sorted(string list) => string.Join('\n', list.Split('\n').Order(StringComparer.Ordinal));

    private async Task AssertSameAsync(string line)
    {
        var arguments = line.Replace("%", Data, StringComparison.Ordinal).Split(' ');
        var theirs = await TheirsAsync(arguments);
        var ours = Ours(arguments);
        Assert.Equal(theirs.Output, ours.Output);
        Assert.Equal((theirs.ExitCode, theirs.Error), (ours.ExitCode, ours.Error));
    }

    private async Task MakeTheirBlocksAsync()
    {
        var text = new StringBuilder("# TYPE requests counter\n");
        for (var series = 0; series < 60; series++)
        {
            for (var minute = 0; minute < 300; minute += 1 + series % 3)
            {
                text.Append(CultureInfo.InvariantCulture, $"requests_total{{code=\"{200 + series % 7}\",path=\"/é\\n{series / 7}\"}} {series * minute * 0.37} {StartSeconds + 60 * minute}\n");
            }
        }

        text.Append("# TYPE up gauge\n");
        for (var minute = 0; minute < 200; minute++)
        {
            text.Append(CultureInfo.InvariantCulture, $"up {minute % 2} {StartSeconds + 60 * minute}.{minute % 10}\n");
        }

        await File.WriteAllTextAsync(_folder.File("in"), text.Append("# EOF\n").ToString(), TestContext.Current.CancellationToken);
        var made = await TheirsAsync(["create-blocks-from", "openmetrics", _folder.File("in"), Data]);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));

        // It takes a folder for a data directory only if there is this in it.
        Directory.CreateDirectory(Path.Combine(Data, "wal"));
    }

    private void FillOurDirectory()
    {
        using var database = Database.Open(Data, new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero, Retention = static () => default });
        var up = Labels.Of(("__name__", "up"), ("text", "\"ä\n"));
        var load = Labels.Of(("__name__", "load"), ("dotted.name", "x"));
        using var appender = database.NewAppender();
        for (var minute = 1; minute <= 400; minute++)
        {
            var time = minute * 60_000L;
            appender.Append(default, up.View, time, minute % 7 == 0 ? SpecialValues.StaleNaN : minute / 7.0);
            var count = (ulong)minute;
            appender.Append(default, load.View, time, new Histogram
            {
                Count = 3 * count,
                Sum = minute,
                ZeroThreshold = 0.001,
                ZeroCount = count,
                PositiveSpans = [new(0, 2)],
                PositiveBuckets = [minute, 0],
            });
            appender.Commit();
            if (minute == 320)
            {
                database.Maintain(TestContext.Current.CancellationToken);
            }
        }

        Assert.NotEmpty(database.Blocks);
    }

    private static async Task<ProgramResult> TheirsAsync(string[] arguments)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there: set PHAROS_PEERS to its folder");
        return await RunningProgram.RunAsync(promtool!, ["tsdb", .. arguments]);
    }

    private static (int ExitCode, string Output, string Error) Ours(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Dispatcher.Run("promtool", ["tsdb", .. arguments], new Terminal(output, error));
        return (exitCode, output.ToString(), error.ToString());
    }
}
