using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pharos.Tsdb.Bench;

/// <summary>Starts Prometheus on a directory, and tells when it was ready, what that took, and then what its compaction took.</summary>
internal static class Peer
{
    public static int Run(string[] args)
    {
        var (directory, program) = (args[0], args[1]);
        var blocks = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0;
        var longest = args.Length > 3 ? args[3] : "2h";
        var configuration = Path.Combine(directory, "peer.yml");
        File.WriteAllText(configuration, "global: {scrape_interval: 1h}\n");
        var address = $"127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(program)
        {
            ArgumentList =
            {
                $"--config.file={configuration}", $"--storage.tsdb.path={directory}", $"--web.listen-address={address}",
                "--storage.tsdb.retention.time=100y", "--storage.tsdb.min-block-duration=2h", $"--storage.tsdb.max-block-duration={longest}", "--log.level=error",
            },
        };
        var wall = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var watch = new MemoryWatch(process.Id);
        try
        {
            using var http = new HttpClient();
            Poll(process, () => IsReady(http, address));
            Console.WriteLine(
                $"peer replay: {wall.Elapsed.TotalSeconds:N2} s, CPU {process.TotalProcessorTime.TotalSeconds:N2} s, peak of anonymous memory {watch.PeakMiB:N0} MiB, with files {watch.HighWaterMiB:N0} MiB, now {watch.NowMiB:N0} MiB");
            if (blocks > 0)
            {
                AwaitBlocks(process, watch, directory, blocks);
            }
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        return 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void AwaitBlocks(Process process, MemoryWatch watch, string directory, int blocks)
    {
        var before = watch.NowMiB;
        watch.Reset();
        process.Refresh();
        var cpu = process.TotalProcessorTime;
        Poll(process, () => Blocks(directory).Count == blocks);
        process.Refresh();
        Console.WriteLine(
            $"peer compaction: CPU {(process.TotalProcessorTime - cpu).TotalSeconds:N1} s, anonymous {before:N0} -> peak {watch.PeakMiB:N0} MiB");
        foreach (var block in Blocks(directory))
        {
            using var meta = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(block, "meta.json")));
            var stats = meta.RootElement.GetProperty("stats");
            var bytes = Directory.EnumerateFiles(block, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length);
            Console.WriteLine(
                $"peer block: {stats.GetProperty("numSeries").GetInt64():N0} series, {stats.GetProperty("numSamples").GetInt64():N0} samples, {bytes / (double)stats.GetProperty("numSamples").GetInt64():N3} bytes a sample");
        }
    }

    private static List<string> Blocks(string directory) =>
        [.. Directory.EnumerateDirectories(directory).Where(static folder => Path.GetFileName(folder).Length == 26 && File.Exists(Path.Combine(folder, "meta.json")))];

    private static bool IsReady(HttpClient http, string address)
    {
        try
        {
            using var response = http.GetAsync(new Uri($"http://{address}/-/ready")).GetAwaiter().GetResult();
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Poll(Process process, Func<bool> isDone)
    {
        while (!isDone())
        {
            if (process.WaitForExit(20))
            {
                throw new InvalidOperationException($"the peer ended with {process.ExitCode}");
            }
        }
    }
}
