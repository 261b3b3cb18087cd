using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Model;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Compatibility.Tests.Wal;

/// <summary>The log of a real Prometheus that was killed holds, as we read it, all that it answered before.</summary>
public sealed class WrittenByPrometheusTests
{
    [Fact]
    public async Task Read_LogOfAKilledPrometheus_HoldsWhatItAnswered()
    {
        await using var served = new ServedExpositions();
        var exposition = new StringBuilder("# TYPE load gauge\n# HELP load Of é.\n");
        for (var i = 0; i < 3_000; i++)
        {
            exposition.Append(CultureInfo.InvariantCulture, $"load{{number=\"{i}\",text=\"ä\\n\\\"{new string('x', i % 300)}\"}} {i * 0.37}\n");
        }

        served.Add("/metrics", "text/plain; version=0.0.4", Encoding.UTF8.GetBytes(exposition.ToString()));
        await served.StartAsync();
        var job = new ScrapeJob("log", served.Address, "/metrics", "scrape_interval: 1s", "scrape_timeout: 1s");
        await using var prometheus = await PrometheusServer.TryStartAsync(ScrapeJob.Configuration([job]), "metadata-wal-records");
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");

        var answered = new Dictionary<string, string>(StringComparer.Ordinal);
        while (answered.Count < 10_000)
        {
            var data = await prometheus.GetAsync("api/v1/query", ("query", $"load{job.Selector}[1h]"));
            foreach (var series in data.GetProperty("result").EnumerateArray())
            {
                AddAnswered(series, answered);
            }
        }

        await prometheus.KillAsync();
        var stored = Read(Path.Combine(prometheus.DataDirectory, "wal"), out var metadata);
        Assert.Equal(3_000, metadata);
        foreach (var (key, value) in answered)
        {
            Assert.True(stored.TryGetValue(key, out var ours), $"{key} is not in the log");
            Assert.Equal(double.Parse(value, CultureInfo.InvariantCulture), ours);
        }
    }

    private static void AddAnswered(JsonElement series, Dictionary<string, string> answered)
    {
        var labels = Labels.Of([.. series.GetProperty("metric").EnumerateObject().Select(static label => (label.Name, label.Value.GetString()!))]);
        foreach (var sample in series.GetProperty("values").EnumerateArray())
        {
            answered[Key(labels, (long)Math.Round(sample[0].GetDouble() * 1e3))] = sample[1].GetString()!;
        }
    }

    /// <summary>All samples of the series called load, and for how many of them there is metadata.</summary>
    private static Dictionary<string, double> Read(string directory, out int metadata)
    {
        var load = new Dictionary<ulong, Labels>();
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        metadata = 0;
        using var reader = new WalReader(directory);
        while (reader.MoveNext())
        {
            switch (RecordTypes.Of(reader.Record))
            {
                case RecordType.Series:
                    var series = new SeriesRecordReader(reader.Record);
                    while (series.MoveNext())
                    {
                        if (series.Labels.MetricName.SequenceEqual("load"u8))
                        {
                            load.Add(series.Series, series.Labels.ToLabels());
                        }
                    }

                    break;
                case RecordType.Samples:
                    var sample = new SampleRecordReader(reader.Record);
                    while (sample.MoveNext())
                    {
                        if (load.TryGetValue(sample.Current.Series, out var labels))
                        {
                            samples.Add(Key(labels, sample.Current.TimestampMs), sample.Current.Value);
                        }
                    }

                    break;
                case RecordType.Metadata:
                    var entry = new MetadataRecordReader(reader.Record);
                    while (entry.MoveNext())
                    {
                        if (load.ContainsKey(entry.Series))
                        {
                            Assert.Equal(MetricType.Gauge, entry.Type);
                            Assert.Equal("Of é.", Encoding.UTF8.GetString(entry.Help));
                            metadata++;
                        }
                    }

                    break;
                default:
                    break;
            }
        }

        return samples;
    }

    private static string Key(Labels labels, long timestampMs) => string.Create(CultureInfo.InvariantCulture, $"{labels} {timestampMs}");
}
