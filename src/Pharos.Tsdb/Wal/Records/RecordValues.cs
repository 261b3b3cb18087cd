using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Appends the values that records are made of.</summary>
internal static class RecordValues
{
    public static void AppendUInt64(this ByteBuffer destination, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination.GetSpan(sizeof(ulong)), value);
        destination.Advance(sizeof(ulong));
    }

    public static void AppendDouble(this ByteBuffer destination, double value) =>
        destination.AppendUInt64(BitConverter.DoubleToUInt64Bits(value));

    public static void AppendSignedVarInt(this ByteBuffer destination, long value) =>
        destination.Advance(VarInt.WriteSigned(destination.GetSpan(VarInt.MaxBytes), value));

    public static void AppendText(this ByteBuffer destination, ReadOnlySpan<byte> text)
    {
        destination.AppendVarInt((ulong)text.Length);
        destination.Append(text);
    }

    /// <summary>The number of labels, and then the labels as they are in memory.</summary>
    public static void AppendLabels(this ByteBuffer destination, LabelsView labels)
    {
        destination.AppendVarInt((ulong)labels.Count);
        destination.Append(labels.Encoded);
    }
}
