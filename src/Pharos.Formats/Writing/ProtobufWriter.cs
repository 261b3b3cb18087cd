using System.Buffers;
using Pharos.Formats.Protobuf;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Writing;

/// <summary>
/// Writes <c>io.prometheus.client.MetricFamily</c> messages, each after its length. The only format with native histograms.
/// </summary>
/// <remarks>
/// The format has no infos or state sets, written as gauges, and no histograms with custom bounds: of one that is only native, count and
/// sum remain. A histogram has float counts throughout if its native form has them or any of its counts is not a whole number.
/// </remarks>
public sealed class ProtobufWriter : IExpositionWriter
{
    private readonly ExpositionBuffer _output;
    private readonly ByteBuffer _name = new();
    private readonly ByteBuffer _help = new();
    private readonly ByteBuffer _unit = new();
    private MetricType _type;

    /// <summary>Where the message of the family begins in the output; 0 while it has no metric.</summary>
    private int _family;

    public ProtobufWriter(IBufferWriter<byte> destination)
    {
        _output = new ExpositionBuffer(destination);
    }

    private ProtoWriter Proto => new(_output.Bytes);

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
    {
        EndFamily();
        _type = type;
        Keep(_name, name);
        Keep(_help, help);
        Keep(_unit, unit);
    }

    public void Number(LabelsView labels, scoped in NumberPoint point)
    {
        var metric = BeginMetric(labels);
        var field = _type switch
        {
            MetricType.Counter => MetricFields.Counter,
            MetricType.Unknown => MetricFields.Untyped,
            _ => MetricFields.Gauge,
        };
        var value = Proto.BeginMessage(field);
        Proto.Sample(NumberFields.Value, point.Value);
        if (_type == MetricType.Counter)
        {
            if (point.Exemplar is { } exemplar)
            {
                MetricMessageWriter.Exemplar(Proto, NumberFields.Exemplar, exemplar);
            }

            MetricMessageWriter.Timestamp(Proto, NumberFields.StartTimestamp, point.StartTimestampMs);
        }

        Proto.EndMessage(value);
        Timestamp(point.TimestampMs);
        Proto.EndMessage(metric);
    }

    public void Summary(LabelsView labels, scoped in SummaryPoint point)
    {
        var metric = BeginMetric(labels);
        var summary = Proto.BeginMessage(MetricFields.Summary);
        Proto.VarInt(SummaryFields.SampleCount, point.Count);
        Proto.Sample(SummaryFields.SampleSum, point.Sum);
        foreach (var quantile in point.Quantiles)
        {
            var message = Proto.BeginMessage(SummaryFields.Quantile);
            Proto.Sample(QuantileFields.Quantile, quantile.Quantile);
            Proto.Sample(QuantileFields.Value, quantile.Value);
            Proto.EndMessage(message);
        }

        MetricMessageWriter.Timestamp(Proto, SummaryFields.StartTimestamp, point.StartTimestampMs);
        Proto.EndMessage(summary);
        Timestamp(point.TimestampMs);
        Proto.EndMessage(metric);
    }

    public void Histogram(LabelsView labels, scoped in HistogramPoint point)
    {
        var metric = BeginMetric(labels);
        Timestamp(point.TimestampMs);
        var histogram = Proto.BeginMessage(MetricFields.Histogram);
        HistogramMessageWriter.Write(Proto, point);
        Proto.EndMessage(histogram);
        Proto.EndMessage(metric);
    }

    public void Complete()
    {
        EndFamily();
        _output.Flush();
    }

    private static void Keep(ByteBuffer buffer, ReadOnlySpan<byte> text)
    {
        buffer.Clear();
        buffer.Append(text);
    }

    private static ulong TypeValue(MetricType type) => type switch
    {
        MetricType.Counter => MetricTypeValues.Counter,
        MetricType.Gauge or MetricType.Info or MetricType.StateSet => MetricTypeValues.Gauge,
        MetricType.Summary => MetricTypeValues.Summary,
        MetricType.Histogram => MetricTypeValues.Histogram,
        MetricType.GaugeHistogram => MetricTypeValues.GaugeHistogram,
        _ => MetricTypeValues.Untyped,
    };

    private int BeginMetric(LabelsView labels)
    {
        if (_family == 0)
        {
            BeginFamilyMessage();
        }

        var metric = Proto.BeginMessage(MetricFamilyFields.Metric);
        MetricMessageWriter.Labels(Proto, MetricFields.Label, labels);
        return metric;
    }

    private void Timestamp(long? timestampMs)
    {
        if (timestampMs is { } timestamp)
        {
            Proto.VarInt(MetricFields.TimestampMs, (ulong)timestamp);
        }
    }

    private void BeginFamilyMessage()
    {
        // A mark is never 0, since there is a length before it.
        _family = Proto.BeginLength();
        Proto.Bytes(MetricFamilyFields.Name, _name.Written);
        if (_help.Length > 0)
        {
            Proto.Bytes(MetricFamilyFields.Help, _help.Written);
        }

        Proto.VarInt(MetricFamilyFields.Type, TypeValue(_type));
    }

    private void EndFamily()
    {
        if (_family == 0)
        {
            return;
        }

        if (_unit.Length > 0)
        {
            Proto.Bytes(MetricFamilyFields.Unit, _unit.Written);
        }

        Proto.EndMessage(_family);
        _family = 0;
        _output.FlushIfLarge();
    }
}
