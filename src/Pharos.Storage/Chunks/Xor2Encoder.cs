using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Writes chunks of <see cref="ChunkEncoding.Xor2"/>, sample by sample, into memory of the caller, as <see cref="XorEncoder"/> does for its
/// own.
/// </summary>
/// <inheritdoc cref="XorEncoder" path="/remarks"/>
public static class Xor2Encoder
{
    /// <summary>The bytes that must be free behind a chunk for one more sample.</summary>
    public const int MaxSampleBytes = 32;

    /// <summary>The length of a chunk without samples.</summary>
    public const int HeaderBytes = 3;

    /// <summary>The most samples that a chunk can count.</summary>
    public const int MaxSamples = ushort.MaxValue;

    private const int StartHeader = 2;

    /// <summary>Writes a chunk without samples, of <see cref="HeaderBytes"/>.</summary>
    public static void Start(ref Xor2State state, Span<byte> buffer)
    {
        buffer[..HeaderBytes].Clear();
        state = new Xor2State { BitLength = HeaderBytes * 8, Leading = XorState.NoWindow };
    }

    /// <summary>The state in which a chunk was left. Throws <see cref="CorruptionException"/> if it cannot be read to its end.</summary>
    public static void Resume(ref Xor2State state, ReadOnlySpan<byte> chunk)
    {
        var decoder = Xor2Decoder.Start(chunk);
        decoder.SkipAll(chunk);
        state = decoder.EncoderState();
    }

    /// <summary>The bytes that the chunk has now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ByteLength(in Xor2State state) => (int)((state.BitLength + 7) >> 3);

    /// <inheritdoc cref="XorEncoder.Append"/>
    /// <param name="startTimestampMs">When the counter began, 0 if unknown.</param>
    public static void Append(ref Xor2State state, Span<byte> buffer, long timestampMs, double value, long startTimestampMs = 0)
    {
        var position = state.BitLength;
        var samples = state.Samples;
        var delta = timestampMs - state.Time;
        var change = delta - state.Delta;

        // The first two samples are written in their own way, and a full chunk takes none: one comparison finds all three.
        if ((ushort)(samples - 2) > MaxSamples - 3 || change is < -(1 << 19) or >= 1 << 19 || buffer.Length - ByteLength(state) < MaxSampleBytes)
        {
            AppendRare(ref state, buffer, timestampMs, value, startTimestampMs);
            return;
        }

        ref var start = ref MemoryMarshal.GetReference(buffer);
        ref var at = ref Unsafe.Add(ref start, position >> 3);
        var used = (int)(position & 7);
        var word = BitWords.LoadPartial(at, used);
        if (change != 0)
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
            state.IsStale = false;
        }
        else
        {
            var (field, width, significant) = DescribeDifference(ref state, bits, change != 0);
            used += width;
            word |= field << (64 - used);

            // Whether the bits reach into a second word is hard to guess for the processor: that word is written anyway.
            var payload = significant == 0 ? 0 : difference >> state.Trailing << (64 - significant);
            BitWords.Store(ref at, word | (payload >> used));
            BitWords.Store(ref Unsafe.Add(ref at, 8), payload << (64 - used));
            used += significant;
        }

        state.BitLength = (position & ~7u) + (uint)used;
        if ((state.StartsOn | (startTimestampMs ^ state.StartTime)) != 0 || samples == StartTimeHeader.LastIndex)
        {
            PutStartTime(ref state, ref start, startTimestampMs);
        }

        state.Time = timestampMs;
        state.Delta = delta;
        Count(ref state, ref start, samples);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Count(ref Xor2State state, ref byte start, ushort samples)
    {
        samples++;
        state.Samples = samples;
        Unsafe.WriteUnaligned(ref start, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(samples) : samples);
    }

    /// <summary>The field for a change of the time step that is not zero and fits in 20 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Field, int Width) DescribeChange(long change) =>
        change is >= -(1 << 12) and < 1 << 12
            ? ((0b110ul << 13) | ((ulong)change & 0x1FFF), 16)
            : ((0b1110ul << 20) | ((ulong)change & 0xFFFFF), 24);

