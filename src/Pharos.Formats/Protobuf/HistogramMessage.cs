using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Protobuf;

/// <summary>
/// The fields of a Histogram that occur once, and what is to be known of those that repeat before they are read. A scan of the whole
/// message: afterwards its layout is known to be sound, except within classic buckets, native ones and exemplars.
/// </summary>
internal struct HistogramMessage
{
    public ulong Count;
    public double CountFloat;
    public double Sum;
    public int Schema;
    public double ZeroThreshold;
    public ulong ZeroCount;
    public double ZeroCountFloat;
    public long StartTimestampMs;
    public bool HasSpans;
    public bool HasNativeCounts;
    public bool HasBuckets;
    public bool HasExemplars;

    /// <summary>Whether it has native parts. One without observations shows that it is native by a span of no length.</summary>
    public readonly bool IsNative => HasSpans || ZeroThreshold > 0 || ZeroCount > 0;

    /// <summary>Whether the native counts are floats.</summary>
    public readonly bool IsFloat => CountFloat > 0 || ZeroCountFloat > 0;

    public readonly double CountValue => CountFloat != 0 ? CountFloat : Count;

    public static HistogramMessage Read(ProtoReader reader)
    {
        var message = default(HistogramMessage);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case HistogramFields.SampleCount: message.Count = reader.ReadVarInt(); break;
                case HistogramFields.SampleCountFloat: message.CountFloat = reader.ReadDouble(); break;
                case HistogramFields.SampleSum: message.Sum = reader.ReadDouble(); break;
                case HistogramFields.Schema: message.Schema = reader.ReadSigned32(); break;
                case HistogramFields.ZeroThreshold: message.ZeroThreshold = reader.ReadDouble(); break;
                case HistogramFields.ZeroCount: message.ZeroCount = reader.ReadVarInt(); break;
                case HistogramFields.ZeroCountFloat: message.ZeroCountFloat = reader.ReadDouble(); break;
                case HistogramFields.StartTimestamp:
                    message.StartTimestampMs = TimestampMessage.Read(reader.ReadMessage());
                    break;
                case HistogramFields.Bucket:
                    message.HasBuckets = true;
                    reader.ReadRange();
                    break;
                case HistogramFields.Exemplar:
                    message.HasExemplars = true;
                    reader.ReadRange();
                    break;
                case HistogramFields.PositiveSpan or HistogramFields.NegativeSpan:
                    message.HasSpans = true;
                    reader.ReadRange();
                    break;
                case HistogramFields.PositiveDelta or HistogramFields.NegativeDelta or HistogramFields.PositiveCount or HistogramFields.NegativeCount:
                    message.HasNativeCounts = true;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return message;
    }

    /// <summary>Throws where native buckets are broken, for those that nobody is going to read.</summary>
    public static void CheckNative(ProtoReader reader)
    {
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case HistogramFields.PositiveSpan or HistogramFields.NegativeSpan:
                    BucketSpanMessage.Read(reader.ReadMessage(), out _, out _);
                    break;
                case HistogramFields.PositiveDelta or HistogramFields.NegativeDelta when reader.WireType == ProtoWireType.Bytes:
                    for (var packed = reader.ReadMessage(); !packed.IsAtEnd;)
                    {
                        packed.TakeSigned64();
                    }

                    break;
                case HistogramFields.PositiveDelta or HistogramFields.NegativeDelta:
                    reader.ReadSigned64();
                    break;
                case HistogramFields.PositiveCount or HistogramFields.NegativeCount when reader.WireType == ProtoWireType.Bytes:
                    for (var packed = reader.ReadMessage(); !packed.IsAtEnd;)
                    {
                        packed.TakeDouble();
                    }

                    break;
                case HistogramFields.PositiveCount or HistogramFields.NegativeCount:
                    reader.ReadDouble();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
