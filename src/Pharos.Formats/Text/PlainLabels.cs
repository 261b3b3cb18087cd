using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pharos.Model;

namespace Pharos.Formats.Text;

/// <summary>
/// Writes the labels of an ordinary line straight into the encoding of <see cref="LabelsView"/>: no escapes, names in their order, nothing
/// longer than a length byte tells. Any other line is left to <see cref="SeriesTokens"/>.
/// </summary>
/// <remarks>
/// <para>Texts are copied 32 bytes at a time, whatever their length, over the end of their room: what is too much is written over by the next
/// text. A copy that looks at the length first mispredicts it for every other label, which costs more than the copying.</para>
/// <para>All that is written lies within the room asked for: the line's own length covers the texts, since a label's four signs are
/// more than its two length bytes, and <see cref="Slack"/> covers the rest.</para>
/// </remarks>
internal static class PlainLabels
{
    /// <summary>What a copy may read or write beyond its end.</summary>
    private const int Overrun = 32;

    /// <summary>The metric name's label, a bound that gets longer when it is normalized, and the last copy's overrun.</summary>
    private const int Slack = 10 + BoundMemo.MaxBound + Overrun;

    private const int MaxLength = 0x7F;

    /// <summary>Fills the builder; false, and the builder is empty, where the line is not ordinary.</summary>
    /// <param name="start">Where the series begins in the input.</param>
    /// <param name="end">Where its labels end.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> input, int start, int end, NameToken name, ExpositionScratch scratch, LabelsBuilder labels, MetricType type)
    {
        var nameLength = name.End - name.Start;
        if (name.HasEscapes || scratch.Labels.HasEscapes || IsUnusual(nameLength) || input.Length - end < Overrun)
        {
            return false;
        }

        var tokens = scratch.Labels.Tokens;
        var order = scratch.LabelOrder.For(tokens.Length);
        var bound = BoundName.Of(type);
        ref var from = ref MemoryMarshal.GetReference(input);
        ref var to = ref MemoryMarshal.GetReference(labels.BeginEncoded(end - start + Slack));

        Unsafe.WriteUnaligned(ref to, MemoryMarshal.Read<ulong>(MetricNameLabel));
        Unsafe.Add(ref to, 8) = MetricNameLabel[8];
        Unsafe.Add(ref to, 9) = (byte)nameLength;
        Copy(ref Unsafe.Add(ref from, name.Start), ref Unsafe.Add(ref to, 10), nameLength);
        var at = 10 + nameLength;
        var last = -1;
        var lastKey = BinaryPrimitives.ReadUInt64BigEndian(LabelNames.MetricName);
        for (var i = 0; i < tokens.Length; i++)
        {
            var current = i < order.Length ? order[i] : i;
            ref readonly var token = ref tokens[current];
            var length = token.NameEnd - token.NameStart;
            var valueLength = token.ValueEnd - token.ValueStart;
            if (IsUnusual(length))
            {
                return false;
            }

            ref var label = ref Unsafe.Add(ref from, token.NameStart);
            var key = KeyOf(ref label, length);
            if (key <= lastKey && !IsBehind(input, tokens, last, current))
            {
                return false;
            }

            (last, lastKey) = (current, key);
            Unsafe.Add(ref to, at) = (byte)length;
            Copy(ref label, ref Unsafe.Add(ref to, at + 1), length);
            ref var value = ref Unsafe.Add(ref from, token.ValueStart);
            ref var encoded = ref Unsafe.Add(ref to, at + length + 2);
            if (key == bound.Key && length == bound.Length && (uint)(valueLength - 1) < BoundMemo.MaxText)
            {
                valueLength = scratch.Bounds.Write(ref value, valueLength, ref encoded);
            }
            else if (!IsUnusual(valueLength))
            {
                Copy(ref value, ref encoded, valueLength);
            }
            else if (valueLength == 0)
            {
                continue;
            }
            else
            {
                return false;
            }

            Unsafe.Add(ref to, at + length + 1) = (byte)valueLength;
            at += length + valueLength + 2;
        }

        labels.EndEncoded(at);
        return true;
    }

    /// <summary>How the metric name's label begins, up to its value.</summary>
    private static ReadOnlySpan<byte> MetricNameLabel => "\u0008__name__"u8;

    /// <summary>Empty, or too long for a length of one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUnusual(int length) => (uint)(length - 1) >= MaxLength;

    /// <summary>The first eight bytes of a name as a number that orders as they do; a shorter name is filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ref byte name, int length)
    {
        var key = Unsafe.ReadUnaligned<ulong>(ref name);
        key = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(key) : key;
        return key & (ulong.MaxValue << (64 - 8 * Math.Min(length, 8)));
    }

    /// <summary>Whether the label's name is behind that of the last one, or of the metric name's where there was none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsBehind(ReadOnlySpan<byte> input, ReadOnlySpan<LabelToken> tokens, int last, int current)
    {
        var before = last < 0 ? LabelNames.MetricName : input[tokens[last].NameStart..tokens[last].NameEnd];
        return before.SequenceCompareTo(input[tokens[current].NameStart..tokens[current].NameEnd]) < 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte from, ref byte to, int length)
    {
        Vector256.LoadUnsafe(ref from).StoreUnsafe(ref to);
        for (var i = Vector256<byte>.Count; i < length; i += Vector256<byte>.Count)
        {
            Vector256.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
        }
    }

    /// <summary>The label that holds a bound: its name's key and length.</summary>
    private readonly record struct BoundName(ulong Key, int Length)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static BoundName Of(MetricType type) => type switch
        {
            MetricType.Histogram => new BoundName((ulong)'l' << 56 | (ulong)'e' << 48, LabelNames.Bucket.Length),
            MetricType.Summary => new BoundName(BinaryPrimitives.ReadUInt64BigEndian(LabelNames.Quantile), LabelNames.Quantile.Length),
            _ => default,
        };
    }
}