    /// <summary>
    /// The bits before the significant ones of a value other than the last; a stale marker has none. After a change of the time step
    /// the value has a prefix of its own, otherwise one prefix stands for both.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Field, int Width, int Significant) DescribeDifference(ref Xor2State state, ulong bits, bool afterChange)
    {
        if (bits == SpecialValues.StaleNaNBits)
        {
            state.IsStale = true;
            return afterChange ? (0b111ul, 3, 0) : (0b11111ul, 5, 0);
        }

        var difference = bits ^ state.Value;
        state.Value = bits;
        state.IsStale = false;
        var leading = XorWindow.Leading(difference);
        var trailing = BitOperations.TrailingZeroCount(difference);
        if (leading >= state.Leading && trailing >= state.Trailing)
        {
            return (0b100ul >> (afterChange ? 1 : 0), afterChange ? 2 : 3, 64 - state.Leading - state.Trailing);
        }

        state.Leading = (byte)leading;
        state.Trailing = (byte)trailing;
        var significant = 64 - leading - trailing;
        return (((afterChange ? 0b110ul : 0b101ul) << 11) | XorWindow.Describe(leading, significant), 14, significant);
    }

    /// <summary>The start time of a sample but the first, when it is not that of all before. The state still has the time before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PutStartTime(ref Xor2State state, ref byte start, long startTimestampMs)
    {
        var age = state.Time - startTimestampMs;
        if (state.StartsOn == 0)
        {
            state.StartsOn = (byte)state.Samples;
            Unsafe.Add(ref start, StartHeader) |= state.StartsOn;
            state.BitLength = VarBits.Put(ref start, state.BitLength, age);
        }
        else
        {
            state.BitLength = VarBits.Put(ref start, state.BitLength, age - state.StartAge);
        }

        state.StartAge = age;
        state.StartTime = startTimestampMs;
    }

    /// <summary>The first two samples, jumps in time, and what the caller must not do.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AppendRare(ref Xor2State state, Span<byte> buffer, long timestampMs, double value, long startTimestampMs)
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
        if (state.Samples == 0)
        {
            AppendFirst(ref state, buffer, timestampMs, BitConverter.DoubleToUInt64Bits(value), startTimestampMs);
            Count(ref state, ref start, 0);
            return;
        }

        var delta = timestampMs - state.Time;
        if (state.Samples == 1)
        {
            state.BitLength = (uint)(length + VarInt.Write(buffer[length..], (ulong)delta)) * 8;
        }
        else
        {
            state.BitLength = BitWords.Put(ref start, state.BitLength, 0b11110, 5);
            state.BitLength = BitWords.Put(ref start, state.BitLength, (ulong)(delta - state.Delta), 64);
        }

        PutValue(ref state, ref start, BitConverter.DoubleToUInt64Bits(value));
        if (state.StartsOn != 0 || startTimestampMs != state.StartTime || state.Samples == StartTimeHeader.LastIndex)
        {
            PutStartTime(ref state, ref start, startTimestampMs);
        }

        state.Time = timestampMs;
        state.Delta = delta;
        Count(ref state, ref start, state.Samples);
    }

    private static void AppendFirst(ref Xor2State state, Span<byte> buffer, long timestampMs, ulong bits, long startTimestampMs)
    {
        var length = HeaderBytes;
        length += VarInt.WriteSigned(buffer[length..], timestampMs);
        BinaryPrimitives.WriteUInt64BigEndian(buffer[length..], bits);
        length += sizeof(ulong);
        if (startTimestampMs != 0)
        {
            length += VarInt.WriteSigned(buffer[length..], timestampMs - startTimestampMs);
            buffer[StartHeader] = StartTimeHeader.FirstKnown;
        }

        state.IsStale = bits == SpecialValues.StaleNaNBits;
        state.Value = state.IsStale ? 0 : bits;
        state.Time = timestampMs;
        state.StartTime = startTimestampMs;
        state.BitLength = (uint)length * 8;
    }

    private static void PutValue(ref Xor2State state, ref byte start, ulong bits)
    {
        var difference = bits ^ state.Value;
        if (difference == 0)
        {
            state.IsStale = false;
            state.BitLength = BitWords.Put(ref start, state.BitLength, 0, 1);
            return;
        }

        var (field, width, significant) = DescribeDifference(ref state, bits, afterChange: true);
        state.BitLength = BitWords.Put(ref start, state.BitLength, field, width);
        if (significant > 0)
        {
            state.BitLength = BitWords.Put(ref start, state.BitLength, difference >> state.Trailing, significant);
        }
    }

    [DoesNotReturn]
    private static void ThrowNoRoom(int room, int length) =>
        throw new ArgumentException(
            length < HeaderBytes
                ? "the chunk was not started"
                : $"a buffer of {room} bytes has no room for a sample behind a chunk of {length} bytes, {MaxSampleBytes} are needed");
}
