using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.RemoteWrite;

/// <summary>
/// Appends a request of the first version of remote write, <c>prometheus.WriteRequest</c>, piece by piece: what was appended to an empty buffer is a
/// request at any time. A series stands in it once for each of its samples.
/// </summary>
/// <remarks>
/// Labels are given as <see cref="AppendLabels"/> makes them, once for a series: they are copied as they are. Nothing is allocated but room in the buffer.
/// </remarks>
public static class WriteRequestWriter
{
    // Fields with their wire types, as they stand on the wire.
    private const byte SeriesTag = (1 << 3) | 2;
    private const byte LabelTag = (1 << 3) | 2;
    private const byte SampleTag = (2 << 3) | 2;
    private const byte ExemplarTag = (3 << 3) | 2;
    private const byte HistogramTag = (4 << 3) | 2;
    private const byte ValueTag = (1 << 3) | 1;
    private const byte TimestampTag = 2 << 3;
    private const byte ExemplarValueTag = (2 << 3) | 1;
    private const byte ExemplarTimestampTag = 3 << 3;
    private const int MetadataField = 3;

    /// <summary>A value and a time at their longest.</summary>
    private const int MaxSampleBytes = 1 + sizeof(double) + 1 + VarInt.MaxBytes;

    /// <summary>A tag and a length at their longest.</summary>
    private const int MaxHeaderBytes = 1 + 5;

    /// <summary>Appends labels as they stand in a series or an exemplar.</summary>
    public static void AppendLabels(ByteBuffer to, LabelsView labels)
    {
        var writer = new ProtoWriter(to);
        foreach (var label in labels)
        {
            var mark = writer.BeginMessage(LabelTag >> 3);
            writer.Bytes(1, label.Name);
            writer.Bytes(2, label.Value);
            writer.EndMessage(mark);
        }
    }

    public static void AppendSample(ByteBuffer request, ReadOnlySpan<byte> labels, double value, long timestampMs)
    {
        Span<byte> sample = stackalloc byte[MaxSampleBytes];
        var length = WriteValue(sample, ValueTag, TimestampTag, value, timestampMs);
        var room = request.GetSpan(2 * MaxHeaderBytes + labels.Length + length);
        var at = WriteHeader(room, SeriesTag, labels.Length + 2 + length);
        labels.CopyTo(room[at..]);
        at += labels.Length;
        room[at++] = SampleTag;
        room[at++] = (byte)length;
        sample[..length].CopyTo(room[at..]);
        request.Advance(at + length);
    }

    /// <param name="exemplarLabels">As <see cref="AppendLabels"/> makes them.</param>
    public static void AppendExemplar(ByteBuffer request, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> exemplarLabels, double value, long timestampMs)
    {
        Span<byte> sample = stackalloc byte[MaxSampleBytes];
        var length = WriteValue(sample, ExemplarValueTag, ExemplarTimestampTag, value, timestampMs);
        Span<byte> header = stackalloc byte[MaxHeaderBytes];
        var headerLength = WriteHeader(header, ExemplarTag, exemplarLabels.Length + length);
        var room = request.GetSpan(2 * MaxHeaderBytes + labels.Length + exemplarLabels.Length + length);
        var at = WriteHeader(room, SeriesTag, labels.Length + headerLength + exemplarLabels.Length + length);
        at += Copy(labels, room[at..]);
        at += Copy(header[..headerLength], room[at..]);
        at += Copy(exemplarLabels, room[at..]);
        at += Copy(sample[..length], room[at..]);
        request.Advance(at);
    }

    /// <param name="histogram">As <see cref="HistogramMessageWriter"/> makes it.</param>
    public static void AppendHistogram(ByteBuffer request, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> histogram)
    {
        Span<byte> header = stackalloc byte[MaxHeaderBytes];
        var headerLength = WriteHeader(header, HistogramTag, histogram.Length);
        var room = request.GetSpan(2 * MaxHeaderBytes + labels.Length + histogram.Length);
        var at = WriteHeader(room, SeriesTag, labels.Length + headerLength + histogram.Length);
        at += Copy(labels, room[at..]);
        at += Copy(header[..headerLength], room[at..]);
        at += Copy(histogram, room[at..]);
        request.Advance(at);
    }

    /// <summary>Appends what is known of a family of metrics, beside any series.</summary>
    public static void AppendMetadata(ByteBuffer request, ReadOnlySpan<byte> family, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
    {
        var writer = new ProtoWriter(request);
        var mark = writer.BeginMessage(MetadataField);
        if (type != MetricType.Unknown)
        {
            writer.VarInt(1, (ulong)type);
        }

        AppendText(writer, 2, family);
        AppendText(writer, 4, help);
        AppendText(writer, 5, unit);
        writer.EndMessage(mark);
    }

    private static void AppendText(ProtoWriter writer, int field, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            writer.Bytes(field, text);
        }
    }

    /// <summary>Writes a value and a time, each with its tag, unless it is zero. Returns their length, which a byte holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WriteValue(Span<byte> to, byte valueTag, byte timestampTag, double value, long timestampMs)
    {
        var at = 0;
        if (BitConverter.DoubleToUInt64Bits(value) != 0)
        {
            to[at++] = valueTag;
            BinaryPrimitives.WriteDoubleLittleEndian(to[at..], value);
            at += sizeof(double);
        }

        if (timestampMs != 0)
        {
            to[at++] = timestampTag;
            at += VarInt.Write(to[at..], (ulong)timestampMs);
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WriteHeader(Span<byte> to, byte tag, int length)
    {
        to[0] = tag;
        return 1 + VarInt.Write(to[1..], (ulong)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
