using System.Text;
using Pharos.Cli.Programs.Promtool.Families;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Families of metrics as a request of remote write, in its first version.</summary>
internal static class WriteRequest
{
    /// <param name="extra">Labels that all series get, unless they have them.</param>
    /// <param name="now">The time of samples that have none.</param>
    public static ReadOnlySpan<byte> Encode(IReadOnlyList<MetricFamily> families, IReadOnlyList<KeyValuePair<string, string>> extra, DateTimeOffset now)
    {
        var buffer = new ByteBuffer(64 << 10);
        var writer = new ProtoWriter(buffer);
        var labels = new LabelsBuilder();
        foreach (var family in families.OrderBy(static family => family.Name, StringComparer.Ordinal))
        {
            foreach (var sample in family.Metrics.SelectMany(static metric => metric.Samples))
            {
                labels.Reset();
                foreach (var (name, value) in extra)
                {
                    labels.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
                }

                // The job is who pushes; what the metrics say of one is kept beside it.
                foreach (var label in sample.Labels.View)
                {
                    labels.Set(label.Name.SequenceEqual("job"u8) ? "exported_job"u8 : label.Name, IsBound(family, label) ? Shortest(label.Value) : label.Value);
                }

                WriteSeries(writer, labels.ToLabels(), sample.Value, sample.TimestampMs ?? now.ToUnixTimeMilliseconds());
            }
        }

        foreach (var family in families)
        {
            WriteMetadata(writer, family);
        }

        return buffer.Written;
    }

    /// <summary>Readers write bounds as OpenMetrics has them, <c>1.0</c>; what is pushed has <c>1</c>.</summary>
    private static bool IsBound(MetricFamily family, LabelPair label) =>
        (family.Type == MetricType.Histogram && label.Name.SequenceEqual("le"u8)) || (family.Type == MetricType.Summary && label.Name.SequenceEqual("quantile"u8));

    private static ReadOnlySpan<byte> Shortest(ReadOnlySpan<byte> bound)
    {
        var text = new byte[GoFloat.MaxLength];
        return GoFloat.TryParse(bound, out var value) ? text.AsSpan(0, GoFloat.Format(text, value)) : bound;
    }

    private static void WriteSeries(ProtoWriter writer, Labels labels, double value, long timestampMs)
    {
        var series = writer.BeginMessage(1);
        foreach (var label in labels.View)
        {
            var pair = writer.BeginMessage(1);
            writer.Bytes(1, label.Name);
            writer.Bytes(2, label.Value);
            writer.EndMessage(pair);
        }

        var sample = writer.BeginMessage(2);
        writer.Double(1, value);
        writer.VarInt(2, (ulong)timestampMs);
        writer.EndMessage(sample);
        writer.EndMessage(series);
    }

    private static void WriteMetadata(ProtoWriter writer, MetricFamily family)
    {
        var metadata = writer.BeginMessage(3);
        writer.VarInt(1, family.Type switch
        {
            MetricType.Counter => 1UL,
            MetricType.Gauge => 2,
            MetricType.Histogram => 3,
            MetricType.Summary => 5,
            _ => 0,
        });
        writer.Bytes(2, Encoding.UTF8.GetBytes(family.Name));
        writer.Bytes(4, Encoding.UTF8.GetBytes(family.Help ?? ""));
        writer.EndMessage(metadata);
    }
}
