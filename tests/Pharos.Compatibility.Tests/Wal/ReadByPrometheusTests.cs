using System.Globalization;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Testing;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Compatibility.Tests.Wal;

/// <summary>A real Prometheus that starts on a log of ours answers with what we wrote.</summary>
public sealed class ReadByPrometheusTests
{
    private const int SeriesCount = 500;
    private const int Rounds = 40;

    [Theory]
    [InlineData(WalCompression.None, false)]
    [InlineData(WalCompression.Snappy, false)]
    [InlineData(WalCompression.Zstd, false)]
    [InlineData(WalCompression.Snappy, true)]
    public async Task Start_OnOurLog_AnswersWithOurSamples(WalCompression compression, bool withCheckpoint)
    {
        Assert.SkipWhen(Testing.Processes.Executables.Peer("prometheus") is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        using var folder = new TemporaryFolder();
        var start = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000 - 3 * Rounds) * 1000;
        Write(folder.File("wal"), compression, start);
        if (withCheckpoint)
        {
            var last = WalSegments.List(folder.File("wal"))[^1].Index;
            var options = new CheckpointOptions { First = 0, Last = last - 1, KeepSeries = static _ => true, MinTimeMs = start };
            Assert.True(Checkpoint.Create(folder.File("wal"), options).Samples.Total > 0);
            using var writer = new WalWriter(folder.File("wal"));
            writer.Truncate(last);
        }

        await using var prometheus = await PrometheusServer.TryStartOnAsync(folder.Path, ScrapeJob.Configuration([]), "native-histograms");
        var time = ("time", (start / 1000 + 2 * Rounds).ToString(CultureInfo.InvariantCulture));
        var floats = await prometheus!.GetAsync("api/v1/query", ("query", "ours[1h]"), time);
        var series = floats.GetProperty("result").EnumerateArray().ToList();
        Assert.Equal(SeriesCount, series.Count);
        foreach (var one in series)
        {
            var number = int.Parse(one.GetProperty("metric").GetProperty("number").GetString()!, CultureInfo.InvariantCulture);
            var values = one.GetProperty("values").EnumerateArray().ToList();
            Assert.Equal(Rounds, values.Count);
            for (var round = 0; round < Rounds; round++)
            {
                Assert.Equal(start / 1000 + 2 * round, values[round][0].GetInt64());
                Assert.Equal(Value(number, round), double.Parse(values[round][1].GetString()!, CultureInfo.InvariantCulture));
            }
        }

        var histograms = await prometheus.GetAsync("api/v1/query", ("query", "hist[1h]"), time);
        var all = histograms.GetProperty("result").EnumerateArray()
            .ToDictionary(static one => one.GetProperty("metric").GetProperty("kind").GetString()!, static one => one.GetProperty("histograms"));
        Assert.Equal(["custom", "exponential", "float", "float-custom"], all.Keys.Order(StringComparer.Ordinal));
        Assert.All(all.Values, static one => Assert.Equal(Rounds, one.GetArrayLength()));
        Assert.All(all.Values, static one => Assert.Equal(["10", "12.5"], CountAndSum(one[0])));
        Assert.DoesNotContain("corrupt", prometheus.Log, StringComparison.OrdinalIgnoreCase);
    }

    private static string[] CountAndSum(JsonElement sample) => [sample[1].GetProperty("count").GetString()!, sample[1].GetProperty("sum").GetString()!];

    private static double Value(int number, int round) => number % 7 == 0 ? round : number * 1.1 / (round + 1);

    private static void Write(string directory, WalCompression compression, long startMs)
    {
        using var writer = new WalWriter(directory, new WalOptions { Compression = compression, SegmentBytes = 128 << 10 });
        var batch = new WalBatch();
        var names = new SeriesRecordWriter(batch.Buffer);
        for (var i = 0; i < SeriesCount; i++)
        {
            var padding = new string('p', i % 400);
            names.Add((ulong)i + 1, Labels.Of(("__name__", "ours"), ("number", i.ToString(CultureInfo.InvariantCulture)), ("ü", "é" + padding)).View);
        }

        string[] kinds = ["exponential", "custom", "float", "float-custom"];
        for (var i = 0; i < kinds.Length; i++)
        {
            names.Add(10_000 + (ulong)i, Labels.Of(("__name__", "hist"), ("kind", kinds[i])).View);
        }

        batch.EndRecord();
        var exponential = new Histogram
        {
            Schema = 1,
            Count = 10,
            Sum = 12.5,
            ZeroCount = 1,
            ZeroThreshold = 0.001,
            PositiveSpans = [new(0, 2), new(3, 1)],
            PositiveBuckets = [1, 1, 3],
            NegativeSpans = [new(1, 1)],
            NegativeBuckets = [1],
        };
        var custom = new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = 10,
            Sum = 12.5,
            PositiveSpans = [new(0, 3)],
            PositiveBuckets = [3, 1, -1],
            CustomValues = [1, 2],
        };
        var series = Enumerable.Range(1, SeriesCount).Select(static i => (ulong)i).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var time = startMs + 2_000 * round;
            SampleRecordEncoder.Append(
                batch.Buffer,
                series,
                Enumerable.Repeat(time, SeriesCount).ToArray(),
                Enumerable.Range(0, SeriesCount).Select(i => Value(i, round)).ToArray());
            batch.EndRecord();
            HistogramRecord[] integers = [new(10_000, time, exponential), new(10_001, time, custom)];
            FloatHistogramRecord[] floats = [new(10_002, time, exponential.ToFloat()), new(10_003, time, custom.ToFloat())];
            foreach (var isCustom in new[] { false, true })
            {
                HistogramRecord.Append(batch.Buffer, integers, isCustom);
                batch.EndRecord();
                FloatHistogramRecord.Append(batch.Buffer, floats, isCustom);
                batch.EndRecord();
            }

            writer.Log(batch);
            batch.Clear();
        }
    }
}
