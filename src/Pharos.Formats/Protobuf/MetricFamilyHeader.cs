using System.Text.Unicode;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Protobuf;

/// <summary>All of a MetricFamily but its metrics, of which it is only known whether there are any.</summary>
internal struct MetricFamilyHeader
{
    public ProtoRange Name;
    public ProtoRange Help;
    public ProtoRange Unit;
    public MetricType Type;
    public bool HasMetrics;
    private int _typeValue;

    public readonly bool IsHistogram => Type is MetricType.Histogram or MetricType.GaugeHistogram;

    /// <summary>Scans the message from end to end, since its fields may come in any order.</summary>
    public static MetricFamilyHeader Read(ProtoReader reader)
    {
        var header = default(MetricFamilyHeader);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case MetricFamilyFields.Name: header.Name = reader.ReadRange(); break;
                case MetricFamilyFields.Help: header.Help = reader.ReadRange(); break;
                case MetricFamilyFields.Unit: header.Unit = reader.ReadRange(); break;
                case MetricFamilyFields.Type: header._typeValue = (int)reader.ReadVarInt(); break;
                case MetricFamilyFields.Metric:
                    header.HasMetrics = true;
                    reader.ReadRange();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return header;
    }

    /// <summary>Settles the type and throws where one of the texts is not what it may be.</summary>
    public void Validate(ReadOnlySpan<byte> buffer, int offset)
    {
        var name = buffer[Name.Start..Name.End];
        if (!NameValidation.IsMetricName(name, NameValidationScheme.Utf8))
        {
            throw new ProtoException($"invalid metric name: expected UTF-8 that is not empty, found {ExpositionErrors.Quote(name)}", offset);
        }

        var help = buffer[Help.Start..Help.End];
        if (!Utf8.IsValid(help))
        {
            throw new ProtoException(
                $"invalid help for metric {ExpositionErrors.Quote(name)}: expected UTF-8, found {ExpositionErrors.Quote(help)}", Help.Start);
        }

        // A unit may be any bytes: the reference does not look at them, and a scrape is not to fail for them.
        Type = _typeValue switch
        {
            MetricTypeValues.Counter => MetricType.Counter,
            MetricTypeValues.Gauge => MetricType.Gauge,
            MetricTypeValues.Summary => MetricType.Summary,
            MetricTypeValues.Untyped => MetricType.Unknown,
            MetricTypeValues.Histogram => MetricType.Histogram,
            MetricTypeValues.GaugeHistogram => MetricType.GaugeHistogram,
            _ => throw new ProtoException(
                $"unknown metric type for metric {ExpositionErrors.Quote(name)}: {_typeValue}", offset),
        };
    }
}
