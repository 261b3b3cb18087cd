using System.Collections.Concurrent;
using System.Text.Unicode;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Instrumentation.Labelling;

/// <summary>
/// The metrics of a family by their label values. Looking up takes no lock and allocates nothing; adding and removing take one.
/// Bounded: see <see cref="Find"/>.
/// </summary>
internal sealed class LabelledMetrics<TMetric>
    where TMetric : Metric
{
    private readonly FamilyDescription _description;
    private readonly Func<Labels, TMetric> _create;
    private readonly Action _countDropped;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<byte[], TMetric> _byValues = new(1, 7, LabelKeyComparer.Instance);
    private readonly ConcurrentDictionary<byte[], TMetric>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private volatile TMetric[]? _sorted;
    private TMetric? _uncollected;
    private int _count;

    public LabelledMetrics(FamilyDescription description, Func<Labels, TMetric> create, Action countDropped)
    {
        _description = description;
        _create = create;
        _countDropped = countDropped;
        _lookup = _byValues.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// The metric of these values, made if there is none. When the family is full, or the values are no UTF-8 or too long, the answer
    /// is one metric that counts but is never collected.
    /// </summary>
    public TMetric Find(scoped in LabelKey key)
    {
        CheckCount(key.Count);
        if (!key.IsTooLong && _lookup.TryGetValue(key.Bytes, out var metric))
        {
            return metric;
        }

        return Add(in key);
    }

    public bool Remove(scoped in LabelKey key)
    {
        CheckCount(key.Count);
        lock (_gate)
        {
            if (key.IsTooLong || !_lookup.TryRemove(key.Bytes, out _, out _))
            {
                return false;
            }

            _count--;
            _sorted = null;
            return true;
        }
    }

    /// <summary>Removes all metrics with the value at a label; returns how many.</summary>
    public int RemoveMatching(ReadOnlySpan<byte> labelName, ReadOnlySpan<byte> value)
    {
        lock (_gate)
        {
            var removed = 0;
            foreach (var (key, metric) in _byValues)
            {
                if (metric.Labels.View[labelName].SequenceEqual(value) && _byValues.TryRemove(key, out _))
                {
                    removed++;
                }
            }

            _count -= removed;
            _sorted = null;
            return removed;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _byValues.Clear();
            _count = 0;
            _sorted = null;
        }
    }

    /// <summary>The metrics ordered by their labels; the same array until one is added or removed.</summary>
    public TMetric[] Sorted() => _sorted ?? Sort();

    private TMetric[] Sort()
    {
        lock (_gate)
        {
            var metrics = _byValues.Values.ToArray();
            Array.Sort(metrics, static (left, right) => left.Labels.CompareTo(right.Labels));
            return _sorted = metrics;
        }
    }

    private TMetric Add(scoped in LabelKey key)
    {
        lock (_gate)
        {
            if (!key.IsTooLong && _lookup.TryGetValue(key.Bytes, out var metric))
            {
                return metric;
            }

            if (key.IsTooLong || _count >= _description.MaxLabelSets || !TryReadLabels(key.Bytes, out var labels))
            {
                _countDropped();
                return _uncollected ??= _create(Labels.Empty);
            }

            metric = _create(labels);
            _lookup[key.Bytes] = metric;
            _count++;
            _sorted = null;
            return metric;
        }
    }

    private bool TryReadLabels(ReadOnlySpan<byte> values, out Labels labels)
    {
        var builder = new LabelsBuilder();
        foreach (var name in _description.LabelNamesUtf8)
        {
            VarInt.TryRead(values, out var length, out var prefix);
            var value = values.Slice(prefix, (int)length);
            values = values[(prefix + (int)length)..];
            if (!Utf8.IsValid(value))
            {
                labels = default;
                return false;
            }

            builder.Add(name, value);
        }

        labels = builder.ToLabels();
        return true;
    }

    private void CheckCount(int count)
    {
        if (count != _description.LabelNames.Length)
        {
            throw new ArgumentException(
                $"metric \"{_description.Name}\" has {_description.LabelNames.Length} labels, but {count} values were given");
        }
    }
}
