using System.Text.Unicode;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Protobuf;

/// <summary>A LabelPair, within the exposition.</summary>
internal readonly ref struct LabelPairMessage
{
    public required ReadOnlySpan<byte> Name { get; init; }

    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Whether the name's field is there, empty or not.</summary>
    public required bool HasName { get; init; }

    public static LabelPairMessage Read(ProtoReader reader)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> value = default;
        var hasName = false;
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case LabelPairFields.Name:
                    name = reader.ReadBytes();
                    hasName = true;
                    break;
                case LabelPairFields.Value: value = reader.ReadBytes(); break;
                default: reader.Skip(); break;
            }
        }

        return new LabelPairMessage { Name = name, Value = value, HasName = hasName };
    }

    /// <summary>
    /// Throws where the name or the value is not what labels of a series may be. A name that is not there at all is let through, as by
    /// the reference: it is for whoever takes the sample to refuse it, not the whole scrape.
    /// </summary>
    public void Validate(int offset)
    {
        if (HasName && !NameValidation.IsMetricName(Name, NameValidationScheme.Utf8))
        {
            throw new ProtoException($"invalid label name: expected UTF-8 that is not empty, found {ExpositionErrors.Quote(Name)}", offset);
        }

        if (!Utf8.IsValid(Value))
        {
            throw new ProtoException($"invalid label value: expected UTF-8, found {ExpositionErrors.Quote(Value)}", offset);
        }
    }
}

internal static class TimestampMessage
{
    /// <summary>In milliseconds, what is left of the nanoseconds cut off.</summary>
    public static long Read(ProtoReader reader)
    {
        long seconds = 0;
        var nanos = 0;
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case TimestampFields.Seconds: seconds = (long)reader.ReadVarInt(); break;
                case TimestampFields.Nanos: nanos = (int)reader.ReadVarInt(); break;
                default: reader.Skip(); break;
            }
        }

        // Senseless seconds wrap around as they do in the reference; nothing else depends on them.
        return unchecked(seconds * 1000 + nanos / 1_000_000);
    }
}

/// <summary>A Counter, Gauge or Untyped.</summary>
internal struct NumberMessage
{
    public double Value;

    /// <summary>Null where there is none.</summary>
    public ProtoRange? Exemplar;

    public long StartTimestampMs;

    public static NumberMessage Read(ProtoReader reader, bool isCounter)
    {
        var message = default(NumberMessage);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case NumberFields.Value:
                    message.Value = reader.ReadDouble();
                    break;
                case NumberFields.Exemplar when isCounter:
                    message.Exemplar = reader.ReadRange();
                    break;
                case NumberFields.StartTimestamp when isCounter:
                    message.StartTimestampMs = TimestampMessage.Read(reader.ReadMessage());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return message;
    }
}

internal struct SummaryMessage
{
    public ulong Count;
    public double Sum;
    public long StartTimestampMs;

    public static SummaryMessage Read(ProtoReader reader)
    {
        var message = default(SummaryMessage);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case SummaryFields.SampleCount: message.Count = reader.ReadVarInt(); break;
                case SummaryFields.SampleSum: message.Sum = reader.ReadDouble(); break;
                case SummaryFields.StartTimestamp: message.StartTimestampMs = TimestampMessage.Read(reader.ReadMessage()); break;
                default: reader.Skip(); break;
            }
        }

        return message;
    }
}

internal struct QuantileMessage
{
    public double Quantile;
    public double Value;

    public static QuantileMessage Read(ProtoReader reader)
    {
        var message = default(QuantileMessage);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case QuantileFields.Quantile: message.Quantile = reader.ReadDouble(); break;
                case QuantileFields.Value: message.Value = reader.ReadDouble(); break;
                default: reader.Skip(); break;
            }
        }

        return message;
    }
}

/// <summary>A bucket of a classic histogram.</summary>
internal struct BucketMessage
{
    public double UpperBound;
    public double CumulativeCount;

    /// <summary>Null where there is none.</summary>
    public ProtoRange? Exemplar;

    public static BucketMessage Read(ProtoReader reader)
    {
        var message = default(BucketMessage);
        ulong count = 0;
        double floatCount = 0;
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case BucketFields.CumulativeCount: count = reader.ReadVarInt(); break;
                case BucketFields.UpperBound: message.UpperBound = reader.ReadDouble(); break;
                case BucketFields.Exemplar: message.Exemplar = reader.ReadRange(); break;
                case BucketFields.CumulativeCountFloat: floatCount = reader.ReadDouble(); break;
                default: reader.Skip(); break;
            }
        }

        message.CumulativeCount = floatCount != 0 ? floatCount : count;
        return message;
    }
}
