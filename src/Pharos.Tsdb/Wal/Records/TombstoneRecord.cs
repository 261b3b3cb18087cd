using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Samples of a series that were deleted: those from the first to the last time, both inclusive.</summary>
public readonly record struct TombstoneRecord(ulong Series, long MinTimeMs, long MaxTimeMs)
{
    /// <summary>Appends a record with these.</summary>
    public static void Append(ByteBuffer destination, ReadOnlySpan<TombstoneRecord> tombstones)
    {
        destination.Append((byte)RecordType.Tombstones);
        foreach (var tombstone in tombstones)
        {
            destination.AppendUInt64(tombstone.Series);
            destination.AppendSignedVarInt(tombstone.MinTimeMs);
            destination.AppendSignedVarInt(tombstone.MaxTimeMs);
        }
    }
}

/// <summary>Reads a record of tombstones. Broken bytes throw <see cref="Storage.CorruptionException"/> with the offset in the record.</summary>
public ref struct TombstoneRecordReader
{
    private RecordCursor _cursor;

    public TombstoneRecordReader(ReadOnlySpan<byte> record)
    {
        _cursor = RecordCursor.Begin(record, RecordType.Tombstones);
    }

    public TombstoneRecord Current { get; private set; }

    public bool MoveNext()
    {
        if (_cursor.IsAtEnd)
        {
            return false;
        }

        var series = _cursor.UInt64();
        var min = _cursor.SignedVarInt();
        Current = new TombstoneRecord(series, min, _cursor.SignedVarInt());
        return true;
    }
}
