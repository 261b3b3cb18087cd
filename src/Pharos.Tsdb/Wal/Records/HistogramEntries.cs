using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Writes what stands before the histograms of a record, and the record's beginning before the first.</summary>
internal ref struct HistogramEntryWriter
{
    private readonly ByteBuffer _destination;
    private readonly RecordType _type;
    private ulong _firstSeries;
    private long _firstTimeMs;
    private long _firstStartMs;
    private ulong _previousSeries;
    private long _previousStartMs;

    public HistogramEntryWriter(ByteBuffer destination, RecordType type)
    {
        _destination = destination;
        _type = type;
    }

    /// <summary>How many were begun.</summary>
    public int Count { get; private set; }

    public void Begin(ulong series, long timestampMs)
    {
        if (Count++ == 0)
        {
            _firstSeries = series;
            _firstTimeMs = timestampMs;
            _destination.Append((byte)_type);
            _destination.AppendUInt64(series);
            _destination.AppendUInt64((ulong)timestampMs);
        }

        _destination.AppendSignedVarInt((long)(series - _firstSeries));
        _destination.AppendSignedVarInt(timestampMs - _firstTimeMs);
    }

    public void BeginV2(ulong series, long timestampMs, long startTimestampMs)
    {
        if (Count++ == 0)
        {
            _firstTimeMs = timestampMs;
            _firstStartMs = startTimestampMs;
            _destination.Append((byte)_type);
            _destination.AppendSignedVarInt((long)series);
            _destination.AppendSignedVarInt(timestampMs);
            _destination.AppendSignedVarInt(startTimestampMs);
        }
        else
        {
            _destination.AppendSignedVarInt((long)(series - _previousSeries));
            _destination.AppendSignedVarInt(timestampMs - _firstTimeMs);
            StartTimes.Append(_destination, startTimestampMs, _previousStartMs, _firstStartMs);
        }

        _previousSeries = series;
        _previousStartMs = startTimestampMs;
    }
}

/// <summary>Reads what stands before the histograms of a record.</summary>
internal struct HistogramEntryReader
{
    private readonly bool _isV2;
    private readonly ulong _firstSeries;
    private readonly long _firstTimeMs;
    private readonly long _firstStartMs;
    private bool _hasFirst;

    public HistogramEntryReader(scoped ref RecordCursor cursor, bool isV2)
    {
        _isV2 = isV2;
        if (cursor.IsAtEnd)
        {
            return;
        }

        if (isV2)
        {
            _firstSeries = (ulong)cursor.SignedVarInt();
            _firstTimeMs = cursor.SignedVarInt();
            _firstStartMs = cursor.SignedVarInt();
        }
        else
        {
            _firstSeries = cursor.UInt64();
            _firstTimeMs = (long)cursor.UInt64();
        }
    }

    public ulong Series { get; private set; }

    public long TimestampMs { get; private set; }

    public long StartTimestampMs { get; private set; }

    public void Read(ref RecordCursor cursor)
    {
        if (!_isV2)
        {
            Series = _firstSeries + (ulong)cursor.SignedVarInt();
            TimestampMs = _firstTimeMs + cursor.SignedVarInt();
        }
        else if (!_hasFirst)
        {
            _hasFirst = true;
            Series = _firstSeries;
            TimestampMs = _firstTimeMs;
            StartTimestampMs = _firstStartMs;
        }
        else
        {
            Series += (ulong)cursor.SignedVarInt();
            TimestampMs = _firstTimeMs + cursor.SignedVarInt();
            StartTimestampMs = StartTimes.Read(ref cursor, StartTimestampMs, _firstStartMs);
        }
    }
}
