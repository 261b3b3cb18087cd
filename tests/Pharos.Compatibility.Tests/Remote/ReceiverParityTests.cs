using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Scraped;
using Pharos.Foundation.Compression;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Remote.Tests.Receiving;

namespace Pharos.Compatibility.Tests.Remote;

/// <summary>The same requests of remote write, to a real Prometheus and to ours: both answer alike, and store the same.</summary>
public sealed class ReceiverParityTests
{
    private const string Configuration = "global: {scrape_interval: 1h}\n";
    private const string Version1 = "application/x-protobuf";
    private const string Version2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_SoundAndUnsoundRequests_AreAnsweredAndStoredAlike(bool isVersion2)
    {
        await using var prometheus = await PrometheusServer.TryStartWithAsync(null, Configuration, ["--web.enable-remote-write-receiver", "--enable-feature=native-histograms"]);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await using var pharos = await PharosUnderTest.StartAsync(Configuration, takesWrites: true);
        using var client = new HttpClient();
        var ours = new Uri($"http://{pharos.Address}/api/v1/write");
        var theirs = new Uri(prometheus.BaseAddress, "api/v1/write");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (what, series) in Batches(now, isVersion2))
        {
            var body = Compressed(isVersion2 ? Requests.Version2(series) : Requests.Version1(series));
            Assert.Equal($"{what}: {await PostAsync(client, theirs, body, isVersion2)}", $"{what}: {await PostAsync(client, ours, body, isVersion2)}");
        }

        (string, string)[] query = [("query", "{__name__=~\".+\"}[10m]"), ("time", $"{(now / 1000) + 5}")];
        Assert.Equal(Series(await prometheus.GetAsync("api/v1/query", query)), Series(await pharos.GetAsync("api/v1/query", query)));
    }

    [Theory]
    [InlineData("text/plain", "snappy")]
    [InlineData("application/x-protobuf;proto=x.Y", "snappy")]
    [InlineData("application/x-protobuf;proto", "snappy")]
    [InlineData("application/x-protobuf", "gzip")]
    [InlineData("application/x-protobuf", "snappy")]
    public async Task Write_WhatIsNoRequest_HasTheSameStatus(string type, string encoding)
    {
        await using var prometheus = await PrometheusServer.TryStartWithAsync(null, Configuration, ["--web.enable-remote-write-receiver"]);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await using var pharos = await PharosUnderTest.StartAsync(Configuration, takesWrites: true);
        using var client = new HttpClient();
        var statuses = new List<int>();
        foreach (var address in (Uri[])[new Uri(prometheus.BaseAddress, "api/v1/write"), new Uri($"http://{pharos.Address}/api/v1/write")])
        {
            using var content = new ByteArrayContent([0xFF, 0xFF]);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            content.Headers.ContentEncoding.Add(encoding);
            using var answer = await client.PostAsync(address, content, TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal(statuses[0], statuses[1]);
    }

    /// <summary>Without what the Prometheus in reach, 3.5, does not refuse yet: broken and very fine histograms, series with no sample.</summary>
    private static IEnumerable<(string What, Sent[] Series)> Batches(long now, bool isVersion2)
    {
        yield return ("two series", [Sent.Float("a", now, 1), Sent.Float("b", now, double.NaN)]);
        yield return ("the same again", [Sent.Float("a", now, 1)]);
        yield return ("another value of the same time", [Sent.Float("a", now, 2)]);
        yield return ("late", [Sent.Float("c", now, 1), Sent.Float("a", now - 1000, 1), Sent.Float("d", now, 1)]);
        yield return ("far ahead", [Sent.Float("a", now + 3_600_000, 1)]);
        yield return ("long ago", [Sent.Float("a", now - 36_000_000, 1)]);
        yield return ("nameless", [new Sent([("job", "x")]) { Samples = [(now, 1, 0)] }, Sent.Float("e", now, 1)]);
        yield return ("a name twice", [new Sent([("__name__", "f"), ("x", "1"), ("x", "2")]) { Samples = [(now, 1, 0)] }]);
        yield return ("an empty value", [new Sent([("__name__", "g"), ("empty", "")]) { Samples = [(now, 1, 0)] }]);
        yield return ("not in order", [new Sent([("z", "1"), ("__name__", "g"), ("b", "2")]) { Samples = [(now, 1, 0), (now + 1, 2, 0)] }]);
        yield return ("names of other scripts", [new Sent([("__name__", "größe"), ("größe.der straße", "ü")]) { Samples = [(now, 1, 0)] }]);
        yield return ("histograms", [new Sent([("__name__", "h")]) { Histograms = [(now, One)], FloatHistograms = [(now + 1, OneFloat)] }]);
        if (isVersion2)
        {
            yield return ("metadata", [Sent.Float("k", now, 1) with { Metadata = (MetricType.Gauge, "Help.", "s") }]);
        }
    }

    private static Histogram One => new() { Count = 3, Sum = 2, ZeroCount = 1, ZeroThreshold = 0.001, PositiveSpans = [new BucketSpan(2, 2)], PositiveBuckets = [1, 0] };

    private static FloatHistogram OneFloat => new() { Count = 2.5, Sum = 2, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [2.5] };

    private static byte[] Compressed(ReadOnlySpan<byte> content)
    {
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        return block[..new SnappyEncoder().Encode(content, block)];
    }

    private static async Task<string> PostAsync(HttpClient client, Uri address, byte[] body, bool isVersion2)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", isVersion2 ? Version2 : Version1);
        content.Headers.ContentEncoding.Add("snappy");
        using var answer = await client.PostAsync(address, content, TestContext.Current.CancellationToken);
        var written = answer.Headers.Where(static header => isWritten(header.Key)).Select(static header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal);
        return $"{(int)answer.StatusCode} {string.Join("; ", isVersion2 ? written : [])} {WithoutValues(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))}";

        static bool isWritten(string name) => name.StartsWith("X-Prometheus-Remote-Write-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Prometheus tells both values of a duplicate; ours does not.</summary>
    private static string WithoutValues(string text)
    {
        const string Duplicate = "duplicate sample for timestamp";
        var start = text.IndexOf(Duplicate + " ", StringComparison.Ordinal);
        if (start < 0 || text.IndexOf("; overrides not allowed", start, StringComparison.Ordinal) < 0)
        {
            return text;
        }

        var rest = text[(start + Duplicate.Length)..];
        var end = rest.IndexOf(" for series", StringComparison.Ordinal);
        return text[..(start + Duplicate.Length)] + rest[(end < 0 ? rest.IndexOf('\n', StringComparison.Ordinal) : end)..];
    }

    private static List<string> Series(JsonElement data) =>
        [.. data.GetProperty("result").EnumerateArray().Select(static series => series.GetRawText()).Order(StringComparer.Ordinal)];
}
