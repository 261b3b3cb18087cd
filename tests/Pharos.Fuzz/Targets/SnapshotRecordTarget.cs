using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Snapshots;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Fuzz.Targets;

/// <summary>Records of a snapshot of the head. A chunk that the check lets pass must be one that the head can go on with.</summary>
internal sealed class SnapshotRecordTarget : IFuzzTarget
{
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private readonly LabelsBuilder _copies = new();
    private readonly ChunkReader _reader = new();
    private readonly SnapshotChunkCheck _check = new();

    public string Name => "snapshot-record";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            yield return Series(static record => SnapshotSeriesRecord.AppendNoChunk(record));
            yield return Series(record => SnapshotSeriesRecord.AppendChunk(record, Floats(), _reader));
            yield return Series(record => SnapshotSeriesRecord.AppendChunk(record, Histograms(), _reader));
            yield return Series(record => SnapshotSeriesRecord.AppendChunk(record, FloatHistograms(), _reader));
            var tombstones = new TombstoneStore();
            tombstones.Add(7, new Interval(-5, 100));
            var entries = new ByteBuffer();
            TombstoneFile.AppendEntries(entries, tombstones);
            yield return [(byte)SnapshotRecordType.Tombstones, (byte)entries.Length, .. entries.Written];
            var exemplars = new ByteBuffer();
            ExemplarRecordWriter.OfSnapshot(exemplars).Add(7, Labels.Of(("trace", "x")).View, 1, 2);
            yield return exemplars.ToArray();
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[1], [2], [3], [4], [5], [6], [0x80, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], new byte[8], new byte[64]];

    public bool HasLengths => true;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        outcome.Feature(1, input.IsEmpty ? 0u : input[0]);
        try
        {
            Read(input, outcome);
        }
        catch (CorruptionException exception)
        {
            outcome.Error(exception);
        }
    }

    private void Read(ReadOnlySpan<byte> record, FuzzOutcome outcome)
    {
        switch (record.IsEmpty ? SnapshotRecordType.None : (SnapshotRecordType)record[0])
        {
            case SnapshotRecordType.Series:
                ReadSeries(record, outcome);
                break;
            case SnapshotRecordType.Tombstones:
                outcome.Result(SnapshotReading.ReadTombstones(record).Total);
                break;
            case SnapshotRecordType.Exemplars:
                var exemplars = ExemplarRecordReader.OfSnapshot(record, _copies);
                while (exemplars.MoveNext())
                {
                    outcome.Result(exemplars.Value);
                }

                break;
        }
    }

    private void ReadSeries(ReadOnlySpan<byte> record, FuzzOutcome outcome)
    {
        var series = SnapshotSeriesRecord.Read(record, _histogram, _floatHistogram);
        outcome.Result(series.Series);

        // What names the series is a record of the log as it stands.
        var log = new SeriesRecordReader(series.Head, _copies);
        BrokenInvariantException.Require(log.MoveNext() && log.Series == series.Series, "the beginning does not name the series");
        BrokenInvariantException.Require(!log.MoveNext(), "the beginning names more than one series");
        var chunk = series.Chunk;
        if (chunk.Data.IsEmpty)
        {
            return;
        }

        _check.Run(chunk);
        if (chunk.Encoding == ChunkEncoding.Xor && ChunkHeader.Count(chunk.Encoding, chunk.Data) > 0)
        {
            XorState state = default;
            XorEncoder.Resume(ref state, chunk.Data);
            BrokenInvariantException.Require(state.LastTimestampMs == chunk.MaxTimeMs, "the chunk ends at another time");
        }
    }

    private static byte[] Series(Action<ByteBuffer> rest)
    {
        var record = new ByteBuffer();
        SnapshotSeriesRecord.AppendHead(record, 7, Labels.Of(("__name__", "up"), ("job", "é")).View);
        rest(record);
        return record.ToArray();
    }

    private static ChunkView Floats()
    {
        var chunk = new byte[200];
        XorState state = default;
        XorEncoder.Start(ref state, chunk);
        for (var i = 0; i < 5; i++)
        {
            XorEncoder.Append(ref state, chunk, 1_000 * i, i / 3.0);
        }

        return new ChunkView(ChunkEncoding.Xor, 0, 4_000, chunk.AsSpan(0, XorEncoder.ByteLength(state)));
    }

    private static ChunkView Histograms()
    {
        var writer = new HistogramChunkWriter();
        for (var i = 0; i < 3; i++)
        {
            writer.Append(1_000 * i, new Histogram { Count = (ulong)i + 1, PositiveSpans = [new(0, 1)], PositiveBuckets = [i + 1] });
        }

        return new ChunkView(ChunkEncoding.Histogram, 0, 2_000, writer.Written);
    }

    private static ChunkView FloatHistograms()
    {
        var writer = new FloatHistogramChunkWriter();
        for (var i = 0; i < 3; i++)
        {
            writer.Append(1_000 * i, new FloatHistogram { Count = i + 1.5, PositiveSpans = [new(0, 1)], PositiveBuckets = [i + 1.5] });
        }

        return new ChunkView(ChunkEncoding.FloatHistogram, 0, 2_000, writer.Written);
    }
}
