using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Reads a chunk of <see cref="ChunkEncoding.Xor2"/> forward, many samples at a time, as <see cref="XorDecoder"/> does for its own.
/// </summary>
public partial struct Xor2Decoder
{
    /// <summary>No sample makes the reader look further than this behind the byte that the sample starts in.</summary>
    private const int Reach = 32;

    private const int StartHeader = 2;

    private long _time;
    private long _delta;
    private ulong _value;
    private long _startTime;
    private long _startAge;
    private uint _position;
    private ushort _count;
    private ushort _read;
    private byte _significant;
    private byte _trailing;
    private byte _startsOn;
    private bool _firstStartKnown;
    private bool _hasWindow;
    private bool _isStale;

    /// <inheritdoc cref="XorDecoder.Count"/>
    public readonly int Count => _count;

    /// <inheritdoc cref="XorDecoder.Remaining"/>
    public readonly int Remaining => _count - _read;

    /// <summary>When the counter of the sample read last began, 0 if unknown.</summary>
    public readonly long StartTimestampMs => _startTime;

    public static Xor2Decoder Start(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < Xor2Encoder.HeaderBytes)
        {
            ChunkFaults.ThrowNoHeader(chunk.Length);
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(chunk);

        // A bit is the least for a sample, except for the first two, which take ten bytes.
        if (count > 2 && chunk.Length * 8L < (Xor2Encoder.HeaderBytes + 10) * 8 + (count - 2))
        {
            ChunkFaults.ThrowTooFewBytes(count, chunk.Length);
        }

        // A value written in a window before any was described has all its bits.
        return new Xor2Decoder
        {
            _count = count,
            _position = Xor2Encoder.HeaderBytes * 8,
            _significant = 64,
            _firstStartKnown = (chunk[StartHeader] & StartTimeHeader.FirstKnown) != 0,
            _startsOn = (byte)(chunk[StartHeader] & StartTimeHeader.LastIndex),
        };
    }

    /// <inheritdoc cref="XorDecoder.Read"/>
    /// <param name="startTimestampsMs">When each sample's counter began, 0 if unknown. Empty if it is of no interest.</param>
    public int Read(ReadOnlySpan<byte> chunk, Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs = default)
    {
        var want = Math.Min(Math.Min(timestampsMs.Length, values.Length), Remaining);
        if (!startTimestampsMs.IsEmpty)
        {
            want = Math.Min(want, startTimestampsMs.Length);
            startTimestampsMs = startTimestampsMs[..want];
        }

        timestampsMs = timestampsMs[..want];
        values = values[..want];
        var done = 0;
        while (done < want && _read < 2)
        {
            ReadEarly(chunk, timestampsMs[done..], values[done..], From(startTimestampsMs, done));
            done++;
        }

        if (done < want && chunk.Length >= Reach)
        {
            // Where whole samples are certain to lie within the chunk, nothing is checked.
            var limit = (uint)(chunk.Length - Reach + 1) * 8;
            done += Run(ref MemoryMarshal.GetReference(chunk), 0, limit, timestampsMs[done..], values[done..], From(startTimestampsMs, done));
        }

        if (done < want)
        {
            ReadTail(chunk, timestampsMs[done..], values[done..], From(startTimestampsMs, done));
        }

        return want;
    }

    internal void SkipAll(ReadOnlySpan<byte> chunk)
    {
        Span<long> timestampsMs = stackalloc long[64];
        Span<double> values = stackalloc double[64];
        while (Read(chunk, timestampsMs, values) > 0)
        {
        }
    }

    /// <summary>What the encoder knew when it had written the last sample that was read.</summary>
    internal readonly Xor2State EncoderState() => new()
    {
        Time = _time,
        Delta = _delta,
        Value = _value,
        StartTime = _startTime,
        StartAge = _startAge,
        BitLength = _position,
        Samples = _read,
        Leading = _hasWindow ? (byte)(64 - _significant - _trailing) : XorState.NoWindow,
        Trailing = _trailing,
        StartsOn = _startsOn,
        IsStale = _isStale,
    };

    private static Span<long> From(Span<long> startTimestampsMs, int done) => startTimestampsMs.IsEmpty ? default : startTimestampsMs[done..];

    /// <summary>One of the first two samples, whose times are whole bytes.</summary>
    private void ReadEarly(ReadOnlySpan<byte> chunk, Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        if (_read == 0)
        {
            ReadFirst(chunk);
            timestampsMs[0] = _time;
            values[0] = BitConverter.UInt64BitsToDouble(_isStale ? SpecialValues.StaleNaNBits : _value);
            if (!startTimestampsMs.IsEmpty)
            {
                startTimestampsMs[0] = _startTime;
            }

            return;
        }

        var at = (int)(_position >> 3);
        if (!VarInt.TryRead(chunk[at..], out var delta, out var length))
        {
            ChunkFaults.ThrowVarInt(at);
        }

        // The value stands alone. Behind two bytes that say that the step in time changes by nothing, it reads like that of any later sample.
        at += length;
        _delta = (long)delta;
        Span<byte> window = stackalloc byte[2 + 2 * Reach];
        window.Clear();
        window[0] = 0b1100_0000;
        var rest = Math.Min(chunk.Length - at, Reach);
        chunk.Slice(at, rest).CopyTo(window[2..]);
        _position = (uint)(at - 2) * 8;
        Run(ref MemoryMarshal.GetReference(window), at - 2, 1, timestampsMs[..1], values, startTimestampsMs);
        if (_position > (uint)(at + rest) * 8)
        {
            ChunkFaults.ThrowTruncated(1, _count, chunk.Length);
        }
    }

    private void ReadFirst(ReadOnlySpan<byte> chunk)
    {
        var at = (int)(_position >> 3);
        if (!VarInt.TryReadSigned(chunk[at..], out _time, out var length))
        {
            ChunkFaults.ThrowVarInt(at);
        }

        at += length;
        if (!BinaryPrimitives.TryReadUInt64BigEndian(chunk[at..], out _value))
        {
            ChunkFaults.ThrowTruncated(0, _count, chunk.Length);
        }

        at += sizeof(ulong);
        if (_firstStartKnown)
        {
            if (!VarInt.TryReadSigned(chunk[at..], out var age, out length))
            {
                ChunkFaults.ThrowVarInt(at);
            }

            at += length;
            _startTime = _time - age;
        }

        _isStale = _value == SpecialValues.StaleNaNBits;
        if (_isStale)
        {
            _value = 0;
        }

        _position = (uint)at * 8;
        _read = 1;
    }

    /// <summary>The samples that start within the last bytes, from a copy that may be read beyond its end.</summary>
    private void ReadTail(ReadOnlySpan<byte> chunk, Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        var from = (int)(_position >> 3);
        var rest = chunk.Length - from;
        Span<byte> window = stackalloc byte[2 * Reach];
        window.Clear();
        chunk[from..].CopyTo(window);
        var done = Run(ref MemoryMarshal.GetReference(window), from, (uint)rest * 8, timestampsMs, values, startTimestampsMs);
        if (done < timestampsMs.Length || _position > (uint)chunk.Length * 8)
        {
            ChunkFaults.ThrowTruncated(_read, _count, chunk.Length);
        }
    }
}
