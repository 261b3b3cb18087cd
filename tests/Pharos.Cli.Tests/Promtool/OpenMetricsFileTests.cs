using System.Globalization;
using System.Text;
using Pharos.Cli.Programs.Promtool;
using Pharos.Formats.Text;
using Pharos.Model;
using Pharos.Testing;

namespace Pharos.Cli.Tests.Promtool;

public sealed class OpenMetricsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ForEachSample_PiecesOfAnySize_GiveTheSameSamples()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE h{i} histogram\n# HELP h{i} Some help.\nh{i}_bucket{{le=\"1\"}} {i} 1\nh{i}_bucket{{le=\"+Inf\"}} {i} 1\nh{i}_bucket{{le=\"7\"}} {i} 2\n");
        }

        var path = Write(text + "# EOF\n");
        var whole = Read(path, 1 << 20);
        Assert.Equal(120, whole.Count);
        Assert.Contains("{__name__=\"h0_bucket\", le=\"1.0\"} 0 1000", whole);
        for (var bytes = 1; bytes < 200; bytes += 7)
        {
            Assert.Equal(whole, Read(path, bytes));
        }
    }

    [Theory]
    [InlineData("a 1 1\nb 1 x\n# EOF\n", "line 2, column ")]
    [InlineData("# TYPE a gauge\na 1 1\na 1 2\na 1 3\n# EOF\na 1 4\n", "line 6, column 1: unexpected data after # EOF")]
    [InlineData("a 1 1\na 1 2\n", "line 3, column 1: data does not end with # EOF")]
    [InlineData("", "line 1, column 1: data does not end with # EOF")]
    [InlineData("# TYPE a gauge\na 1 1\na 666 2\n# EOF\n", "line 3: the number of the beast")]
    public void ForEachSample_BrokenText_NamesTheLineWhateverThePieces(string text, string expected)
    {
        var path = Write(text);
        foreach (var bytes in (int[])[1, 8, 20, 1000])
        {
            Assert.StartsWith(expected, Assert.Throws<PromtoolException>(() => Read(path, bytes)).Message, StringComparison.Ordinal);
        }
    }

    private static List<string> Read(string path, int pieceBytes)
    {
        var found = new List<string>();
        var labels = new LabelsBuilder();
        using var file = OpenMetricsFile.Open(path, pieceBytes);
        file.ForEachSample((ref OpenMetricsReader reader) =>
        {
            reader.ReadLabels(labels);
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{labels} {reader.Value} {reader.TimestampMs}"));
            return reader.Value == 666 ? "the number of the beast" : null;
        });
        return found;
    }

    private string Write(string text)
    {
        File.WriteAllText(_folder.File("in"), text);
        return _folder.File("in");
    }
}
