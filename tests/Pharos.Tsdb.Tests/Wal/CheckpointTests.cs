using System.Text;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Testing;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Wal;

public sealed class CheckpointTests
{
    [Fact]
    public void Create_MixedRecords_KeepsWhatIsStillNeeded()
    {
        using var folder = new TemporaryFolder();
        WriteSegments(folder.Path);
        var result = Checkpoint.Create(folder.Path, Options(0, 1));
        Assert.Equal(new CheckpointCount(4, 2), result.Series);
        Assert.Equal(new CheckpointCount(6 + 4, 3 + 2), result.Samples);
        Assert.Equal(new CheckpointCount(6, 5), result.Tombstones);
        Assert.Equal(new CheckpointCount(4, 2), result.Exemplars);
        Assert.Equal(new CheckpointCount(6, 5), result.Metadata);
        Assert.Equal(
            ["series 2 {n=\"2\"}", "sample 1 100", "hist 2 150", "exemplar 2 100", "series 2 {n=\"2\"}", "sample 1 100", "sample 2 101", "hist 2 150",
             "tombstone 2 100", "exemplar 2 100", "metadata 2 second"],
            Texts(CheckpointDirectories.PathOf(folder.Path, 1)));
        Assert.Equal(["00000000", "00000001", "00000002", "checkpoint.00000001"], Names(folder.Path));
    }

    [Fact]
    public void Create_AnotherIsThere_IsMadeFromItAndTheSegmentsBehind()
    {
        using var folder = new TemporaryFolder();
        WriteSegments(folder.Path);
        Checkpoint.Create(folder.Path, Options(0, 0));
        using (var writer = new WalWriter(folder.Path))
        {
            writer.Truncate(1);
        }

        var first = Texts(CheckpointDirectories.PathOf(folder.Path, 0));
        Directory.CreateDirectory(folder.File("checkpoint.00000009.tmp"));
        Checkpoint.Create(folder.Path, Options(1, 1));
        var second = Texts(CheckpointDirectories.PathOf(folder.Path, 1));
        Assert.Equal(first.Where(static text => !text.StartsWith("metadata", StringComparison.Ordinal)), second.Take(4));
        Assert.Equal("metadata 2 second", second[^1]);
        Assert.Equal(new CheckpointDirectory(1, CheckpointDirectories.PathOf(folder.Path, 1)), CheckpointDirectories.Last(folder.Path));
        CheckpointDirectories.DeleteBefore(folder.Path, 1);
        Assert.Equal(["00000001", "00000002", "00000003", "checkpoint.00000001"], Names(folder.Path));
    }

    [Fact]
    public void Create_SegmentsAreMissing_Throws()
    {
        using var folder = new TemporaryFolder();
        WriteSegments(folder.Path);
        Checkpoint.Create(folder.Path, Options(0, 0));
        var exception = Assert.Throws<IOException>(() => Checkpoint.Create(folder.Path, Options(2, 2)));
        Assert.Equal("unexpected gap to last checkpoint. expected:1, requested:2", exception.Message);
    }

