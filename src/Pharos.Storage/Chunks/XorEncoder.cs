using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Writes chunks of <see cref="ChunkEncoding.Xor"/>, sample by sample, into memory of the caller.
/// </summary>
/// <remarks>
/// The buffer is always given from the first byte of the chunk and holds what was written before; it may have moved between calls. After each
/// call its first <see cref="ByteLength"/> bytes are a whole chunk, with the unused low bits of the last byte zero; what lies behind may be
/// overwritten as far as <see cref="MaxSampleBytes"/>. Times need not rise. One thread at a time per chunk.
/// </remarks>
public static class XorEncoder
{
    /// <summary>The bytes that must be free behind a chunk for one more sample.</summary>
    public const int MaxSampleBytes = 20;

    /// <summary>The length of a chunk without samples.</summary>
    public const int HeaderBytes = 2;

    /// <summary>The most samples that a chunk can count.</summary>
    public const int MaxSamples = ushort.MaxValue;

    /// <summary>Writes a chunk without samples, of <see cref="HeaderBytes"/>.</summary>
    public static void Start(ref XorState state, Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer, 0);
        state = new XorState { BitLength = HeaderBytes * 8, Leading = XorState.NoWindow };
    }

    /// <summary>The state in which a chunk was left. Throws <see cref="CorruptionException"/> if it cannot be read to its end.</summary>
    public static void Resume(ref XorState state, ReadOnlySpan<byte> chunk)
    {
        var decoder = XorDecoder.Start(chunk);
        decoder.SkipAll(chunk);
        state = decoder.EncoderState();
    }

    /// <summary>The bytes that the chunk has now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ByteLength(in XorState state) => (int)((state.BitLength + 7) >> 3);

    /// <summary>
    /// Adds a sample. Throws <see cref="ArgumentException"/> without <see cref="MaxSampleBytes"/> of room, and
    /// <see cref="InvalidOperationException"/> when the chunk has <see cref="MaxSamples"/>.
    /// </summary>
    public static void Append(ref XorState state, Span<byte> buffer, long timestampMs, double value)
    {
        var position = state.BitLength;
        var samples = state.Samples;
        var delta = timestampMs - state.Time;
        var change = delta - state.Delta;

        // The first two samples are written in their own way, and a full chunk takes none: one comparison finds all three.
        if ((ushort)(samples - 2) > MaxSamples - 3 || change is < -524287 or > 524288 || buffer.Length - ByteLength(state) < MaxSampleBytes)
        {
            AppendRare(ref state, buffer, timestampMs, value);
            return;
        }

        ref var start = ref MemoryMarshal.GetReference(buffer);
        ref var at = ref Unsafe.Add(ref start, position >> 3);
        var used = (int)(position & 7);
        var word = BitWords.LoadPartial(at, used);
        if (change == 0)
        {
            used++;
        }
        else
        {
            var (field, width) = DescribeChange(change);
            used += width;
            word |= field << (64 - used);
        }

        var bits = BitConverter.DoubleToUInt64Bits(value);
        var difference = bits ^ state.Value;
        if (difference == 0)
        {
            used++;
            BitWords.Store(ref at, word);
        }
        else
        {
            var (field, width, significant) = DescribeDifference(ref state, difference);
            used += width;
            word |= field << (64 - used);

            // Whether the bits reach into a second word is hard to guess for the processor: that word is written anyway.
            var payload = difference >> state.Trailing << (64 - significant);
            BitWords.Store(ref at, word | (payload >> used));
            BitWords.Store(ref Unsafe.Add(ref at, 8), payload << (64 - used));
            used += significant;
            state.Value = bits;
        }

        state.Time = timestampMs;
        state.Delta = delta;
        state.BitLength = (position & ~7u) + (uint)used;
        Count(ref state, ref start, samples);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Count(ref XorState state, ref byte start, ushort samples)
    {
        samples++;
        state.Samples = samples;
        Unsafe.WriteUnaligned(ref start, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(samples) : samples);
    }

    /// <summary>The field for a change of the time step that fits in 20 bits. Ranges reach one further up than down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Field, int Width) DescribeChange(long change)
    {
        if ((ulong)(change + 8191) <= 16383)
        {
            return ((0b10ul << 14) | ((ulong)change & 0x3FFF), 16);
        }

        return (ulong)(change + 65535) <= 131071
            ? ((0b110ul << 17) | ((ulong)change & 0x1FFFF), 20)
            : ((0b1110ul << 20) | ((ulong)change & 0xFFFFF), 24);
    }

    /// <summary>The bits before the significant ones, which lie in the old window if they fit and in a new one otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Field, int Width, int Significant) DescribeDifference(ref XorState state, ulong difference)
    {
        var leading = XorWindow.Leading(difference);
        var trailing = BitOperations.TrailingZeroCount(difference);
        if (leading >= state.Leading && trailing >= state.Trailing)
        {
            return (0b10, 2, 64 - state.Leading - state.Trailing);
        }

        state.Leading = (byte)leading;
        state.Trailing = (byte)trailing;
        var significant = 64 - leading - trailing;
        return ((0b11ul << 11) | XorWindow.Describe(leading, significant), 13, significant);
    }

    /// <summary>The first two samples, jumps in time, and what the caller must not do.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AppendRare(ref XorState state, Span<byte> buffer, long timestampMs, double value)
    {
        var length = ByteLength(state);
        if (length < HeaderBytes || buffer.Length - length < MaxSampleBytes)
        {
            ThrowNoRoom(buffer.Length, length);
        }

        if (state.Samples == MaxSamples)
        {
            throw new InvalidOperationException($"a chunk cannot hold more than {MaxSamples} samples");
        }

        ref var start = ref MemoryMarshal.GetReference(buffer);
        var position = state.BitLength;
        var bits = BitConverter.DoubleToUInt64Bits(value);
        long delta = 0;
        if (state.Samples == 0)
        {
            length += VarInt.WriteSigned(buffer[length..], timestampMs);
            position = BitWords.Put(ref start, (uint)length * 8, bits, 64);
        }
        else
        {
            delta = timestampMs - state.Time;
            if (state.Samples == 1)
            {
                position = (uint)(length + VarInt.Write(buffer[length..], (ulong)delta)) * 8;
            }
            else
            {
                position = BitWords.Put(ref start, position, 0b1111, 4);
                position = BitWords.Put(ref start, position, (ulong)(delta - state.Delta), 64);
            }

            position = PutDifference(ref state, ref start, position, bits ^ state.Value);
        }

        state.Time = timestampMs;
        state.Delta = delta;
        state.Value = bits;
        state.BitLength = position;
        Count(ref state, ref start, state.Samples);
    }

    private static uint PutDifference(ref XorState state, ref byte start, uint position, ulong difference)
    {
        if (difference == 0)
        {
            return BitWords.Put(ref start, position, 0, 1);
        }

        var (field, width, significant) = DescribeDifference(ref state, difference);
        position = BitWords.Put(ref start, position, field, width);
        return BitWords.Put(ref start, position, difference >> state.Trailing, significant);
    }

    [DoesNotReturn]
    private static void ThrowNoRoom(int room, int length) =>
        throw new ArgumentException(
            length < HeaderBytes
                ? "the chunk was not started"
                : $"a buffer of {room} bytes has no room for a sample behind a chunk of {length} bytes, {MaxSampleBytes} are needed");
}
