using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Scraped;
using Pharos.Foundation.Compression;
using Pharos.Model.Histograms;
using Pharos.Remote.Tests.Receiving;
using Pharos.Server.Tests.Remote;

namespace Pharos.Compatibility.Tests.Remote;

/// <summary>Remote read of the same samples, from a real Prometheus and from ours; and a real Prometheus that reads from ours.</summary>
public sealed class ReaderParityTests
{
    private const string Configuration = "global: {scrape_interval: 1h, external_labels: {region: eu}}\n";

    [Fact]
    public async Task Read_SameSamples_HasTheSameAnswersInBothForms()
    {
        await using var prometheus = await PrometheusServer.TryStartWithAsync(null, Configuration, ["--web.enable-remote-write-receiver", "--enable-feature=native-histograms"]);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await using var pharos = await PharosUnderTest.StartAsync(Configuration, takesWrites: true);
        using var client = new HttpClient();
        var ours = new Uri($"http://{pharos.Address}/");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var request = Compressed(Requests.Version1(Series(now)));
        await PostAsync(client, new Uri(prometheus.BaseAddress, "api/v1/write"), request);
        await PostAsync(client, new Uri(ours, "api/v1/write"), request);

        (int, string, string)[][] selections = [[(2, "__name__", ".+")], [(0, "__name__", "a")], [(1, "__name__", "a"), (0, "region", "eu")], [(0, "region", "us")], [(3, "job", "t.*")]];
        foreach (var matchers in selections)
        {
            foreach (var (start, end) in ((long, long)[])[(now - 3_600_000, now), (now - 150_000, now - 100_000), (now + 1, now + 2)])
            {
                var samples = ReadRequests.Of(start, end, [0], matchers);
                var theirs = ReadRequests.Samples(await PostAsync(client, new Uri(prometheus.BaseAddress, "api/v1/read"), samples));
                Assert.Equal(theirs.Order(StringComparer.Ordinal), ReadRequests.Samples(await PostAsync(client, new Uri(ours, "api/v1/read"), samples)).Order(StringComparer.Ordinal));

                var stream = ReadRequests.Of(start, end, [1], matchers);
                var frames = ReadRequests.Frames(await PostAsync(client, new Uri(prometheus.BaseAddress, "api/v1/read"), stream));
                Assert.Equal(frames, ReadRequests.Frames(await PostAsync(client, new Uri(ours, "api/v1/read"), stream)));
            }
        }
    }

    [Fact]
    public async Task Read_ByARealPrometheus_AnswersItsQueries()
    {
        await using var pharos = await PharosUnderTest.StartAsync("global: {scrape_interval: 1h}\n", takesWrites: true);
        await using var prometheus = await PrometheusServer.TryStartAsync($"remote_read: [{{url: 'http://{pharos.Address}/api/v1/read', read_recent: true}}]\n", "native-histograms");
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        using var client = new HttpClient();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await PostAsync(client, new Uri($"http://{pharos.Address}/api/v1/write"), Compressed(Requests.Version1(Series(now))));
        foreach (var query in (string[])["sum by (job) (rate(a[5m]))", "histogram_quantile(0.9, h)", "count({__name__=~\".+\"})", "a offset 1m"])
        {
            (string, string)[] parameters = [("query", query), ("time", $"{now / 1000}")];
            Assert.Equal(Result(await pharos.GetAsync("api/v1/query", parameters)), Result(await prometheus.GetAsync("api/v1/query", parameters)));
        }
    }

    private static Sent[] Series(long now) =>
    [
        new([("__name__", "a"), ("job", "test")]) { Samples = [.. Enumerable.Range(-200, 201).Select(i => (now + i * 1000L, i * 1.5, 0L))] },
        new([("__name__", "a"), ("job", "other"), ("region", "mine")]) { Samples = [(now - 120_000, 1, 0), (now - 110_000, double.NaN, 0)] },
        new([("__name__", "h")]) { Histograms = [.. Enumerable.Range(-20, 21).Select(i => (now + i * 10_000L, One((ulong)(i + 30))))] },
    ];

    private static Histogram One(ulong count) => new() { Count = count, Sum = count, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [(long)count] };

    /// <summary>Series come in any order.</summary>
    private static List<string> Result(JsonElement data) =>
        [.. data.GetProperty("result").EnumerateArray().Select(static series => series.GetRawText()).Order(StringComparer.Ordinal)];

    private static byte[] Compressed(ReadOnlySpan<byte> content)
    {
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        return block[..new SnappyEncoder().Encode(content, block)];
    }

    private static async Task<byte[]> PostAsync(HttpClient client, Uri address, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        using var answer = await client.PostAsync(address, content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
