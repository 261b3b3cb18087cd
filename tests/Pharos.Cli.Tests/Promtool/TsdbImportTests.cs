using System.Globalization;
using System.Text;
using Pharos.Testing;

namespace Pharos.Cli.Tests.Promtool;

public sealed class TsdbImportTests : IDisposable
{
    private const long Start = 1_700_006_400;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_DaysOfSamples_BecomeAlignedBlocksWithAllOfThem()
    {
        var expected = Write(60);
        var result = Import(_folder.File("in"), Data);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.StartsWith("BLOCK ULID  ", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[1..], Promtool("list", Data).Output.TrimEnd('\n').Split('\n')[1..]);
        Assert.Equal(30, lines.Length - 1);
        Assert.All(lines[1..], static line =>
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Block(columns[1]), Block((Number(columns[2]) - 1).ToString(CultureInfo.InvariantCulture)));
        });
        Assert.Equal(expected, Promtool("dump", Data).Output.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetDirectories(Data, "*tmp*"));
    }

    [Theory]
    [InlineData("1h", 30)]
    [InlineData("5h59m", 30)]
    [InlineData("6h", 10)]
    [InlineData("20h", 4)]
    public void Run_LongerBlocks_TakeTheNearestRangeBelow(string longest, int blocks)
    {
        Write(60);
        Assert.Equal(0, Promtool("create-blocks-from", "--max-block-duration=" + longest, "openmetrics", "-q", _folder.File("in"), Data).ExitCode);
        Assert.Equal(blocks, Directory.GetDirectories(Data).Length);
    }

    [Fact]
    public void Run_Labels_ArePutOnEverySeries()
    {
        File.WriteAllText(_folder.File("in"), "a{b=\"1\",c=\"2\"} 1 -1.5\n# EOF\n");
        Assert.Equal(0, Promtool("create-blocks-from", "openmetrics", "--label=b=x=y", "--label=c=", "--label=d:z", _folder.File("in"), Data).ExitCode);
        Assert.Equal("{__name__=\"a\", b=\"x=y\", d=\"z\"} 1 -1500\n", Promtool("dump", Data).Output);
    }

    [Theory]
    [InlineData("a 1\n# EOF\n", "getting min and max timestamp: line 1: expected timestamp for series got none\n")]
    [InlineData("a 1 1\n", "getting min and max timestamp: line 2, column 1: data does not end with # EOF\n")]
    public void Run_BrokenText_NamesTheLineAndMakesNothing(string text, string expected)
    {
        File.WriteAllText(_folder.File("in"), text);
        Assert.Equal((1, "", expected), Import(_folder.File("in"), Data));
        Assert.Empty(Directory.GetDirectories(Data));
    }

    [Fact]
    public void Run_SampleOutOfOrder_NamesItsLine()
    {
        // Within one batch it is passed over, as the reference does.
        var text = new StringBuilder();
        for (var i = 0; i < 5000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a {i} {Start + i}\n");
        }

        File.WriteAllText(_folder.File("in"), text + $"a 1 {Start + 1}\n# EOF\n");
        Assert.Equal((1, "", "block creation: process blocks: line 5001: add sample: out of order sample\n"), Import(_folder.File("in"), Data));
        Assert.Empty(Directory.GetDirectories(Data));
    }

    [Fact]
    public void Run_NoSamples_MakesNoBlock()
    {
        File.WriteAllText(_folder.File("in"), "# TYPE a gauge\n# EOF\n");
        Assert.Equal((0, "", ""), Import(_folder.File("in"), Data));
        Assert.Empty(Directory.GetDirectories(Data));
    }

    [Fact]
    public void Run_Analyze_CountsLabels()
    {
        Write(1);
        Import(_folder.File("in"), Data);
        var result = Promtool("analyze", "--extended", "--limit=1", Data);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Total Series: 3\nLabel names: 2\nPostings (unique label pairs): 4\nPostings entries (total label pairs): 6\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nMost common label pairs:\n3 __name__=load\n\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nHighest cardinality metric names:\n3 load\n\nCompaction analysis:\n\nsamples per float chunk (min/avg/max): 12/12/12\n", result.Output, StringComparison.Ordinal);
        var matched = Promtool("analyze", "--match={number=\"1\"}", Data).Output;
        Assert.Contains("Matcher: {number=\"1\"}\nLabel names: 2\nMatched series: 1\n", matched, StringComparison.Ordinal);
    }

    private string Data => _folder.File("data");

    private static (int ExitCode, string Output, string Error) Promtool(params string[] arguments) => CommandLine.Run("promtool", ["tsdb", .. arguments]);

    private static (int ExitCode, string Output, string Error) Import(string input, string output) => Promtool("create-blocks-from", "openmetrics", input, output);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long Block(string timestampMs) => Number(timestampMs) / (2 * 60 * 60 * 1000);

    /// <summary>Three series with a sample every five minutes; the lines that a dump of them has, sorted.</summary>
    private IEnumerable<string> Write(int hours)
    {
        var text = new StringBuilder("# TYPE load gauge\n");
        var dump = new List<string>();
        for (var series = 0; series < 3; series++)
        {
            for (var i = 0; i < 12 * hours; i++)
            {
                var time = Start + 300 * i;
                text.Append(CultureInfo.InvariantCulture, $"load{{number=\"{series}\"}} {i} {time}\n");
                dump.Add(string.Create(CultureInfo.InvariantCulture, $"{{__name__=\"load\", number=\"{series}\"}} {i} {time}000"));
            }
        }

        File.WriteAllText(_folder.File("in"), text + "# EOF\n");
        return dump.Order(StringComparer.Ordinal);
    }
}
