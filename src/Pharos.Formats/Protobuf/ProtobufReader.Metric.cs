using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Protobuf;

/// <content>The metric that the current entry belongs to, and its quantiles or buckets.</content>
public ref partial struct ProtobufReader
{
    public readonly void ReadLabels(LabelsBuilder labels)
    {
        labels.Reset();
        labels.Add(LabelNames.MetricName, _key.Name);
        if (_addTypeAndUnitLabels)
        {
            labels.Add(LabelNames.MetricType, _family.Type == MetricType.Unknown ? default : MetricTypes.Name(_family.Type));
            labels.Add(LabelNames.MetricUnit, Bytes(_family.Unit));
        }

        var reader = new ProtoReader(_exposition, _metric);
        while (reader.MoveNext())
        {
            if (reader.Field != MetricFields.Label)
            {
                reader.Skip();
                continue;
            }

            var label = LabelPairMessage.Read(reader.ReadMessage());
            if (!_addTypeAndUnitLabels || !IsOverridden(label.Name))
            {
                labels.Add(label.Name, label.Value);
            }
        }

        if (_stage == Stage.Element)
        {
            var name = _family.IsHistogram ? LabelNames.Bucket : LabelNames.Quantile;
            labels.Add(name, _key.FormatBound(_element.UpperBound));
        }
    }

    public readonly long ReadStartTimestamp() => _family.Type switch
    {
        MetricType.Counter => _number.StartTimestampMs,
        MetricType.Summary => _summary.StartTimestampMs,
        MetricType.Histogram or MetricType.GaugeHistogram => _histogram.StartTimestampMs,
        _ => 0,
    };

    /// <summary>What the family says of itself counts more than what a label of that name says.</summary>
    private readonly bool IsOverridden(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(LabelNames.MetricName)
        || (_family.Type != MetricType.Unknown && name.SequenceEqual(LabelNames.MetricType))
        || (!_family.Unit.IsEmpty && name.SequenceEqual(LabelNames.MetricUnit));

    private void ReadMetric(ProtoRange range)
    {
        _metric = range;
        _timestampMs = 0;
        _number = default;
        _summary = default;
        _histogram = default;
        _complex = default;
        _exemplarIsRead = false;
        _key.Begin();
        var reader = new ProtoReader(_exposition, range);
        while (reader.MoveNext())
        {
            ReadMetricField(ref reader);
        }

        _isNative = !_ignoreNative && _histogram.IsNative;
        if (!_isNative && (_histogram.HasSpans || _histogram.HasNativeCounts))
        {
            // They are passed over, but only what is whole is passed over.
            HistogramMessage.CheckNative(new ProtoReader(_exposition, _complex));
        }

        if (_addTypeAndUnitLabels)
        {
            _key.AddTypeAndUnit(_family.Type, Bytes(_family.Unit));
        }

        _key.SetName(FamilyName);
    }

    /// <summary>A value of another type than the family's is passed over: the type says which one counts.</summary>
    private void ReadMetricField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case MetricFields.Label:
                var label = reader.ReadRange();
                LabelPairMessage.Read(new ProtoReader(_exposition, label)).Validate(label.Start);
                _key.AddLabel(Bytes(label));
                break;
            case MetricFields.TimestampMs:
                _timestampMs = (long)reader.ReadVarInt();
                break;
            case MetricFields.Counter when _family.Type == MetricType.Counter:
                _number = NumberMessage.Read(reader.ReadMessage(), isCounter: true);
                break;
            case MetricFields.Gauge when _family.Type == MetricType.Gauge:
            case MetricFields.Untyped when _family.Type == MetricType.Unknown:
                _number = NumberMessage.Read(reader.ReadMessage(), isCounter: false);
                break;
            case MetricFields.Summary when _family.Type == MetricType.Summary:
                _summary = SummaryMessage.Read(new ProtoReader(_exposition, TakeComplex(ref reader)));
                break;
            case MetricFields.Histogram when _family.IsHistogram:
                _histogram = HistogramMessage.Read(new ProtoReader(_exposition, TakeComplex(ref reader)));
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private ProtoRange TakeComplex(ref ProtoReader reader)
    {
        // An absent one has the range from 0 to 0, which no field can have.
        if (_complex.End != 0)
        {
            throw new ProtoException("expected one summary or histogram in a metric, found a second", reader.Position);
        }

        return _complex = reader.ReadRange();
    }

    private bool NextQuantile()
    {
        while (_elements.MoveNext())
        {
            if (_elements.Field == SummaryFields.Quantile)
            {
                var quantile = QuantileMessage.Read(_elements.ReadMessage());
                _element = new BucketMessage { UpperBound = quantile.Quantile };
                _key.SetBound(default, quantile.Quantile);
                Value = quantile.Value;
                return true;
            }

            _elements.Skip();
        }

        return false;
    }

    private bool NextBucket()
    {
        if (_isInfinitySeen)
        {
            return false;
        }

        _exemplarIsRead = false;
        if (!TryReadBucket())
        {
            _element = new BucketMessage { UpperBound = double.PositiveInfinity, CumulativeCount = _histogram.CountValue };
        }

        _isInfinitySeen = double.IsPositiveInfinity(_element.UpperBound);
        _key.SetBound("_bucket"u8, _element.UpperBound);
        Value = _element.CumulativeCount;
        return true;
    }

    private bool TryReadBucket()
    {
        while (_elements.MoveNext())
        {
            if (_elements.Field == HistogramFields.Bucket)
            {
                _element = BucketMessage.Read(_elements.ReadMessage());
                return true;
            }

            _elements.Skip();
        }

        return false;
    }

    /// <summary>Makes a native histogram with custom buckets out of the classic one.</summary>
    private Stage BeginConvertedHistogram()
    {
        var converter = _converter!;
        converter.Reset();
        converter.SetCount(_histogram.CountValue);
        converter.SetSum(_histogram.Sum);
        _elements = new ProtoReader(_exposition, _complex);
        while (TryReadBucket() && converter.SetBucket(_element.UpperBound, _element.CumulativeCount))
        {
        }

        if (!converter.TryBuild(out var integer, out var floating))
        {
            throw new ProtoException($"histogram {ExpositionErrors.Quote(FamilyName)}: {converter.Error}", _complex.Start);
        }

        var hint = _family.Type == MetricType.GaugeHistogram ? CounterResetHint.Gauge : CounterResetHint.Unknown;
        integer?.CounterResetHint = hint;
        floating?.CounterResetHint = hint;
        Histogram = integer;
        FloatHistogram = floating;
        _elements = new ProtoReader(_exposition, _complex);
        _key.SetSuffix(default);
        return Stage.NativeHistogram;
    }
}
