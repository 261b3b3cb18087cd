using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Collectors;

/// <summary>
/// Keeps what collectors write until it can be given away in order: families by name, metrics by labels. Its buffers are used again
/// from one collection to the next. Not safe for concurrent use.
/// </summary>
internal sealed partial class FamilyRecorder : IMetricSink
{
    private readonly ByteBuffer _bytes = new();
    private readonly Comparison<int> _byName;
    private readonly Comparison<int> _byLabels;
    private GrowingArray<RecordedFamily> _families;
    private GrowingArray<RecordedPoint> _points;
    private GrowingArray<QuantileValue> _quantiles;
    private GrowingArray<ClassicBucket> _buckets;
    private GrowingArray<Exemplar> _exemplars;
    private GrowingArray<int> _familyOrder;
    private GrowingArray<int> _pointOrder;
    private int[] _ranks = [];
    private string _collector = "";
    private int _current = -1;

    public FamilyRecorder()
    {
        // Kept, since each new delegate would be an allocation.
        _byName = CompareNames;
        _byLabels = ComparePoints;
    }

    /// <summary>How many families there are to read with <see cref="NameAt"/> and <see cref="Write"/>, after <see cref="Order"/>.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        _bytes.Clear();
        _families.Clear();
        _points.Clear();
        _quantiles.Clear();
        _buckets.Clear();
        _exemplars.Clear();
        _familyOrder.Clear();
        _pointOrder.Clear();
        Count = 0;
    }

    /// <summary>Says who writes from now on, for messages.</summary>
    public void StartCollector(string name)
    {
        _collector = name;
        _current = -1;
    }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
    {
        if (!NameValidation.IsMetricName(name, NameValidationScheme.Utf8))
        {
            throw new MetricCollectionException(_collector, $"\"{Encoding.UTF8.GetString(name)}\" is not the name of a metric");
        }

        _current = _families.Add(new RecordedFamily(Store(name), Store(help), Store(unit), type));
    }

    public void Number(LabelsView labels, scoped in NumberPoint point) => _points.Add(new RecordedPoint
    {
        Family = Current(),
        Kind = PointKind.Number,
        Labels = Store(labels.Encoded),
        Value = point.Value,
        TimestampMs = point.TimestampMs,
        StartTimestampMs = point.StartTimestampMs,
        Exemplar = point.Exemplar,
    });

    public void Summary(LabelsView labels, scoped in SummaryPoint point) => _points.Add(new RecordedPoint
    {
        Family = Current(),
        Kind = PointKind.Summary,
        Labels = Store(labels.Encoded),
        Value = point.Sum,
        WholeCount = point.Count,
        TimestampMs = point.TimestampMs,
        StartTimestampMs = point.StartTimestampMs,
        Parts = new Stretch(_quantiles.AddRange(point.Quantiles), point.Quantiles.Length),
    });

    public void Histogram(LabelsView labels, scoped in HistogramPoint point) => _points.Add(new RecordedPoint
    {
        Family = Current(),
        Kind = PointKind.Histogram,
        Labels = Store(labels.Encoded),
        Value = point.Sum,
        Count = point.Count,
        TimestampMs = point.TimestampMs,
        StartTimestampMs = point.StartTimestampMs,
        Parts = new Stretch(_buckets.AddRange(point.Buckets), point.Buckets.Length),
        Native = point.Native,
        NativeFloat = point.NativeFloat,
        NativeExemplars = new Stretch(_exemplars.AddRange(point.NativeExemplars), point.NativeExemplars.Length),
    });

    public ReadOnlySpan<byte> NameAt(int at) => Bytes(_families[_familyOrder[at]].Name);

    /// <summary>Writes one family with its metrics.</summary>
    public void Write(int at, IMetricSink sink)
    {
        var index = _familyOrder[at];
        ref readonly var family = ref _families[index];
        var isBegun = false;
        for (var i = FirstPointOf(_ranks[index]); i < _pointOrder.Count; i++)
        {
            ref readonly var point = ref _points[_pointOrder[i]];
            if (_ranks[point.Family] != _ranks[index])
            {
                return;
            }

            if (!isBegun)
            {
                sink.BeginFamily(Bytes(family.Name), family.Type, Bytes(family.Help), Bytes(family.Unit));
                isBegun = true;
            }

            Replay(in point, sink);
        }
    }

    private void Replay(in RecordedPoint point, IMetricSink sink)
    {
        var labels = new LabelsView(Bytes(point.Labels));
        switch (point.Kind)
        {
            case PointKind.Number:
                sink.Number(labels, new NumberPoint
                {
                    Value = point.Value,
                    TimestampMs = point.TimestampMs,
                    StartTimestampMs = point.StartTimestampMs,
                    Exemplar = point.Exemplar,
                });
                break;
            case PointKind.Summary:
                sink.Summary(labels, new SummaryPoint
                {
                    Count = point.WholeCount,
                    Sum = point.Value,
                    Quantiles = _quantiles.Span.Slice(point.Parts.Start, point.Parts.Length),
                    TimestampMs = point.TimestampMs,
                    StartTimestampMs = point.StartTimestampMs,
                });
                break;
            default:
                sink.Histogram(labels, new HistogramPoint
                {
                    Count = point.Count,
                    Sum = point.Value,
                    Buckets = _buckets.Span.Slice(point.Parts.Start, point.Parts.Length),
                    Native = point.Native,
                    NativeFloat = point.NativeFloat,
                    NativeExemplars = _exemplars.Span.Slice(point.NativeExemplars.Start, point.NativeExemplars.Length),
                    TimestampMs = point.TimestampMs,
                    StartTimestampMs = point.StartTimestampMs,
                });
                break;
        }
    }

    private int FirstPointOf(int rank)
    {
        var low = 0;
        var high = _pointOrder.Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_ranks[_points[_pointOrder[middle]].Family] < rank)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int Current() => _current >= 0
        ? _current
        : throw new MetricCollectionException(_collector, "a metric was written before its family was begun");

    private Stretch Store(ReadOnlySpan<byte> text)
    {
        _bytes.Append(text);
        return new Stretch(_bytes.Length - text.Length, text.Length);
    }

    private ReadOnlySpan<byte> Bytes(Stretch stretch) => _bytes.Written.Slice(stretch.Start, stretch.Length);
}
