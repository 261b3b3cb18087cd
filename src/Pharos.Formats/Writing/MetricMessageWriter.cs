using Pharos.Formats.Protobuf;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Writing;

/// <summary>Writes the small messages that metrics have in common.</summary>
internal static class MetricMessageWriter
{
    public static void Labels(ProtoWriter proto, int field, LabelsView labels)
    {
        foreach (var label in labels)
        {
            var message = proto.BeginMessage(field);
            proto.Bytes(LabelPairFields.Name, label.Name);
            proto.Bytes(LabelPairFields.Value, label.Value);
            proto.EndMessage(message);
        }
    }

    public static void Exemplar(ProtoWriter proto, int field, Exemplar exemplar)
    {
        var message = proto.BeginMessage(field);
        Labels(proto, ExemplarFields.Label, exemplar.Labels.View);
        proto.Sample(ExemplarFields.Value, exemplar.Value);
        Timestamp(proto, ExemplarFields.Timestamp, exemplar.TimestampMs);
        proto.EndMessage(message);
    }

    public static void Timestamp(ProtoWriter proto, int field, long? timestampMs)
    {
        if (timestampMs is not { } timestamp)
        {
            return;
        }

        // Nanoseconds count forward, also before 1970.
        var (seconds, rest) = Math.DivRem(timestamp, 1000);
        if (rest < 0)
        {
            seconds--;
            rest += 1000;
        }

        var message = proto.BeginMessage(field);
        if (seconds != 0)
        {
            proto.VarInt(TimestampFields.Seconds, (ulong)seconds);
        }

        if (rest != 0)
        {
            proto.VarInt(TimestampFields.Nanos, (ulong)rest * 1_000_000);
        }

        proto.EndMessage(message);
    }
}
