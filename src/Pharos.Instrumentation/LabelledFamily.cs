using System.Text;
using Pharos.Instrumentation.Labelling;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// A family of metrics that callers record into, one for each combination of label values. All members may be called from any thread.
/// </summary>
/// <remarks>
/// Values are given in the order of <see cref="MetricFamily.LabelNames"/>. Looking a metric up allocates nothing once it is there; on
/// a hot path keep the metric instead. A metric removed lives on for those who kept it, but is no longer collected. The number of label
/// sets is bounded, see <see cref="FamilyOptions.MaxLabelSets"/>; values that are no UTF-8 or longer than 8 KiB together are treated as
/// those beyond the limit.
/// </remarks>
public abstract class LabelledFamily<TMetric> : MetricFamily
    where TMetric : Metric
{
    private readonly LabelledMetrics<TMetric>? _metrics;
    private readonly TMetric[] _single = [];

    private protected LabelledFamily(FamilyDescription description, Func<Labels, TMetric> create, Action countDropped)
        : base(description)
    {
        if (description.LabelNames.Length == 0)
        {
            _single = [create(Labels.Empty)];
        }
        else
        {
            _metrics = new LabelledMetrics<TMetric>(description, create, countDropped);
        }
    }

    /// <summary>How many metrics are collected.</summary>
    public int Count => _metrics?.Count ?? 1;

    /// <summary>The only metric of a family without labels.</summary>
    internal TMetric Single => _single[0];

    public TMetric WithLabels(ReadOnlySpan<byte> value)
    {
        var key = new LabelKey(stackalloc byte[LabelKey.StackBytes]);
        key.Add(value);
        return Find(ref key);
    }

    public TMetric WithLabels(ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2)
    {
        var key = new LabelKey(stackalloc byte[LabelKey.StackBytes]);
        key.Add(value1);
        key.Add(value2);
        return Find(ref key);
    }

    public TMetric WithLabels(ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2, ReadOnlySpan<byte> value3)
    {
        var key = new LabelKey(stackalloc byte[LabelKey.StackBytes]);
        key.Add(value1);
        key.Add(value2);
        key.Add(value3);
        return Find(ref key);
    }

    public TMetric WithLabels(params ReadOnlySpan<string> values)
    {
        var key = KeyOf(values, stackalloc byte[LabelKey.StackBytes]);
        return Find(ref key);
    }

    /// <summary>Removes the metric with these values; false if there is none.</summary>
    public bool Remove(params ReadOnlySpan<string> values)
    {
        var key = KeyOf(values, stackalloc byte[LabelKey.StackBytes]);
        try
        {
            return Labelled().Remove(in key);
        }
        finally
        {
            key.Dispose();
        }
    }

    /// <summary>Removes all metrics that have the value at one of the labels, and returns how many those were.</summary>
    public int RemoveMatching(string labelName, string value)
    {
        if (!Description.LabelNames.Contains(labelName))
        {
            throw new ArgumentException($"metric \"{Name}\" has no label \"{labelName}\"", nameof(labelName));
        }

        return Labelled().RemoveMatching(Encoding.UTF8.GetBytes(labelName), Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Removes all metrics of a family with labels.</summary>
    public void Clear() => Labelled().Clear();

    internal override void Collect(IMetricSink sink, CollectionScratch scratch)
    {
        var metrics = _metrics is null ? _single : _metrics.Sorted();
        if (metrics.Length == 0)
        {
            return;
        }

        Begin(sink);
        foreach (var metric in metrics)
        {
            metric.Collect(sink, scratch);
        }
    }

    private static LabelKey KeyOf(ReadOnlySpan<string> values, Span<byte> memory)
    {
        var key = new LabelKey(memory);
        foreach (var value in values)
        {
            key.Add(value);
        }

        return key;
    }

    private TMetric Find(scoped ref LabelKey key)
    {
        try
        {
            return Labelled().Find(in key);
        }
        finally
        {
            key.Dispose();
        }
    }

    private LabelledMetrics<TMetric> Labelled() =>
        _metrics ?? throw new ArgumentException($"metric \"{Name}\" has no labels");
}
