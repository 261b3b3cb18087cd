using System.Text.Unicode;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Protobuf;

/// <content>
/// Exemplars: at most one of a counter or a classic bucket. A native histogram gives those of its own list, or if it has no list those
/// of its classic buckets, and of either only those with a timestamp.
/// </content>
public ref partial struct ProtobufReader
{
    public bool ReadExemplar(LabelsBuilder labels, out ExemplarValue exemplar)
    {
        try
        {
            return _stage == Stage.NativeHistogram
                ? ReadNativeExemplar(labels, out exemplar)
                : ReadSingleExemplar(labels, out exemplar);
        }
        catch (ProtoException e)
        {
            throw new ExpositionException(e.Reason, e.Offset, 0, 0);
        }
    }

    private bool ReadSingleExemplar(LabelsBuilder labels, out ExemplarValue exemplar)
    {
        var range = _stage switch
        {
            Stage.Number => _number.Exemplar,
            Stage.Element => _element.Exemplar,
            _ => null,
        };
        exemplar = default;
        if (range is not { } found || _exemplarIsRead)
        {
            return false;
        }

        _exemplarIsRead = true;
        return TryReadExemplar(found, labels, out exemplar);
    }

    private bool ReadNativeExemplar(LabelsBuilder labels, out ExemplarValue exemplar)
    {
        while (_elements.MoveNext())
        {
            ProtoRange? range = null;
            switch (_elements.Field)
            {
                case HistogramFields.Exemplar when _histogram.HasExemplars:
                    range = _elements.ReadRange();
                    break;
                case HistogramFields.Bucket when !_histogram.HasExemplars:
                    range = BucketMessage.Read(_elements.ReadMessage()).Exemplar;
                    break;
                default:
                    _elements.Skip();
                    break;
            }

            if (range is { } found && TryReadExemplar(found, labels, out exemplar) && exemplar.HasTimestamp)
            {
                return true;
            }
        }

        exemplar = default;
        return false;
    }

    private readonly bool TryReadExemplar(ProtoRange range, LabelsBuilder labels, out ExemplarValue exemplar)
    {
        labels.Reset();
        double value = 0;
        long? timestampMs = null;
        var areLabelsValid = true;
        var reader = new ProtoReader(_exposition, range);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case ExemplarFields.Value:
                    value = reader.ReadDouble();
                    break;
                case ExemplarFields.Timestamp:
                    timestampMs = TimestampMessage.Read(reader.ReadMessage());
                    break;
                case ExemplarFields.Label:
                    var label = LabelPairMessage.Read(reader.ReadMessage());
                    areLabelsValid &= NameValidation.IsMetricName(label.Name, NameValidationScheme.Utf8) && Utf8.IsValid(label.Value);
                    labels.AddAsIs(label.Name, label.Value);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        exemplar = new ExemplarValue(value, timestampMs.HasValue, timestampMs.GetValueOrDefault());
        return areLabelsValid;
    }
}
