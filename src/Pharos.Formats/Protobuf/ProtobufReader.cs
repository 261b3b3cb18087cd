using System.Diagnostics;
using Pharos.Formats.Conversion;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Protobuf;

/// <summary>
/// Reads length-delimited <c>io.prometheus.client.MetricFamily</c> messages in place and gives the entries that the text formats
/// would: help, unit and type of a family, then its series, with summaries and classic histograms taken apart.
/// </summary>
/// <remarks>
/// <para>
/// For each family: help, unit if there is one, type; families without metrics are passed over. For each metric: a number, or
/// <c>_count</c>, <c>_sum</c> and the quantiles or buckets, where a last bucket at +Inf is made up if it is not there, or a native
/// histogram, or what the options ask for.
/// </para>
/// <para>
/// A metric is checked as a whole before its first series is given, except for the content of quantiles, buckets and exemplars. A metric
/// with two summaries or histograms is refused although a protobuf decoder would merge them, since no exporter writes that. An exemplar
/// with names or values that no label can have is left out, as a scrape never fails by exemplars.
/// </para>
/// </remarks>
public ref partial struct ProtobufReader : IExpositionReader
{
    private readonly ReadOnlySpan<byte> _exposition;
    private readonly bool _addTypeAndUnitLabels;
    private readonly bool _ignoreNative;
    private readonly bool _keepClassic;

    /// <summary>Null unless classic histograms are to be converted.</summary>
    private readonly ClassicHistogramBuilder? _converter;
    private readonly SeriesKey _key;
    private MetricFamilyHeader _family;
    private ProtoReader _metrics;
    private int _position;
    private Stage _stage;

    // The metric that the current entry belongs to.
    private ProtoRange _metric;
    private long _timestampMs;
    private NumberMessage _number;
    private SummaryMessage _summary;
    private HistogramMessage _histogram;
    private bool _isNative;

    /// <summary>Bounds of the summary or histogram.</summary>
    private ProtoRange _complex;

    /// <summary>Where the walk over quantiles or buckets is, for series, or over exemplars, for a native histogram.</summary>
    private ProtoReader _elements;

    /// <summary>The current bucket, or with only the bound the current quantile.</summary>
    private BucketMessage _element;
    private bool _isInfinitySeen;
    private bool _exemplarIsRead;

    /// <summary>The bytes must stay as they are for as long as the reader is in use.</summary>
    public ProtobufReader(ReadOnlySpan<byte> exposition, ExpositionScratch scratch, ExpositionOptions? options = null)
    {
        options ??= ExpositionOptions.Default;
        _exposition = exposition;
        _addTypeAndUnitLabels = options.AddTypeAndUnitLabels;
        _ignoreNative = options.IgnoreNativeHistograms;
        _keepClassic = options.KeepClassicHistograms;
        _converter = options.ConvertClassicHistograms ? scratch.Conversion.Builder : null;
        _key = scratch.SeriesKey;
        _metrics = new ProtoReader(default);
    }

    /// <summary>What the entry that was given last stands for.</summary>
    private enum Stage : byte
    {
        Start,
        Help,
        Unit,
        Type,
        Number,
        Count,
        Sum,

        /// <summary>A quantile or a bucket.</summary>
        Element,
        NativeHistogram,
        End,
    }

    public readonly ExpositionEntry Entry => _stage switch
    {
        Stage.Start or Stage.End => ExpositionEntry.None,
        Stage.Help => ExpositionEntry.Help,
        Stage.Unit => ExpositionEntry.Unit,
        Stage.Type => ExpositionEntry.Type,
        Stage.NativeHistogram => ExpositionEntry.Histogram,
        _ => ExpositionEntry.Series,
    };

    public readonly ReadOnlySpan<byte> FamilyName => Bytes(_family.Name);

    public readonly MetricType Type => _family.Type;

    public readonly ReadOnlySpan<byte> Text => _stage switch
    {
        Stage.Help => Bytes(_family.Help),
        Stage.Unit => Bytes(_family.Unit),
        _ => default,
    };

    public readonly ReadOnlySpan<byte> Series => _key.Written;

    public double Value { get; private set; }

    public readonly bool HasTimestamp => _timestampMs != 0;

    /// <summary>Zero means that there is none: the format cannot tell the two apart.</summary>
    public readonly long TimestampMs => _timestampMs;

    public Histogram? Histogram { get; private set; }

    public FloatHistogram? FloatHistogram { get; private set; }

    public bool Read()
    {
        try
        {
            _stage = Next();
            return _stage != Stage.End;
        }
        catch (ProtoException e)
        {
            _stage = Stage.End;
            throw new ExpositionException(e.Reason, e.Offset, 0, 0);
        }
    }

    private Stage Next()
    {
        // Fast path: one number after the other.
        if (_stage == Stage.Number)
        {
            return NextMetric();
        }

        return _stage switch
        {
            Stage.Start => NextFamily(),
            Stage.Help => _family.Unit.IsEmpty ? Stage.Type : Stage.Unit,
            Stage.Unit => Stage.Type,
            Stage.Type => NextMetric(),
            Stage.Count => BeginSum(),
            Stage.Sum or Stage.Element => NextElement(),
            Stage.NativeHistogram => AfterNativeHistogram(),
            Stage.End => Stage.End,
            _ => throw new UnreachableException(),
        };
    }

    private Stage NextFamily()
    {
        while (_position < _exposition.Length)
        {
            var start = _position;
            var family = TakeFamily();
            _family = MetricFamilyHeader.Read(new ProtoReader(_exposition, family));
            if (_family.HasMetrics)
            {
                _family.Validate(_exposition, start);
                _metrics = new ProtoReader(_exposition, family);
                return Stage.Help;
            }
        }

        return Stage.End;
    }

    private ProtoRange TakeFamily()
    {
        var stream = new ProtoReader(_exposition, new ProtoRange(_position, _exposition.Length));
        var range = stream.TakeRange();
        if (range.Start - _position > 5)
        {
            throw new ProtoException("expected the length of a message in at most five bytes", _position);
        }

        _position = range.End;
        return range;
    }

    private Stage NextMetric()
    {
        while (_metrics.MoveNext())
        {
            if (_metrics.Field == MetricFamilyFields.Metric)
            {
                ReadMetric(_metrics.ReadRange());
                return FirstOfMetric();
            }

            _metrics.Skip();
        }

        return NextFamily();
    }

    private Stage FirstOfMetric()
    {
        Histogram = null;
        FloatHistogram = null;
        if (_family.IsHistogram)
        {
            return _isNative ? BeginNativeHistogram()
                : _converter != null && !_keepClassic ? BeginConvertedHistogram()
                : BeginCount();
        }

        if (_family.Type == MetricType.Summary)
        {
            return BeginCount();
        }

        _key.SetSuffix(default);
        Value = _number.Value;
        return Stage.Number;
    }

    private Stage BeginCount()
    {
        Histogram = null;
        FloatHistogram = null;
        _elements = new ProtoReader(_exposition, _complex);
        _isInfinitySeen = false;
        _element = default;
        _key.SetSuffix("_count"u8);
        Value = _family.IsHistogram ? _histogram.CountValue : _summary.Count;
        return Stage.Count;
    }

    private Stage BeginSum()
    {
        _key.SetSuffix("_sum"u8);
        Value = _family.IsHistogram ? _histogram.Sum : _summary.Sum;
        return Stage.Sum;
    }

    private Stage NextElement()
    {
        if (_family.IsHistogram ? NextBucket() : NextQuantile())
        {
            return Stage.Element;
        }

        return _family.IsHistogram && !_isNative && _converter != null ? BeginConvertedHistogram() : NextMetric();
    }

    private Stage BeginNativeHistogram()
    {
        var isGauge = _family.Type == MetricType.GaugeHistogram;
        _elements = new ProtoReader(_exposition, _complex);
        _key.SetSuffix(default);
        try
        {
            if (_histogram.IsFloat)
            {
                FloatHistogram = NativeHistogramDecoder.ReadFloat(_histogram, _exposition, _complex, isGauge);
            }
            else
            {
                Histogram = NativeHistogramDecoder.ReadInteger(_histogram, _exposition, _complex, isGauge);
            }
        }
        catch (ProtoException e)
        {
            throw new ProtoException($"histogram {ExpositionErrors.Quote(FamilyName)}: {e.Reason}", e.Offset);
        }

        return Stage.NativeHistogram;
    }

    /// <summary>The classic series of a native histogram come behind it, those of a converted one have come before.</summary>
    private Stage AfterNativeHistogram() => _isNative && _keepClassic && _histogram.HasBuckets ? BeginCount() : NextMetric();

    private readonly ReadOnlySpan<byte> Bytes(ProtoRange range) => _exposition[range.Start..range.End];
}
