using System.Globalization;
using System.Text.Json;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Testing.Waiting;
using Pharos.Tsdb;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>What we store beside samples, as a real Prometheus finds it that starts on our directory.</summary>
public sealed class ExtrasReadByPrometheusTests
{
    private const int Count = 200;
    private const long Minute = 60_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_OnExemplars_AnswersWithOurs(bool isKilled)
    {
        using var folder = new TemporaryFolder();
        string directory;
        List<string> expected = [];
        using (var database = Database.Open(folder.File("ours"), OurDatabase.Options))
        {
            using var appender = database.NewAppender();
            for (var i = 0; i < Count; i++)
            {
                var time = SampleRounds.StartMs + i * 1000;
                var series = appender.Append(SeriesRef.None, SeriesOf(i).View, time, i).Series;
                var exemplar = i % 3 == 0 ? Labels.Of(("trace", $"t{i}"), ("ü", "é\"")) : Labels.Of();
                Assert.Equal(AppendOutcome.Accepted, appender.AppendExemplar(series, exemplar.View, i + 0.5, time - 7));
                appender.Commit();
                expected.Add(Describe(SeriesOf(i), exemplar, i + 0.5, time - 7));
            }

            directory = isKilled ? OurDatabase.Copy(database.DirectoryPath, folder.File("copy")) : database.DirectoryPath;
        }

        await using var prometheus = await StorePeer.StartAsync(directory, acceptsLate: false, "--enable-feature=exemplar-storage");
        var answer = await prometheus.GetAsync(
            "api/v1/query_exemplars",
            ("query", "examples"),
            ("start", Seconds(SampleRounds.StartMs - Minute)),
            ("end", Seconds(SampleRounds.StartMs + Count * 1000)));
        var found = answer.EnumerateArray().SelectMany(static series => series.GetProperty("exemplars").EnumerateArray().Select(exemplar => Describe(
            LabelsOf(series.GetProperty("seriesLabels")),
            LabelsOf(exemplar.GetProperty("labels")),
            double.Parse(exemplar.GetProperty("value").GetString()!, CultureInfo.InvariantCulture),
            (long)Math.Round(exemplar.GetProperty("timestamp").GetDouble() * 1e3))));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    /// <summary>Its HTTP API tells of targets only. What it read it writes into its next checkpoint.</summary>
    [Fact]
    public async Task Start_OnMetadata_KeepsItInItsCheckpoint()
    {
        using var folder = new TemporaryFolder();
        var options = OurDatabase.Options with { WalSegmentBytes = 32 << 10 };
        var samples = SampleRounds.Make(400, Minute);
        using (var database = Database.Open(folder.Path, options))
        {
            WriteMetadata(database, samples[0][0].TimestampMs);
            database.Write(samples);
            WriteMetadata(database, samples[^1][0].TimestampMs);
        }

        await using var prometheus = await StorePeer.StartAsync(folder.Path);
        await prometheus.WriteAsync([SampleRounds.Round(400, samples[^1][0].TimestampMs + Minute)]);
        await StorePeer.WaitForBlocksAsync(folder.Path, 1);
        var checkpoint = await Eventually.SeenAsync(() => CheckpointDirectories.Last(Path.Combine(folder.Path, "wal"))?.Path, static path => path is not null, "a checkpoint");
        await prometheus.StopAsync();
        var found = new List<string>();
        using var reader = new WalReader(checkpoint!);
        while (reader.MoveNext())
        {
            if (RecordTypes.Of(reader.Record) == RecordType.Metadata)
            {
                var record = new MetadataRecordReader(reader.Record);
                while (record.MoveNext())
                {
                    found.Add($"{record.Type} {System.Text.Encoding.UTF8.GetString(record.Unit)} {System.Text.Encoding.UTF8.GetString(record.Help)}");
                }
            }
        }

        Assert.Equal(Enumerable.Range(0, 3).Select(static i => $"Histogram seconds Help of {i} ü."), found.Order(StringComparer.Ordinal));
    }

    /// <summary>With a sample, so that the series is still there when the log is shortened.</summary>
    private static void WriteMetadata(Database database, long timestampMs)
    {
        using var appender = database.NewAppender();
        for (var i = 0; i < 3; i++)
        {
            var series = appender.Append(SeriesRef.None, SeriesOf(i).View, timestampMs, i).Series;
            var metadata = new MetricMetadata(MetricType.Histogram, "seconds", $"Help of {i} ü.");
            Assert.Equal(AppendOutcome.Accepted, appender.UpdateMetadata(series, metadata));
        }

        appender.Commit();
    }

    private static Labels SeriesOf(int i) => Labels.Of(("__name__", "examples"), ("i", (i % 5).ToString(CultureInfo.InvariantCulture)));

    private static Labels LabelsOf(JsonElement labels) =>
        Labels.Of([.. labels.EnumerateObject().Select(static label => (label.Name, label.Value.GetString()!))]);

    private static string Describe(Labels series, Labels exemplar, double value, long timestampMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{series} {exemplar} {value} {timestampMs}");

    private static string Seconds(long timeMs) => (timeMs / 1e3).ToString(CultureInfo.InvariantCulture);
}
