using Pharos.Compatibility.Tests.Peers;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing.Waiting;
using Pharos.Tsdb.Blocks;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>A real Prometheus that scrapes nothing: it stores what is sent to it, and answers.</summary>
internal static class StorePeer
{
    private const int SamplesPerRequest = 2000;

    /// <summary>Starts it on a data directory, which stays. Skips the test where there is none.</summary>
    public static async Task<PrometheusServer> StartAsync(string directory, bool acceptsLate = false, params string[] arguments)
    {
        var configuration = ScrapeJob.Configuration([]) + (acceptsLate ? "storage:\n  tsdb:\n    out_of_order_time_window: 1d\n" : "");
        string[] all = ["--enable-feature=native-histograms", "--web.enable-remote-write-receiver", .. arguments];
        var prometheus = await PrometheusServer.TryStartWithAsync(directory, configuration, all);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        return prometheus!;
    }

    /// <summary>As the other, in agent mode: it stores what is sent to it in a log, and forgets it again.</summary>
    public static async Task<PrometheusServer> StartAgentAsync(string directory, params string[] arguments)
    {
        string[] all = ["--web.enable-remote-write-receiver", .. arguments];
        var prometheus = await PrometheusServer.TryStartAgentAsync(directory, ScrapeJob.Configuration([]), all);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        return prometheus!;
    }

    public static async Task WriteAsync(this PrometheusServer prometheus, IEnumerable<StoredSample[]> rounds)
    {
        var request = new List<StoredSample>();
        var kinds = new Dictionary<Labels, SampleKind>();
        foreach (var round in rounds)
        {
            // In a request it takes all floats first and then the histograms, so that a series must not change in one.
            if (request.Count >= SamplesPerRequest || round.Any(sample => kinds.GetValueOrDefault(sample.Series, sample.Kind) != sample.Kind))
            {
                await prometheus.WriteAsync(RemoteWriteRequest.Of(request));
                request.Clear();
                kinds.Clear();
            }

            request.AddRange(round);
            Array.ForEach(round, sample => kinds[sample.Series] = sample.Kind);
        }

        await prometheus.WriteAsync(RemoteWriteRequest.Of(request));
    }

    /// <summary>Waits until so many blocks are there.</summary>
    public static Task WaitForBlocksAsync(string directory, int count) => Eventually.SeenAsync(
        () => Directory.GetDirectories(directory).Count(static path => Ulid.TryParse(Path.GetFileName(path), out _)),
        blocks => blocks >= count,
        $"{count} blocks");
}
