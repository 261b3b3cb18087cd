using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Scraped;
using Pharos.Testing.Waiting;

namespace Pharos.Compatibility.Tests.Remote;

/// <summary>A real Prometheus scrapes itself and sends all of it to ours.</summary>
public sealed class RealSenderTests
{
    [Theory]
    [InlineData("prometheus.WriteRequest")]
    [InlineData("io.prometheus.write.v2.Request")]
    public async Task Write_WhatARealPrometheusScrapes_IsStoredAsItHasIt(string message)
    {
        await using var pharos = await PharosUnderTest.StartAsync("global: {scrape_interval: 1h}\n", takesWrites: true);
        await using var target = await PrometheusServer.TryStartAsync("global: {scrape_interval: 1h}\n", "native-histograms");
        Assert.SkipWhen(target is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await using var sender = await PrometheusServer.TryStartAsync(
            $$$"""
            global: {scrape_interval: 1s, external_labels: {sent: "yes"}}
            scrape_configs:
              - job_name: real
                static_configs: [{targets: ["{{{target.BaseAddress.Authority}}}"]}]
            remote_write:
              - url: http://{{{pharos.Address}}}/api/v1/write
                protobuf_message: {{{message}}}
                send_native_histograms: true
                send_exemplars: true
                queue_config: {batch_send_deadline: 100ms}
            """,
            "native-histograms",
            "metadata-wal-records");

        // It sends what it scrapes once it has begun to; what it had a few seconds ago has been sent.
        var end = (long)await NewestAfterAsync(pharos, 0) + 5;
        await NewestAfterAsync(pharos, end + 3);

        (string, string)[] query = [("query", "{job=\"real\"}[4s]"), ("time", $"{end}")];
        var theirs = Series(await sender!.GetAsync("api/v1/query", query), "");
        var ours = Series(await pharos.GetAsync("api/v1/query", query), ",sent=yes");
        Assert.True(theirs.Count > 300, $"{theirs.Count} series, {ours.Count} in ours; {sender.LogTail}");
        Assert.Equal(theirs, ours);
        Assert.Contains(theirs, static series => series.Contains("\"histogram\"", StringComparison.Ordinal) || series.Contains("buckets", StringComparison.Ordinal));
    }

    /// <summary>The time of the newest sample that has been sent, as soon as it is later than the given one.</summary>
    private static Task<double> NewestAfterAsync(PharosUnderTest pharos, long seconds) =>
        Eventually.AnsweredAsync(() => NewestAsync(pharos), newest => newest > seconds, $"a sample after {seconds}");

    private static async Task<double> NewestAsync(PharosUnderTest pharos)
    {
        var result = (await pharos.GetAsync("api/v1/query", ("query", "timestamp(up{job=\"real\"})"))).GetProperty("result");
        return result.GetArrayLength() == 0 ? 0 : double.Parse(result[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <param name="added">The labels that are expected behind the sender's own.</param>
    private static List<string> Series(JsonElement data, string added) =>
        [.. data.GetProperty("result").EnumerateArray().Select(series => Text(series, added)).Order(StringComparer.Ordinal)];

    private static string Text(JsonElement series, string added)
    {
        var labels = string.Join(',', series.GetProperty("metric").EnumerateObject().OrderBy(static label => label.Name, StringComparer.Ordinal).Select(static label => $"{label.Name}={label.Value}"));
        Assert.Contains(added, "," + labels, StringComparison.Ordinal);
        labels = added.Length == 0 ? labels : ("," + labels).Replace(added, "", StringComparison.Ordinal)[1..];
        var samples = series.TryGetProperty("values", out var values) ? values : series.GetProperty("histograms");
        return $"{labels} {samples.GetRawText()}";
    }
}
