using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Reads a chunk of <see cref="ChunkEncoding.Xor"/> forward, many samples at a time. Holds only how far it got: each call is given the same
/// bytes again, which may have moved. Bytes that cannot be a chunk end in <see cref="CorruptionException"/>, after which the decoder is of
/// no more use.
/// </summary>
public struct XorDecoder
{
    /// <summary>No sample makes the reader look further than this behind the byte that the sample starts in.</summary>
    private const int Reach = 20;

    private long _time;
    private long _delta;
    private ulong _value;
    private uint _position;
    private ushort _count;
    private ushort _read;
    private byte _significant;
    private byte _trailing;
    private bool _hasWindow;

    /// <summary>How many samples the chunk has.</summary>
    public readonly int Count => _count;

    /// <summary>How many samples were not read yet.</summary>
    public readonly int Remaining => _count - _read;

    public static XorDecoder Start(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < XorEncoder.HeaderBytes)
        {
            ChunkFaults.ThrowNoHeader(chunk.Length);
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(chunk);

        // Two bits are the least for a sample, except for the first two, which take ten bytes.
        if (count > 2 && chunk.Length * 8L < (XorEncoder.HeaderBytes + 10) * 8 + (count - 2) * 2L)
        {
            ChunkFaults.ThrowTooFewBytes(count, chunk.Length);
        }

        // A value written in a window before any was described has all its bits.
        return new XorDecoder { _count = count, _position = XorEncoder.HeaderBytes * 8, _significant = 64 };
    }