    [Fact]
    public void Create_LogIsDamaged_ThrowsAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        WriteSegments(folder.Path);
        var path = WalSegments.PathOf(folder.Path, 1);
        var bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Throws<Storage.CorruptionException>(() => Checkpoint.Create(folder.Path, Options(0, 1)));
        Assert.Equal(["00000000", "00000001", "00000002"], Names(folder.Path));
    }

    [Fact]
    public void Create_OneCoversTheSegmentsAlready_LeavesIt()
    {
        using var folder = new TemporaryFolder();
        WriteSegments(folder.Path);
        Checkpoint.Create(folder.Path, Options(0, 1));
        var before = Texts(CheckpointDirectories.PathOf(folder.Path, 1));
        Checkpoint.Create(folder.Path, Options(0, 1) with { MinTimeMs = long.MaxValue });
        Assert.Equal(before, Texts(CheckpointDirectories.PathOf(folder.Path, 1)));
    }

    [Fact]
    public void Create_SeriesWithMuchMetadata_WritesItInManyRecords()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new WalWriter(folder.Path))
        {
            var batch = new WalBatch();
            var metadata = new MetadataRecordWriter(batch.Buffer);
            for (var i = 0; i < 3_000; i++)
            {
                metadata.Add((ulong)i * 2, MetricType.Counter, "u"u8, Encoding.UTF8.GetBytes(new string('h', 1_000)));
            }

            batch.EndRecord();
            writer.Log(batch);
        }

        Checkpoint.Create(folder.Path, Options(0, 0));
        using var reader = new WalReader(CheckpointDirectories.PathOf(folder.Path, 0));
        var records = 0;
        while (reader.MoveNext())
        {
            records++;
        }

        Assert.Equal(3, records);
        Assert.Equal(3_000, Texts(CheckpointDirectories.PathOf(folder.Path, 0)).Count);
    }

    private static CheckpointOptions Options(int first, int last) =>
        new() { First = first, Last = last, KeepSeries = static series => series % 2 == 0, MinTimeMs = 100 };

    private static IEnumerable<string> Names(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Three segments; the second says all of the first again, with other samples and metadata.</summary>
    private static void WriteSegments(string directory)
    {
        using var writer = new WalWriter(directory);
        var batch = new WalBatch();
        for (var segment = 0; segment < 2; segment++)
        {
            var series = new SeriesRecordWriter(batch.Buffer);
            series.Add(1, Labels.Of(("n", "1")).View);
            series.Add(2, Labels.Of(("n", "2")).View);
            batch.EndRecord();
            SampleRecord[] samples = [new(2, 99, 1), new(1, 100, 2), new(2, segment == 0 ? 98 : 101, 3)];
            SampleRecordEncoder.Append(batch.Buffer, samples);
            batch.EndRecord();
            HistogramRecord.Append(batch.Buffer, [new(2, 50, new Histogram()), new(2, 150, new Histogram())], custom: false);
            batch.EndRecord();
            TombstoneRecord.Append(batch.Buffer, [new(1, 5, 200), new(2, 5, 99), new(2, 5, segment == 0 ? 1 : 100)]);
            batch.EndRecord();
            var exemplars = new ExemplarRecordWriter(batch.Buffer);
            exemplars.Add(2, default, 1, 99);
            exemplars.Add(2, default, 1, 100);
            batch.EndRecord();
            var metadata = new MetadataRecordWriter(batch.Buffer);
            metadata.Add(1, MetricType.Gauge, default, "none"u8);
            metadata.Add(2, MetricType.Gauge, default, "zeroth"u8);
            metadata.Add(2, MetricType.Gauge, default, segment == 0 ? "first"u8 : "second"u8);
            batch.EndRecord();
            batch.Buffer.Append([200, 1, 2, 3]);
            batch.EndRecord();
            writer.Log(batch);
            batch.Clear();
            writer.NextSegment();
        }
    }

    private static List<string> Texts(string directory)
    {
        var texts = new List<string>();
        using var reader = new WalReader(directory);
        while (reader.MoveNext())
        {
            AddTexts(reader.Record, texts);
        }

        return texts;
    }

    private static void AddTexts(ReadOnlySpan<byte> record, List<string> texts)
    {
        switch (RecordTypes.Of(record))
        {
            case RecordType.Series:
                var series = new SeriesRecordReader(record);
                while (series.MoveNext())
                {
                    texts.Add($"series {series.Series} {series.Labels.ToString()}");
                }

                break;
            case RecordType.Samples:
                var samples = new SampleRecordReader(record);
                while (samples.MoveNext())
                {
                    texts.Add($"sample {samples.Current.Series} {samples.Current.TimestampMs}");
                }

                break;
            case RecordType.Histograms:
                var histograms = new HistogramRecordReader(record);
                while (histograms.MoveNext(new Histogram()))
                {
                    texts.Add($"hist {histograms.Series} {histograms.TimestampMs}");
                }

                break;
            case RecordType.Tombstones:
                var tombstones = new TombstoneRecordReader(record);
                while (tombstones.MoveNext())
                {
                    texts.Add($"tombstone {tombstones.Current.Series} {tombstones.Current.MaxTimeMs}");
                }

                break;
            case RecordType.Exemplars:
                var exemplars = new ExemplarRecordReader(record);
                while (exemplars.MoveNext())
                {
                    texts.Add($"exemplar {exemplars.Series} {exemplars.TimestampMs}");
                }

                break;
            case RecordType.Metadata:
                var metadata = new MetadataRecordReader(record);
                while (metadata.MoveNext())
                {
                    texts.Add($"metadata {metadata.Series} {Encoding.UTF8.GetString(metadata.Help)}");
                }

                break;
            default:
                texts.Add("unknown");
                break;
        }
    }
}
