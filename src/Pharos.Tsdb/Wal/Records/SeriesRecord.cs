using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Appends a record that names series, one by one.</summary>
public readonly ref struct SeriesRecordWriter
{
    private readonly ByteBuffer _destination;

    /// <summary>Begins the record at the end of the destination.</summary>
    public SeriesRecordWriter(ByteBuffer destination)
    {
        _destination = destination;
        destination.Append((byte)RecordType.Series);
    }

    public void Add(ulong series, LabelsView labels)
    {
        _destination.AppendUInt64(series);
        _destination.AppendLabels(labels);
    }
}

/// <summary>Reads a record that names series. Broken bytes throw <see cref="Storage.CorruptionException"/> with the offset in the record.</summary>
public ref struct SeriesRecordReader
{
    private RecordCursor _cursor;
    private LabelsBuilder? _copies;

    /// <param name="record">The record, which has to stay as it is while it is read.</param>
    /// <param name="copies">Where labels are put right that need it; used for one record after the other it saves memory.</param>
    public SeriesRecordReader(ReadOnlySpan<byte> record, LabelsBuilder? copies = null)
    {
        _cursor = RecordCursor.Begin(record, RecordType.Series);
        _copies = copies;
    }

    /// <summary>The reference that other records use for the series.</summary>
    public ulong Series { get; private set; }

    /// <summary>In the record's memory, or in that for copies: valid until the next move.</summary>
    public LabelsView Labels { get; private set; }

    public bool MoveNext()
    {
        if (_cursor.IsAtEnd)
        {
            return false;
        }

        Series = _cursor.UInt64();
        Labels = RecordLabels.Read(ref _cursor, ref _copies);
        return true;
    }
}