    /// <summary>Fills the columns, up to the length of the shorter one or the end of the chunk, and returns how many samples that were.</summary>
    public int Read(ReadOnlySpan<byte> chunk, Span<long> timestampsMs, Span<double> values)
    {
        var want = Math.Min(Math.Min(timestampsMs.Length, values.Length), Remaining);
        timestampsMs = timestampsMs[..want];
        values = values[..want];
        var done = 0;
        while (done < want && _read < 2)
        {
            ReadEarly(chunk, timestampsMs[done..], values[done..]);
            done++;
        }

        if (done < want && chunk.Length >= Reach)
        {
            // Where whole samples are certain to lie within the chunk, nothing is checked.
            var limit = (uint)(chunk.Length - Reach + 1) * 8;
            done += Run(ref MemoryMarshal.GetReference(chunk), 0, limit, timestampsMs[done..], values[done..]);
        }

        if (done < want)
        {
            ReadTail(chunk, timestampsMs[done..], values[done..]);
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
    internal readonly XorState EncoderState() => new()
    {
        Time = _time,
        Delta = _delta,
        Value = _value,
        BitLength = _position,
        Samples = _read,
        Leading = _hasWindow ? (byte)(64 - _significant - _trailing) : XorState.NoWindow,
        Trailing = _trailing,
    };

    /// <summary>One of the first two samples, whose times are whole bytes.</summary>
    private void ReadEarly(ReadOnlySpan<byte> chunk, Span<long> timestampsMs, Span<double> values)
    {
        var at = (int)(_position >> 3);
        int length;
        if (_read == 0)
        {
            if (!VarInt.TryReadSigned(chunk[at..], out _time, out length))
            {
                ChunkFaults.ThrowVarInt(at);
            }

            at += length;
            if (!BinaryPrimitives.TryReadUInt64BigEndian(chunk[at..], out _value))
            {
                ChunkFaults.ThrowTruncated(_read, _count, chunk.Length);
            }

            _position = (uint)(at + sizeof(ulong)) * 8;
            _read = 1;
            timestampsMs[0] = _time;
            values[0] = BitConverter.UInt64BitsToDouble(_value);
            return;
        }

        if (!VarInt.TryRead(chunk[at..], out var delta, out length))
        {
            ChunkFaults.ThrowVarInt(at);
        }

        // The value stands alone. With one zero bit before it, it reads like any later sample whose step in time is that of the one before.
        at += length;
        _delta = (long)delta;
        Span<byte> window = stackalloc byte[1 + 2 * Reach];
        window.Clear();
        var rest = Math.Min(chunk.Length - at, Reach);
        chunk.Slice(at, rest).CopyTo(window[1..]);
        _position = (uint)at * 8 - 1;
        Run(ref MemoryMarshal.GetReference(window), at - 1, 8, timestampsMs[..1], values);
        if (_position > (uint)(at + rest) * 8)
        {
            ChunkFaults.ThrowTruncated(1, _count, chunk.Length);
        }
    }

    /// <summary>The samples that start within the last bytes, from a copy that may be read beyond its end.</summary>
    private void ReadTail(ReadOnlySpan<byte> chunk, Span<long> timestampsMs, Span<double> values)
    {
        var from = (int)(_position >> 3);
        var rest = chunk.Length - from;
        Span<byte> window = stackalloc byte[2 * Reach];
        window.Clear();
        chunk[from..].CopyTo(window);
        var done = Run(ref MemoryMarshal.GetReference(window), from, (uint)rest * 8, timestampsMs, values);
        if (done < timestampsMs.Length || _position > (uint)chunk.Length * 8)
        {
            ChunkFaults.ThrowTruncated(_read, _count, chunk.Length);
        }
    }

    /// <summary>A change of the time step of 17, 20 or 64 bits, and the length of its field.</summary>
    private static long ReadWideChange(ref byte start, uint position, ulong word, ref int used)
    {
        var prefix = BitOperations.LeadingZeroCount(~word);
        if (prefix > 3)
        {
            used = 4 + 64;
            return (long)BitWords.Get(ref start, position + 4, 64);
        }

        var width = 11 + 3 * prefix;
        used = prefix + 1 + width;
        return BitWords.Signed(word << (prefix + 1) >> (64 - width), width);
    }

    /// <summary>
    /// Reads until the columns are full or a sample does not start before the limit. <paramref name="start"/> is the byte at
    /// <paramref name="offset"/> in the chunk; the limit counts bits from there, as many as leave <see cref="Reach"/> readable.
    /// </summary>
    private int Run(ref byte start, int offset, uint limit, Span<long> timestampsMs, Span<double> values)
    {
        var time = _time;
        var delta = _delta;
        var value = _value;
        var significant = (int)_significant;
        var trailing = (int)_trailing;
        var position = _position - (uint)offset * 8;
        var done = 0;
        for (; done < timestampsMs.Length && done < values.Length && position < limit; done++)
        {
            var word = BitWords.Peek(ref start, position);
            var used = 1;
            if ((long)word < 0)
            {
                // Branches before arithmetic: a length that the processor guessed is one it need not wait for.
                if ((word & 1ul << 62) == 0)
                {
                    delta += BitWords.Signed(word << 2 >> 50, 14);
                    used = 16;
                }
                else
                {
                    delta += ReadWideChange(ref start, position, word, ref used);
                    if (used > 24)
                    {
                        position += (uint)used;
                        used = 0;
                        word = BitWords.Peek(ref start, position);
                    }
                }
            }

            time += delta;
            timestampsMs[done] = time;
            word <<= used;
            if ((long)word >= 0)
            {
                position += (uint)used + 1;
            }
            else
            {
                used += 2;
                if ((word & 1ul << 62) == 0)
                {
                    word <<= 2;
                }
                else
                {
                    var description = (uint)(word << 2 >> 53);
                    significant = XorWindow.Significant(description);
                    trailing = 64 - (int)(description >> 6) - significant;
                    if (trailing < 0)
                    {
                        ChunkFaults.ThrowWindow(offset + (position >> 3));
                    }

                    _hasWindow = true;
                    used += 11;
                    word <<= 13;
                }

                position += (uint)used;
                var payload = used + significant <= 57 ? word >> (64 - significant) : BitWords.Get(ref start, position, significant);
                value ^= payload << trailing;
                position += (uint)significant;
            }

            values[done] = BitConverter.UInt64BitsToDouble(value);
        }

        _time = time;
        _delta = delta;
        _value = value;
        _significant = (byte)significant;
        _trailing = (byte)trailing;
        _position = position + (uint)offset * 8;
        _read += (ushort)done;
        return done;
    }
}
