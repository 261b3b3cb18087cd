using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;

namespace Pharos.Formats.RemoteWrite;

/// <summary>
/// Appends native histograms as both versions of remote write have them. The message stands alone, without tag and length: it is put into a series with
/// <see cref="WriteRequestWriter.AppendHistogram"/> or <see cref="WriteRequestV2Writer.AddHistogram"/>.
/// </summary>
public static class HistogramMessageWriter
{
    private const int CountInt = 1;
    private const int CountFloat = 2;
    private const int Sum = 3;
    private const int Schema = 4;
    private const int ZeroThreshold = 5;
    private const int ZeroCountInt = 6;
    private const int ZeroCountFloat = 7;
    private const int NegativeSpans = 8;
    private const int NegativeDeltas = 9;
    private const int NegativeCounts = 10;
    private const int PositiveSpans = 11;
    private const int PositiveDeltas = 12;
    private const int PositiveCounts = 13;
    private const int ResetHint = 14;
    private const int Timestamp = 15;
    private const int CustomValues = 16;
    private const int StartTimestamp = 17;

    /// <param name="startTimestampMs">0 if unknown, and for the first version, which has no field for it.</param>
    public static void Append(ByteBuffer to, Histogram histogram, long timestampMs, long startTimestampMs = 0)
    {
        var writer = new ProtoWriter(to);

        // Which of two counts is there says which kind of histogram it is, so a zero is written too.
        writer.VarInt(CountInt, histogram.Count);
        AppendDouble(writer, Sum, histogram.Sum);
        AppendSchema(writer, histogram.Schema);
        AppendDouble(writer, ZeroThreshold, histogram.ZeroThreshold);
        writer.VarInt(ZeroCountInt, histogram.ZeroCount);
        AppendSpans(writer, NegativeSpans, histogram.NegativeSpans);
        AppendDeltas(to, writer, NegativeDeltas, histogram.NegativeBuckets);
        AppendSpans(writer, PositiveSpans, histogram.PositiveSpans);
        AppendDeltas(to, writer, PositiveDeltas, histogram.PositiveBuckets);
        AppendEnd(to, writer, histogram.CounterResetHint, timestampMs, histogram.CustomValues, startTimestampMs);
    }

    /// <inheritdoc cref="Append(ByteBuffer, Histogram, long, long)"/>
    public static void Append(ByteBuffer to, FloatHistogram histogram, long timestampMs, long startTimestampMs = 0)
    {
        var writer = new ProtoWriter(to);
        writer.Double(CountFloat, histogram.Count);
        AppendDouble(writer, Sum, histogram.Sum);
        AppendSchema(writer, histogram.Schema);
        AppendDouble(writer, ZeroThreshold, histogram.ZeroThreshold);
        writer.Double(ZeroCountFloat, histogram.ZeroCount);
        AppendSpans(writer, NegativeSpans, histogram.NegativeSpans);
        AppendDoubles(to, writer, NegativeCounts, histogram.NegativeBuckets);
        AppendSpans(writer, PositiveSpans, histogram.PositiveSpans);
        AppendDoubles(to, writer, PositiveCounts, histogram.PositiveBuckets);
        AppendEnd(to, writer, histogram.CounterResetHint, timestampMs, histogram.CustomValues, startTimestampMs);
    }

    private static void AppendEnd(ByteBuffer to, ProtoWriter writer, CounterResetHint hint, long timestampMs, double[] customValues, long startTimestampMs)
    {
        if (hint != CounterResetHint.Unknown)
        {
            writer.VarInt(ResetHint, (ulong)hint);
        }

        if (timestampMs != 0)
        {
            writer.VarInt(Timestamp, (ulong)timestampMs);
        }

        AppendDoubles(to, writer, CustomValues, customValues);
        if (startTimestampMs != 0)
        {
            writer.VarInt(StartTimestamp, (ulong)startTimestampMs);
        }
    }

    private static void AppendSchema(ProtoWriter writer, int schema)
    {
        if (schema != 0)
        {
            writer.Signed(Schema, schema);
        }
    }

    private static void AppendDouble(ProtoWriter writer, int field, double value)
    {
        if (BitConverter.DoubleToUInt64Bits(value) != 0)
        {
            writer.Double(field, value);
        }
    }

    private static void AppendSpans(ProtoWriter writer, int field, BucketSpan[] spans)
    {
        foreach (var span in spans)
        {
            var mark = writer.BeginMessage(field);
            if (span.Offset != 0)
            {
                writer.Signed(1, span.Offset);
            }

            if (span.Length != 0)
            {
                writer.VarInt(2, span.Length);
            }

            writer.EndMessage(mark);
        }
    }

    private static void AppendDeltas(ByteBuffer to, ProtoWriter writer, int field, long[] deltas)
    {
        if (deltas.Length == 0)
        {
            return;
        }

        var mark = writer.BeginMessage(field);
        foreach (var delta in deltas)
        {
            to.Advance(VarInt.WriteSigned(to.GetSpan(VarInt.MaxBytes), delta));
        }

        writer.EndMessage(mark);
    }

    private static void AppendDoubles(ByteBuffer to, ProtoWriter writer, int field, double[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        var mark = writer.BeginMessage(field);
        foreach (var value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(to.GetSpan(sizeof(double)), value);
            to.Advance(sizeof(double));
        }

        writer.EndMessage(mark);
    }
}
