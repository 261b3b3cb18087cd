using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>A chunk of a series was written to the head's chunk files: its samples before this marker need not be replayed.</summary>
public readonly record struct MmapMarkerRecord(ulong Series, ulong Chunk)
{
    /// <summary>Appends a record with these.</summary>
    public static void Append(ByteBuffer destination, ReadOnlySpan<MmapMarkerRecord> markers)
    {
        destination.Append((byte)RecordType.MmapMarkers);
        foreach (var marker in markers)
        {
            destination.AppendUInt64(marker.Series);
            destination.AppendUInt64(marker.Chunk);
        }
    }
}

/// <summary>Reads a record of markers. Broken bytes throw <see cref="Storage.CorruptionException"/> with the offset in the record.</summary>
public ref struct MmapMarkerRecordReader
{
    private RecordCursor _cursor;

    public MmapMarkerRecordReader(ReadOnlySpan<byte> record)
    {
        _cursor = RecordCursor.Begin(record, RecordType.MmapMarkers);
    }

    public MmapMarkerRecord Current { get; private set; }

    public bool MoveNext()
    {
        if (_cursor.IsAtEnd)
        {
            return false;
        }

        var series = _cursor.UInt64();
        Current = new MmapMarkerRecord(series, _cursor.UInt64());
        return true;
    }
}
