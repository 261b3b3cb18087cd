using System.Globalization;
using System.Text;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Blocks;

/// <summary>Blocks by the real <c>promtool tsdb</c>, and what it says of blocks.</summary>
internal static class PromtoolBlocks
{
    private const int Series = 130;
    private const long StartSeconds = 1_700_006_400;

    /// <summary>Makes blocks of two hours each. Skips the test where there is no promtool.</summary>
    public static Task<string[]> CreateAsync(TemporaryFolder folder) => CreateAsync(folder, OpenMetrics());

    /// <summary>Makes blocks of these samples, beside those that are there.</summary>
    public static async Task<string[]> CreateAsync(TemporaryFolder folder, string samples)
    {
        var openMetrics = folder.File("samples.om");
        await File.WriteAllTextAsync(openMetrics, samples, TestContext.Current.CancellationToken);
        var blocks = folder.File("made");
        await RunAsync("create-blocks-from", "openmetrics", openMetrics, blocks);
        return [.. Directory.GetDirectories(blocks).Order(StringComparer.Ordinal)];
    }

    /// <summary>The samples of all blocks in a folder, a line each, sorted.</summary>
    public static async Task<string[]> DumpAsync(string directory)
    {
        // It takes a folder for a data directory only if there is this in it.
        Directory.CreateDirectory(Path.Combine(directory, "wal"));
        return [.. (await RunAsync("dump", directory)).Split('\n').Where(static line => line.Length > 0).Order(StringComparer.Ordinal)];
    }

    public static Task<string> ListAsync(string directory) => RunAsync("list", directory);

    public static Task<string> AnalyzeAsync(string directory, string block) => RunAsync("analyze", directory, block);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there: set PHAROS_PEERS to its folder");
        var result = await RunningProgram.RunAsync(promtool!, ["tsdb", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result.Output;
    }

    private static string OpenMetrics()
    {
        var text = new StringBuilder("# TYPE requests counter\n");
        for (var series = 0; series < Series; series++)
        {
            for (var minute = 0; minute < 150; minute += 1 + series % 3)
            {
                text.Append(CultureInfo.InvariantCulture, $"requests_total{{code=\"{200 + series % 7}\",path=\"/é\\n{series / 7}\"}} {series * minute} {StartSeconds + 60 * minute}\n");
            }
        }

        text.Append("# TYPE up gauge\n");
        for (var minute = 0; minute < 200; minute++)
        {
            text.Append(CultureInfo.InvariantCulture, $"up {minute % 2} {StartSeconds + 60 * minute}\n");
        }

        return text.Append("# EOF\n").ToString();
    }
}
