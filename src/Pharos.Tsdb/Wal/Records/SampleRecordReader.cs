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
        if (!_isV2)
        {
            read = ReadV1(series, timestampsMs, values);
            if (!startTimestampsMs.IsEmpty)
            {
                startTimestampsMs[..read].Clear();
            }
        }

        for (; read < count && MoveNext(); read++)
        {
            series[read] = _current.Series;
            timestampsMs[read] = _current.TimestampMs;
            values[read] = _current.Value;
            if (!startTimestampsMs.IsEmpty)
            {
                startTimestampsMs[read] = _current.StartTimestampMs;
            }
        }

        return read;
    }

    /// <summary>The hot loop of replay: all samples but those close to the end of the record.</summary>
    private int ReadV1(Span<ulong> series, Span<long> timestampsMs, Span<double> values)
    {
        var rest = _cursor.Rest;
        ref var bytes = ref MemoryMarshal.GetReference(rest);
        nint at = 0;
        nint safeEnd = rest.Length - MaxSampleBytes;
        var read = 0;
        while (at <= safeEnd && read < series.Length)
        {
            var start = at;
            if (!TryReadSigned(ref bytes, ref at, out var seriesDelta) || !TryReadSigned(ref bytes, ref at, out var timeDelta))
            {
                // Read again with a look at each byte, which then says what is wrong.
                at = start;
                break;
            }

            var bits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at));
            at += sizeof(ulong);
            series[read] = _firstSeries + (ulong)seriesDelta;
            timestampsMs[read] = _firstTimeMs + timeDelta;
            values[read] = BitConverter.UInt64BitsToDouble(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bits) : bits);
            read++;
        }

        _cursor.Skip((int)at);
        return read;
    }

    /// <summary>Reads a signed number of variable length with at least ten bytes behind it; false if it is longer than that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadSigned(ref byte bytes, ref nint at, out long value)
    {
        // Fast paths: up to three bytes.
        ulong raw = Unsafe.Add(ref bytes, at);
        if (raw < 0x80)
        {
            at++;
        }
        else
        {
            ulong second = Unsafe.Add(ref bytes, at + 1);
            raw = (raw & 0x7F) | (second << 7);
            if (second < 0x80)
            {
                at += 2;
            }
            else
            {
                ulong third = Unsafe.Add(ref bytes, at + 2);
                raw = (raw & 0x3FFF) | (third << 14);
                if (third < 0x80)
                {
                    at += 3;
                }
                else if (!TryReadLong(ref bytes, ref at, out raw))
                {
                    value = 0;
                    return false;
                }
            }
        }

        value = (long)(raw >> 1) ^ -(long)(raw & 1);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadLong(ref byte bytes, ref nint at, out ulong value)
    {
        var isWhole = VarInt.TryRead(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref bytes, at), VarInt.MaxBytes), out value, out var length);
        at += length;
        return isWhole;
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
