using Pharos.Compatibility.Tests.Peers;
using Pharos.Tsdb.Blocks;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>A real Prometheus that scrapes nothing: it stores what is sent to it, and answers.</summary>
internal static class StorePeer
{
    /// <summary>Starts it on a data directory, which stays. Skips the test where there is none.</summary>
    public static async Task<PrometheusServer> StartAsync(string directory, bool acceptsLate = false, params string[] arguments)
    {
        var configuration = ScrapeJob.Configuration([]) + (acceptsLate ? "storage:\n  tsdb:\n    out_of_order_time_window: 1d\n" : "");
        string[] all = ["--enable-feature=native-histograms", "--web.enable-remote-write-receiver", .. arguments];
        var prometheus = await PrometheusServer.TryStartWithAsync(directory, configuration, all);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        return prometheus!;
    }

    public static async Task WriteAsync(this PrometheusServer prometheus, IEnumerable<StoredSample[]> rounds)
    {
        // Requests of a moderate size, as senders make them.
        foreach (var part in rounds.Chunk(200))
        {
            await prometheus.WriteAsync(RemoteWriteRequest.Of(part.SelectMany(static round => round)));
        }
    }

    /// <summary>Waits until so many blocks are there.</summary>
    public static async Task WaitForBlocksAsync(string directory, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (Directory.GetDirectories(directory).Count(static path => Ulid.TryParse(Path.GetFileName(path), out _)) < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }
}
