using Pharos.Testing;

namespace Pharos.Cli.Tests.Promtool;

public sealed class TsdbBenchWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Series_AreWrittenAndCounted()
    {
        File.WriteAllText(_folder.File("in"), "{\"__name__\":\"a\",\"b\":\"1:2,3\"}\n{\"__name__\":\"a\",\"b\":\"1:2,3\"}\n{\"__name__\":\"a\"}\n{\"__name__\":\"c\"}\n");
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllText(Path.Combine(_folder.File("out"), "mine"), "stays");
        var result = Bench("--metrics=2", "--scrapes=150", "--out", _folder.File("out"), _folder.File("in"));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("ingestion completed\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(" > total samples: 400\n > samples/sec: ", result.Output, StringComparison.Ordinal);
        var dump = CommandLine.Run("promtool", "tsdb", "dump", Path.Combine(_folder.File("out"), "storage")).Output;
        Assert.Equal(401, dump.Split('\n').Length);
        Assert.Contains("{__name__=\"a\", b=\"1:2,3\"} 1.23457789e+08 30000\n", dump, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.File("out"), "mine")));
    }

    [Fact]
    public void Run_LineThatIsNoSeries_IsNamed()
    {
        File.WriteAllText(_folder.File("in"), "{\"__name__\":\"a\"}\n{\"b\":1}\n");
        var result = Bench("--out", _folder.File("out"), _folder.File("in"));
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("line 2: expected an object with the labels of a series: ", result.Error, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Bench(params string[] arguments) =>
        CommandLine.Run("promtool", ["tsdb", "bench", "write", .. arguments]);
}
