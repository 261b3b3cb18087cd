using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>
/// Reads a snapshot twice: first to see that all of it is good, then into an empty head, so that nothing has to be taken out of there again. Not safe
/// for concurrent use.
/// </summary>
internal sealed class SnapshotReading(string path)
{
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private readonly LabelsBuilder _repairedLabels = new();

    /// <summary>Series that were read into the head.</summary>
    public int Series { get; private set; }

    /// <summary>Throws <see cref="CorruptionException"/> unless all of it can be used.</summary>
    public void Check()
    {
        var chunks = new SnapshotChunkCheck();
        var isWhole = false;
        using var reader = new WalReader(path);
        while (reader.MoveNext())
        {
            var record = reader.Record;
            switch (TypeOf(record))
            {
                case SnapshotRecordType.Series:
                    var series = SnapshotSeriesRecord.Read(record, _histogram, _floatHistogram);
                    if (!series.Chunk.Data.IsEmpty)
                    {
                        chunks.Run(series.Chunk);
                    }

                    break;
                case SnapshotRecordType.Tombstones:
                    ReadTombstones(record);
                    isWhole = true;
                    break;
                case SnapshotRecordType.Exemplars:
                    var exemplars = ExemplarRecordReader.OfSnapshot(record, _repairedLabels);
                    while (exemplars.MoveNext())
                    {
                    }

                    break;
                default:
                    throw new CorruptionException($"a record of the unknown type {(record.IsEmpty ? 0 : record[0])}", reader.RecordStart.Offset, reader.RecordPath);
            }
        }

        if (!isWhole)
        {
            throw new CorruptionException("it ends before the tombstones, which every snapshot has behind its series", path: path);
        }
    }

    /// <summary>Reads it into a head that has nothing but the finished chunks of the replay.</summary>
    public void ReadInto(HeadStore head, HeadReplay replay)
    {
        var chunks = new OpenChunkRestoring(head);
        using var reader = new WalReader(path);
        while (reader.MoveNext())
        {
            switch (TypeOf(reader.Record))
            {
                case SnapshotRecordType.Series:
                    var series = SnapshotSeriesRecord.Read(reader.Record, _histogram, _floatHistogram);
                    replay.Read(series.Head);
                    if (replay.TryFind(series.Series, out var slot) && !series.Chunk.Data.IsEmpty)
                    {
                        chunks.Restore(slot, series.Chunk, series.IsStale);
                    }

                    Series++;
                    break;
                case SnapshotRecordType.Tombstones:
                    Delete(ReadTombstones(reader.Record), head, replay);
                    break;
                default:
                    AddExemplars(reader.Record, head, replay);
                    break;
            }
        }
    }

    private static SnapshotRecordType TypeOf(ReadOnlySpan<byte> record) => record.IsEmpty ? SnapshotRecordType.None : (SnapshotRecordType)record[0];

    /// <summary>The record of all tombstones: their length, and what a file of tombstones has between its first bytes and its checksum.</summary>
    internal static TombstoneStore ReadTombstones(ReadOnlySpan<byte> record)
    {
        var cursor = new RecordCursor(record);
        cursor.Byte();
        var entries = cursor.Text();
        return TombstoneFile.ParseEntries(entries, cursor.Position - entries.Length);
    }

    private static void Delete(TombstoneStore tombstones, HeadStore head, HeadReplay replay)
    {
        foreach (var (series, intervals) in tombstones.ToArray())
        {
            if (!replay.TryFind(series, out var slot))
            {
                continue;
            }

            foreach (var interval in intervals.Span)
            {
                if (interval.MaxTimeMs >= head.Times.MinValidMs)
                {
                    head.Deletions.Add(head.Series.Table.WalRef(slot), interval);
                }
            }
        }
    }

    private void AddExemplars(ReadOnlySpan<byte> record, HeadStore head, HeadReplay replay)
    {
        var exemplars = ExemplarRecordReader.OfSnapshot(record, _repairedLabels);
        while (exemplars.MoveNext())
        {
            if (replay.TryFind(exemplars.Series, out var slot))
            {
                _ = head.Exemplars.Replay(slot, exemplars.Labels, exemplars.Value, exemplars.TimestampMs);
            }
        }
    }
}
