using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Head.Snapshots;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Appends a record of exemplars, one by one. An empty record has only its type.</summary>
public ref struct ExemplarRecordWriter
{
    private readonly ByteBuffer _destination;
    private bool _hasFirst;
    private ulong _firstSeries;
    private long _firstTimeMs;

    /// <summary>Begins the record at the end of the destination.</summary>
    public ExemplarRecordWriter(ByteBuffer destination)
    {
        _destination = destination;
        destination.Append((byte)RecordType.Exemplars);
    }

    private ExemplarRecordWriter(ByteBuffer destination, SnapshotRecordType type)
    {
        _destination = destination;
        destination.Append((byte)type);
    }

    /// <summary>Begins a record of a snapshot of the head: it differs in its first byte.</summary>
    internal static ExemplarRecordWriter OfSnapshot(ByteBuffer destination) => new(destination, SnapshotRecordType.Exemplars);

    public void Add(ulong series, LabelsView labels, double value, long timestampMs)
    {
        if (!_hasFirst)
        {
            _hasFirst = true;
            _firstSeries = series;
            _firstTimeMs = timestampMs;
            _destination.AppendUInt64(series);
            _destination.AppendUInt64((ulong)timestampMs);
        }

        _destination.AppendSignedVarInt((long)(series - _firstSeries));
        _destination.AppendSignedVarInt(timestampMs - _firstTimeMs);
        _destination.AppendDouble(value);
        _destination.AppendLabels(labels);
    }
}

/// <summary>Reads a record of exemplars. Broken bytes throw <see cref="Storage.CorruptionException"/> with the offset in the record.</summary>
public ref struct ExemplarRecordReader
{
    private readonly ulong _firstSeries;
    private readonly long _firstTimeMs;
    private RecordCursor _cursor;
    private LabelsBuilder? _copies;

    /// <inheritdoc cref="SeriesRecordReader(ReadOnlySpan{byte}, LabelsBuilder)"/>
    public ExemplarRecordReader(ReadOnlySpan<byte> record, LabelsBuilder? copies = null)
        : this(RecordCursor.Begin(record, RecordType.Exemplars), copies)
    {
    }

    private ExemplarRecordReader(RecordCursor cursor, LabelsBuilder? copies)
    {
        _cursor = cursor;
        _copies = copies;
        if (!_cursor.IsAtEnd)
        {
            _firstSeries = _cursor.UInt64();
            _firstTimeMs = (long)_cursor.UInt64();
        }
    }

    /// <summary>Reads a record of a snapshot of the head, whose type the caller has looked at.</summary>
    internal static ExemplarRecordReader OfSnapshot(ReadOnlySpan<byte> record, LabelsBuilder? copies)
    {
        var cursor = new RecordCursor(record);
        cursor.Byte();
        return new ExemplarRecordReader(cursor, copies);
    }

    public ulong Series { get; private set; }

    public long TimestampMs { get; private set; }

    public double Value { get; private set; }

    /// <summary>In the record's memory, or in that for copies: valid until the next move.</summary>
    public LabelsView Labels { get; private set; }

    public bool MoveNext()
    {
        if (_cursor.IsAtEnd)
        {
            return false;
        }

        Series = _firstSeries + (ulong)_cursor.SignedVarInt();
        TimestampMs = _firstTimeMs + _cursor.SignedVarInt();
        Value = _cursor.Double();
        Labels = RecordLabels.Read(ref _cursor, ref _copies);
        return true;
    }
}
