using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>A series in a snapshot; see <c>docs/snapshot.md</c>. It refers to the bytes of its record.</summary>
internal readonly ref struct SnapshotSeriesRecord
{
    /// <summary>Once the four last samples stood behind a chunk of floats. The value of the last one is left of that.</summary>
    private const int FormerSampleNumbers = 7;

    private SnapshotSeriesRecord(ulong series, ReadOnlySpan<byte> head, ChunkView chunk, bool isStale)
    {
        Series = series;
        Head = head;
        Chunk = chunk;
        IsStale = isStale;
    }

    /// <summary>The reference that the log knows the series under.</summary>
    public ulong Series { get; }

    /// <summary>The beginning of the record: it is what the log has to name the series.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>The open chunk. Not looked into as yet; its encoding is <see cref="ChunkEncoding.None"/> if there is none.</summary>
    public ChunkView Chunk { get; }

    /// <summary>Whether the newest sample is a mark that the series ended.</summary>
    public bool IsStale { get; }

    /// <summary>Broken bytes throw <see cref="CorruptionException"/> with the offset in the record.</summary>
    public static SnapshotSeriesRecord Read(ReadOnlySpan<byte> record, Histogram histogram, FloatHistogram floatHistogram)
    {
        var cursor = new RecordCursor(record);
        if (cursor.Byte() != (byte)SnapshotRecordType.Series)
        {
            throw new CorruptionException($"a record of type {record[0]} where a series is expected", 0);
        }

        var series = cursor.UInt64();
        for (var left = cursor.Count(minBytes: 2); left > 0; left--)
        {
            cursor.Text();
            cursor.Text();
        }

        var head = record[..cursor.Position];

        // Was the time that a block covers.
        cursor.UInt64();
        if (cursor.VarInt() == 0)
        {
            return new SnapshotSeriesRecord(series, head, default, isStale: false);
        }

        var min = (long)cursor.UInt64();
        var max = (long)cursor.UInt64();
        var place = cursor.Position;
        var encoding = (ChunkEncoding)cursor.Byte();
        var chunk = new ChunkView(encoding, min, max, cursor.Text());
        switch (encoding)
        {
            case ChunkEncoding.Xor or ChunkEncoding.Xor2:
                for (var i = 0; i < FormerSampleNumbers; i++)
                {
                    cursor.UInt64();
                }

                return new SnapshotSeriesRecord(series, head, chunk, SpecialValues.IsStale(cursor.Double()));
            case ChunkEncoding.Histogram or ChunkEncoding.HistogramSt:
                HistogramBody.Read(ref cursor, histogram);
                return new SnapshotSeriesRecord(series, head, chunk, SpecialValues.IsStale(histogram.Sum));
            case ChunkEncoding.FloatHistogram or ChunkEncoding.FloatHistogramSt:
                HistogramBody.Read(ref cursor, floatHistogram);
                return new SnapshotSeriesRecord(series, head, chunk, SpecialValues.IsStale(floatHistogram.Sum));
            default:
                throw new CorruptionException($"a chunk of the unknown encoding {(byte)encoding}", place);
        }
    }

    /// <summary>Appends the record of a series, up to its chunk.</summary>
    public static void AppendHead(ByteBuffer destination, ulong series, LabelsView labels)
    {
        destination.Append((byte)SnapshotRecordType.Series);
        destination.AppendUInt64(series);
        destination.AppendLabels(labels);
        destination.AppendUInt64(0);
    }

    /// <summary>Appends the rest of the record of a series that has no open chunk.</summary>
    public static void AppendNoChunk(ByteBuffer destination) => destination.AppendVarInt(0);

    /// <summary>Appends the rest of the record of a series: its open chunk.</summary>
    /// <param name="reader">Looks for the last histogram.</param>
    public static void AppendChunk(ByteBuffer destination, in ChunkView chunk, ChunkReader reader)
    {
        destination.AppendVarInt(1);
        destination.AppendUInt64((ulong)chunk.MinTimeMs);
        destination.AppendUInt64((ulong)chunk.MaxTimeMs);
        destination.Append((byte)chunk.Encoding);
        destination.AppendText(chunk.Data);
        reader.Load(chunk.Encoding, chunk.Data);
        switch (chunk.Encoding)
        {
            case ChunkEncoding.Xor:
                for (var i = 0; i < FormerSampleNumbers; i++)
                {
                    destination.AppendUInt64(0);
                }

                destination.AppendDouble(LastFloat(reader));
                break;
            case ChunkEncoding.Histogram:
                var histogram = new Histogram();
                SkipToLast(reader);
                reader.ReadHistogram(histogram);
                HistogramBody.Append(destination, histogram);
                break;
            default:
                var floatHistogram = new FloatHistogram();
                SkipToLast(reader);
                reader.ReadFloatHistogram(floatHistogram);
                HistogramBody.Append(destination, floatHistogram);
                break;
        }
    }

    private static void SkipToLast(ChunkReader reader)
    {
        while (reader.Remaining > 1)
        {
            reader.SkipHistogram();
        }
    }

    private static double LastFloat(ChunkReader reader)
    {
        Span<long> times = stackalloc long[64];
        Span<double> values = stackalloc double[64];
        double last = 0;
        for (var count = reader.ReadFloats(times, values); count > 0; count = reader.ReadFloats(times, values))
        {
            last = values[count - 1];
        }

        return last;
    }
}
