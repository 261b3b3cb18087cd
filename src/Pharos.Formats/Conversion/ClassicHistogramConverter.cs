using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Conversion;

/// <summary>
/// Reads another reader's entries and puts the series of each classic histogram together into one entry with a native histogram of
/// custom buckets. That entry comes when the histogram is over, which the next entry tells: another series, a line of metadata, the
/// end. The series themselves are left out or, if the options keep classic histograms, come before.
/// </summary>
/// <remarks>
/// <para>Series belong to a histogram if its family was announced as one under the very name that is left without the suffix, and
/// follow each other with the same labels. A histogram that is native already is not converted beside that: the classic series behind
/// it stay series. Where parts contradict each other, nothing is emitted in their place.</para>
/// <para>Exemplars of all series go to the histogram. Its start timestamp is that of its first series, and only looked for where start
/// timestamps are taken from created series. Its own timestamp is that of the series read last, be it the one behind: so it is in the
/// reference, and in expositions that do not mix series with and without timestamps it makes no difference.</para>
/// <para>Nothing is allocated per entry but the histograms.</para>
/// </remarks>
public ref struct ClassicHistogramConverter<TReader> : IExpositionReader
    where TReader : IExpositionReader, allows ref struct
{
    private readonly ClassicHistogramScratch _scratch;
    private readonly bool _keepsClassic;
    private readonly bool _readsStartTimestamps;
#pragma warning disable IDE0044 // The inner reader changes as it reads; were the field readonly, a copy of it would.
    private TReader _inner;
#pragma warning restore IDE0044
    private State _state;
    private MetricType _type;
    private bool _hasTimestamp;
    private long _timestampMs;

    /// <summary>Takes over the reader and the scratch memory until the end.</summary>
    public ClassicHistogramConverter(TReader inner, ClassicHistogramScratch scratch, ExpositionOptions options)
    {
        _inner = inner;
        _scratch = scratch;
        _keepsClassic = options.KeepClassicHistograms;
        _readsStartTimestamps = options.SkipCreatedSeries;
        scratch.Reset();
    }

    private enum State : byte
    {
        Start,
        Collecting,

        /// <summary>Standing on a converted histogram.</summary>
        Emitting,

        /// <summary>Behind a native histogram whose classic series may follow.</summary>
        Inhibiting,
    }

    public readonly ExpositionEntry Entry => IsEmitting ? ExpositionEntry.Histogram : _inner.Entry;

    public readonly ReadOnlySpan<byte> FamilyName => _inner.FamilyName;

    public readonly MetricType Type => IsEmitting ? MetricType.Histogram : _inner.Type;

    public readonly ReadOnlySpan<byte> Text => _inner.Text;

    public readonly ReadOnlySpan<byte> Series => IsEmitting ? _scratch.Emitted.Series : _inner.Series;

    public readonly double Value => IsEmitting ? 0 : _inner.Value;

    public readonly bool HasTimestamp => IsEmitting ? _hasTimestamp : _inner.HasTimestamp;

    public readonly long TimestampMs => IsEmitting ? _timestampMs : _inner.TimestampMs;

    public readonly Histogram? Histogram => IsEmitting ? _scratch.Emitted.Integer : _inner.Histogram;

    public readonly FloatHistogram? FloatHistogram => IsEmitting ? _scratch.Emitted.Floating : _inner.FloatHistogram;

    private readonly bool IsEmitting => _state == State.Emitting;

    public bool Read()
    {
        if (IsEmitting)
        {
            // The entry that showed the end of the histogram has not been given yet.
            _state = State.Start;
            if (!IsLeftOut())
            {
                return _inner.Entry != ExpositionEntry.None;
            }
        }

        while (_inner.Read())
        {
            if (EndsCollection() && TryEmit())
            {
                return true;
            }

            if (!IsLeftOut())
            {
                return true;
            }
        }

        return _state == State.Collecting && TryEmit();
    }

    public void ReadLabels(LabelsBuilder labels)
    {
        if (IsEmitting)
        {
            labels.Reset(_scratch.Emitted.Labels);
        }
        else
        {
            _inner.ReadLabels(labels);
        }
    }

    public long ReadStartTimestamp() => _state switch
    {
        State.Collecting => _scratch.Collecting.StartTimestamp,
        State.Emitting => _scratch.Emitted.StartTimestamp,
        _ => _inner.Entry is ExpositionEntry.Series or ExpositionEntry.Histogram ? _inner.ReadStartTimestamp() : 0,
    };

    public bool ReadExemplar(LabelsBuilder labels, out ExemplarValue exemplar) => IsEmitting
        ? _scratch.Emitted.Exemplars.TryTake(labels, out exemplar)
        : _inner.ReadExemplar(labels, out exemplar);

    /// <summary>
    /// Looks at the entry that has just been read; true if series were being collected and it is not one more of them. What it says is
    /// not put to use yet.
    /// </summary>
    private bool EndsCollection()
    {
        switch (_inner.Entry)
        {
            case ExpositionEntry.Series:
                TakeTimestamp();
                if (_type == MetricType.Histogram)
                {
                    _inner.ReadLabels(_scratch.Labels);
                    DescribeMetric();
                }

                return _state == State.Collecting && IsOtherMetric();
            case ExpositionEntry.Histogram:
                TakeTimestamp();
                break;
            case ExpositionEntry.Type:
                _type = _inner.Type;
                _scratch.FamilyName.Clear();
                _scratch.FamilyName.Append(_inner.FamilyName);
                break;
        }

        return _state == State.Collecting;
    }

    /// <summary>Puts the entry to use; true if it is a series that went into a histogram and does not come itself.</summary>
    private bool IsLeftOut()
    {
        switch (_inner.Entry)
        {
            case ExpositionEntry.Series:
                if (_state == State.Inhibiting)
                {
                    if (!IsOtherMetric())
                    {
                        return false;
                    }

                    _state = State.Start;
                }

                return TryCollect() && !_keepsClassic;
            case ExpositionEntry.Histogram:
                _state = State.Inhibiting;
                _inner.ReadLabels(_scratch.Labels);
                WriteMetric(_scratch.LastMetric, _scratch.Labels.Get(LabelNames.MetricName), keepsBound: true);
                return false;
            default:
                return false;
        }
    }

    private void TakeTimestamp()
    {
        _hasTimestamp = _inner.HasTimestamp;
        _timestampMs = _inner.TimestampMs;
    }

    private readonly void DescribeMetric()
    {
        ClassicSeriesName.Split(_scratch.Labels.Get(LabelNames.MetricName), out var name);
        WriteMetric(_scratch.ThisMetric, name, keepsBound: false);
    }

    /// <summary>Writes down what two series of one histogram have in common.</summary>
    private readonly void WriteMetric(ByteBuffer metric, ReadOnlySpan<byte> name, bool keepsBound)
    {
        metric.Clear();
        metric.AppendVarInt((ulong)name.Length);
        metric.Append(name);
        foreach (var label in _scratch.Labels.View())
        {
            if (label.Name.SequenceEqual(LabelNames.MetricName) || (!keepsBound && label.Name.SequenceEqual(LabelNames.Bucket)))
            {
                continue;
            }

            metric.AppendVarInt((ulong)label.Name.Length);
            metric.Append(label.Name);
            metric.AppendVarInt((ulong)label.Value.Length);
            metric.Append(label.Value);
        }
    }

    private readonly bool IsOtherMetric() =>
        _type != MetricType.Histogram || !_scratch.ThisMetric.Written.SequenceEqual(_scratch.LastMetric.Written);

    /// <summary>Takes the series into the histogram that it is part of; false if it is part of none.</summary>
    private bool TryCollect()
    {
        if (_type != MetricType.Histogram)
        {
            return false;
        }

        var part = ClassicSeriesName.Split(_scratch.Labels.Get(LabelNames.MetricName), out var name);
        if (part == ClassicPart.None || !name.SequenceEqual(_scratch.FamilyName.Written))
        {
            return false;
        }

        double bound = 0;
        if (part == ClassicPart.Bucket
            && (!GoFloat.TryParse(_scratch.Labels.Get(LabelNames.Bucket), out bound) || double.IsNaN(bound)))
        {
            return false;
        }

        if (_state != State.Collecting)
        {
            BeginCollection(name);
        }

        CollectExemplars();
        switch (part)
        {
            case ClassicPart.Bucket:
                _scratch.Builder.SetBucket(bound, _inner.Value);
                break;
            case ClassicPart.Count:
                _scratch.Builder.SetCount(_inner.Value);
                break;
            default:
                _scratch.Builder.SetSum(_inner.Value);
                break;
        }

        return true;
    }

    private void BeginCollection(ReadOnlySpan<byte> name)
    {
        _state = State.Collecting;
        _scratch.LastMetric.Clear();
        _scratch.LastMetric.Append(_scratch.ThisMetric.Written);
        var labels = _scratch.HistogramLabels;
        labels.Reset(_scratch.Labels.View());
        labels.Set(LabelNames.MetricName, name);
        labels.Remove(LabelNames.Bucket);
        _scratch.Collecting.SetLabels(labels.View());
        _scratch.Collecting.StartTimestamp = _readsStartTimestamps ? _inner.ReadStartTimestamp() : 0;
    }

    private void CollectExemplars()
    {
        while (_inner.ReadExemplar(_scratch.ExemplarLabels, out var exemplar))
        {
            _scratch.Collecting.Exemplars.Add(_scratch.ExemplarLabels.View(), exemplar);
        }
    }

    /// <summary>Ends the collection; false if no histogram comes of it.</summary>
    private bool TryEmit()
    {
        if (!_scratch.Builder.TryBuild(out var integer, out var floating)
            || (integer?.Validate() ?? floating?.Validate()) is not null)
        {
            _scratch.Drop();
            _state = State.Start;
            return false;
        }

        _scratch.Collecting.Integer = integer;
        _scratch.Collecting.Floating = floating;
        _scratch.Collecting.WriteSeries();
        _scratch.Emit();
        _state = State.Emitting;
        return true;
    }
}
