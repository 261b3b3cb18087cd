using Microsoft.Extensions.Logging;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Files;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Exemplars;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>Writes what the head has in memory, when its log takes nothing any more, so that the next start need not read the log for it.</summary>
internal sealed class SnapshotWriting(string directory, HeadStore head, WalCompression compression, ILogger log, TimeProvider time)
{
    private const int BatchBytes = 1 << 20;
    private const int ExemplarsPerRecord = 10_000;

    private readonly WalBatch _records = new();
    private readonly ByteBuffer _labels = new();
    private readonly ChunkReader _reader = new();

    /// <summary>
    /// Writes a snapshot that stands for the log up to the place, and deletes earlier ones. It appears under its name when it is complete and on the
    /// disk; what fails before leaves everything as it was, and is logged: nothing is lost by it.
    /// </summary>
    public void Run(WalPosition position)
    {
        var path = SnapshotDirectories.PathOf(directory, position);
        if (Directory.Exists(path))
        {
            return;
        }

        var started = time.GetTimestamp();
        log.Info("creating chunk snapshot");
        try
        {
            var series = WriteAlone(path);
            log.Info("chunk snapshot complete", [("duration", time.GetElapsedTime(started)), ("num_series", series), ("dir", path)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error("The snapshot of the head could not be written, the next start reads the write-ahead log", [("dir", path), ("err", exception.Message)]);
            return;
        }

        DeleteEarlier(position);
    }

    /// <summary>After the commits that are still at work: what they have logged must be in the snapshot, too.</summary>
    private int WriteAlone(string path)
    {
        head.DropGate.EnterWriteLock();
        try
        {
            // What is not in the files could only be read from the log.
            head.ChunkFiles.Complete();
            return Write(path);
        }
        finally
        {
            head.DropGate.ExitWriteLock();
        }
    }

    private int Write(string path)
    {
        var unfinished = path + SnapshotDirectories.TemporarySuffix;
        try
        {
            Delete(unfinished);
            int series;
            using (var writer = new WalWriter(unfinished, new WalOptions { Compression = compression }, metrics: null, log))
            {
                series = WriteSeries(writer);
                WriteTombstones(writer);
                WriteExemplars(writer);
                writer.Sync();
                if (writer.SyncFailures > 0)
                {
                    throw new IOException($"{writer.SyncFailures} files of the snapshot could not be synced");
                }
            }

            DirectorySync.Flush(unfinished);
            Directory.Move(unfinished, path);
            DirectorySync.Flush(directory);
            return series;
        }
        catch
        {
            Delete(unfinished);
            throw;
        }
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private int WriteSeries(WalWriter writer)
    {
        var count = 0;
        var table = head.Series.Table;
        for (uint slot = 0; slot < table.Limit; slot++)
        {
            lock (table.Page(slot).Lock)
            {
                ref var state = ref table.State(slot);
                if (state.Generation == 0 || state.IsDead)
                {
                    continue;
                }

                count++;
                AppendSeries(slot, ref state);
            }

            FlushIfFull(writer);
        }

        return count;
    }

    private void AppendSeries(uint slot, ref SeriesState state)
    {
        head.Series.CopyLabels(slot, _labels);
        SnapshotSeriesRecord.AppendHead(_records.Buffer, head.Series.Table.WalRef(slot), new LabelsView(_labels.Written));
        if (state.Encoding == ChunkEncoding.None)
        {
            SnapshotSeriesRecord.AppendNoChunk(_records.Buffer);
        }
        else
        {
            SnapshotSeriesRecord.AppendChunk(_records.Buffer, head.OpenChunks.View(state), _reader);
        }

        _records.EndRecord();
    }

    private void WriteTombstones(WalWriter writer)
    {
        var entries = new ByteBuffer();
        TombstoneFile.AppendEntries(entries, head.Deletions.Tombstones);
        _records.Buffer.Append((byte)SnapshotRecordType.Tombstones);
        _records.Buffer.AppendText(entries.Written);
        _records.EndRecord();
        Flush(writer);
    }

    private void WriteExemplars(WalWriter writer)
    {
        var exemplars = new List<(ulong Series, double Value, long TimestampMs, int LabelStart, int LabelBytes)>();
        var labels = new ByteBuffer();
        head.Exemplars.ForEach((LabelsView series, in ExemplarView exemplar) =>
        {
            // A series may be gone while its exemplars are still there.
            if (head.Series.Index.TryFind(SeriesIndex.Hash(series), series, out var slot))
            {
                exemplars.Add(
                    (head.Series.Table.WalRef(slot), exemplar.Value, exemplar.TimestampMs, labels.Length, exemplar.Labels.Encoded.Length));
                labels.Append(exemplar.Labels.Encoded);
            }
        });
        foreach (var part in exemplars.Chunk(ExemplarsPerRecord))
        {
            var record = ExemplarRecordWriter.OfSnapshot(_records.Buffer);
            foreach (var (series, value, timestampMs, start, length) in part)
            {
                record.Add(series, new LabelsView(labels.Written.Slice(start, length)), value, timestampMs);
            }

            _records.EndRecord();
            Flush(writer);
        }
    }

    private void FlushIfFull(WalWriter writer)
    {
        if (_records.Buffer.Length >= BatchBytes)
        {
            Flush(writer);
        }
    }

    private void Flush(WalWriter writer)
    {
        writer.Log(_records);
        _records.Clear();
    }

    private void DeleteEarlier(WalPosition position)
    {
        try
        {
            SnapshotDirectories.DeleteBefore(directory, position);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They are passed over, since there is a later one.
            log.Error("delete old chunk snapshots", [("err", exception.Message)]);
        }
    }
}
