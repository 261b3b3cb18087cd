using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Appends a record with what expositions say of series, one by one.</summary>
public readonly ref struct MetadataRecordWriter
{
    private readonly ByteBuffer _destination;

    /// <summary>Begins the record at the end of the destination.</summary>
    public MetadataRecordWriter(ByteBuffer destination)
    {
        _destination = destination;
        destination.Append((byte)RecordType.Metadata);
    }

    public void Add(ulong series, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help)
    {
        const int Fields = 2;
        _destination.AppendVarInt(series);
        _destination.Append((byte)type);
        _destination.AppendVarInt(Fields);
        _destination.AppendText("UNIT"u8);
        _destination.AppendText(unit);
        _destination.AppendText("HELP"u8);
        _destination.AppendText(help);
    }
}

/// <summary>Reads a record of metadata. Broken bytes throw <see cref="Storage.CorruptionException"/> with the offset in the record.</summary>
public ref struct MetadataRecordReader
{
    private RecordCursor _cursor;

    public MetadataRecordReader(ReadOnlySpan<byte> record)
    {
        _cursor = RecordCursor.Begin(record, RecordType.Metadata);
    }

    public ulong Series { get; private set; }

    /// <summary><see cref="MetricType.Unknown"/> for a type that is not known here.</summary>
    public MetricType Type { get; private set; }

    public ReadOnlySpan<byte> Unit { get; private set; }

    public ReadOnlySpan<byte> Help { get; private set; }

    public bool MoveNext()
    {
        if (_cursor.IsAtEnd)
        {
            return false;
        }

        Series = _cursor.VarInt();
        var type = (MetricType)_cursor.Byte();
        Type = type <= MetricType.StateSet ? type : MetricType.Unknown;
        Unit = default;
        Help = default;
        for (var fields = _cursor.Count(minBytes: 2); fields > 0; fields--)
        {
            var name = _cursor.Text();
            var value = _cursor.Text();
            if (name.SequenceEqual("UNIT"u8))
            {
                Unit = value;
            }
            else if (name.SequenceEqual("HELP"u8))
            {
                Help = value;
            }
        }

        return true;
    }
}
