using System.Formats.Tar;
using System.IO.Compression;
using Pharos.Cli.Programs.Promtool.Servers;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Cli.Tests.Promtool.Servers;

public sealed class DebugWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Archive => _folder.File("debug.tar.gz");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_Metrics_AreInTheArchive()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/metrics", "a 1\n");

        Assert.Equal(0, Run(server, DebugFile.Metrics));

        Assert.Equal($"collecting: {server.Url}/metrics\nCompiling debug information complete, all files written in \"{Archive}\".\n", _output.ToString());
        Assert.Equal(["metrics.txt a 1\n"], await FilesAsync());
    }

    [Fact]
    public async Task Run_ServerWithoutProfiles_SaysSoAndTakesTheRest()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/metrics", "a 1\n");

        Assert.Equal(0, Run(server, [.. DebugFile.Profiles, .. DebugFile.Metrics]));

        Assert.Equal(["metrics.txt a 1\n"], await FilesAsync());
        Assert.Contains("skipped heap.pb: the server has no Go profiles", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NothingThere_WritesNoArchive()
    {
        await using var server = await ApiServer.StartAsync();

        Assert.Equal(1, Run(server, DebugFile.Profiles));

        Assert.EndsWith($"error completing debug command: {server.Url} has nothing of that; no archive is written\n", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Archive));
    }

    [Fact]
    public async Task Run_ServerFails_IsSaid()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/metrics", static _ => new ApiReply("x") { Status = 500 });

        Assert.Equal(1, Run(server, DebugFile.Metrics));

        Assert.Equal($"error completing debug command: {server.Url}/metrics: server returned HTTP status 500\n", _error.ToString());
    }

    private int Run(ApiServer server, DebugFile[] files) => DebugWrite.Run(new Terminal(_output, _error), server.Url, files, Archive);

    private async Task<List<string>> FilesAsync()
    {
        await using var file = File.OpenRead(Archive);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        var files = new List<string>();
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            using var text = new StreamReader(entry.DataStream!);
            files.Add($"{entry.Name} {await text.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        }

        return files;
    }
}
