using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>
/// Reads a record of float samples of either version, one by one or many at a time into columns. Broken bytes throw
/// <see cref="Storage.CorruptionException"/> with the offset in the record, behind the samples that were whole.
/// </summary>
public ref struct SampleRecordReader
{
    /// <summary>No sample of the first version is longer, so none that begins this far from the end needs to look where the end is.</summary>
    private const int MaxSampleBytes = 2 * VarInt.MaxBytes + sizeof(double);

    private readonly bool _isV2;
    private RecordCursor _cursor;
    private readonly ulong _firstSeries;
    private long _firstTimeMs;
    private long _firstStartMs;
    private bool _hasFirst;
    private SampleRecord _current;

    public SampleRecordReader(ReadOnlySpan<byte> record)
    {
        _cursor = RecordCursor.Begin(record, RecordType.Samples, RecordType.SamplesV2);
        _isV2 = RecordTypes.Of(record) == RecordType.SamplesV2;
        if (!_isV2 && !_cursor.IsAtEnd)
        {
            _firstSeries = _cursor.UInt64();
            _firstTimeMs = (long)_cursor.UInt64();
        }
    }

    public readonly SampleRecord Current => _current;

    public bool MoveNext()
    {
        if (_cursor.IsAtEnd)
        {
            return false;
        }

        if (_isV2)
        {
            ReadV2();
        }
        else
        {
            var series = _firstSeries + (ulong)_cursor.SignedVarInt();
            var time = _firstTimeMs + _cursor.SignedVarInt();
            _current = new SampleRecord(series, time, _cursor.Double());
        }

        return true;
    }

    /// <summary>
    /// Fills the columns, which have the same length, with the samples that come next, and returns how many; 0 only at the end.
    /// </summary>
    /// <param name="series">The references of the series.</param>
    /// <param name="timestampsMs">When the samples were taken.</param>
    /// <param name="values">The samples.</param>
    /// <param name="startTimestampsMs">When their counters began, 0 if unknown; an empty span if that is of no interest.</param>
    public int Read(Span<ulong> series, Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs = default)
    {
        var count = series.Length;
        ArgumentOutOfRangeException.ThrowIfZero(count, nameof(series));
        timestampsMs = timestampsMs[..count];
        values = values[..count];
        var read = 0;
        while (read < count)
        {
            if (!_isV2)
            {
                var quickly = ReadQuickly(series[read..], timestampsMs[read..], values[read..]);
                if (!startTimestampsMs.IsEmpty)
                {
                    startTimestampsMs.Slice(read, quickly).Clear();
                }

                read += quickly;
            }

            if (read == count || !MoveNext())
            {
                break;
            }

            series[read] = _current.Series;
            timestampsMs[read] = _current.TimestampMs;
            values[read] = _current.Value;
            if (!startTimestampsMs.IsEmpty)
            {
                startTimestampsMs[read] = _current.StartTimestampMs;
            }

            read++;
        }

        return read;
    }

    /// <summary>
    /// The hot loop of replay: samples of the first version, up to one with a number of more than four bytes, or that is so close to the
    /// end of the record that each byte needs a look whether it is there.
    /// </summary>
    private int ReadQuickly(Span<ulong> series, Span<long> timestampsMs, Span<double> values)
    {
        var rest = _cursor.Rest;
        ref var bytes = ref MemoryMarshal.GetReference(rest);
        ref var seriesColumn = ref MemoryMarshal.GetReference(series);
        ref var timeColumn = ref MemoryMarshal.GetReference(timestampsMs);
        ref var valueColumn = ref MemoryMarshal.GetReference(values);
        var firstSeries = _firstSeries;
        var firstTimeMs = _firstTimeMs;
        nint at = 0;
        nint safeEnd = rest.Length - MaxSampleBytes;
        nint read = 0;
        nint count = series.Length;
        while (at <= safeEnd && read < count)
        {
            var seriesLength = ShortSigned(ref Unsafe.Add(ref bytes, at), out var seriesDelta);
            var timeLength = ShortSigned(ref Unsafe.Add(ref bytes, at + seriesLength), out var timeDelta);
            if (seriesLength == 0 || timeLength == 0)
            {
                break;
            }

            at += seriesLength + timeLength;
            var bits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at));
            at += sizeof(ulong);
            Unsafe.Add(ref seriesColumn, read) = firstSeries + (ulong)seriesDelta;
            Unsafe.Add(ref timeColumn, read) = firstTimeMs + timeDelta;
            Unsafe.Add(ref valueColumn, read) =
                BitConverter.UInt64BitsToDouble(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bits) : bits);
            read++;
        }

        _cursor.Skip((int)at);
        return (int)read;
    }

    /// <summary>Reads a signed number of up to four bytes, with at least as many behind it, and returns their count; 0 if it has more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint ShortSigned(ref byte bytes, out long value)
    {
        nint length;
        uint raw = bytes;
        if (raw < 0x80)
        {
            length = 1;
        }
        else
        {
            uint next = Unsafe.Add(ref bytes, 1);
            raw = (raw & 0x7F) | (next << 7);
            length = 2;
            if (next >= 0x80)
            {
                next = Unsafe.Add(ref bytes, 2);
                raw = (raw & 0x3FFF) | (next << 14);
                length = 3;
                if (next >= 0x80)
                {
                    next = Unsafe.Add(ref bytes, 3);
                    raw = (raw & 0x1F_FFFF) | (next << 21);
                    length = next < 0x80 ? 4 : 0;
                }
            }
        }

        value = (raw >> 1) ^ -(long)(raw & 1);
        return length;
    }

    private void ReadV2()
    {
        ulong series;
        long time;
        long start;
        if (!_hasFirst)
        {
            _hasFirst = true;
            series = (ulong)_cursor.SignedVarInt();
            time = _firstTimeMs = _cursor.SignedVarInt();
            start = _firstStartMs = _cursor.SignedVarInt();
        }
        else
        {
            series = _current.Series + (ulong)_cursor.SignedVarInt();
            time = _firstTimeMs + _cursor.SignedVarInt();
            start = StartTimes.Read(ref _cursor, _current.StartTimestampMs, _firstStartMs);
        }

        _current = new SampleRecord(series, time, _cursor.Double(), start);
    }
}
