using Pharos.Instrumentation.Collectors;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// The metrics of a program: makes families, and hands all of them to a sink in order. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Asking for a family that is there already gives that family, if everything about it is the same; otherwise it is an error. Functions
/// and collectors cannot be registered twice.
/// </remarks>
public sealed partial class MetricRegistry
{
    /// <summary>
    /// The counter, in every registry, of requests for label sets beyond a family's limit; it has the label <c>metric</c>.
    /// </summary>
    public const string DroppedLabelSetsName = "pharos_instrumentation_label_sets_dropped_total";

    private readonly TimeProvider _clock;
    private readonly CounterFamily _dropped;
    private readonly Lock _gate = new();
    private readonly Lock _collecting = new();
    private readonly FamilyRecorder _recorder = new();
    private readonly CollectionScratch _scratch = new();

    // Replaced as a whole under the gate, so that a collection works on what it found.
    private MetricFamily[] _families = [];
    private IMetricCollector[] _collectors = [];

    public MetricRegistry(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _dropped = CounterFamily(
            DroppedLabelSetsName,
            "Requests for a label set that were answered with one that is not shown, because the metric has too many or it is not valid.",
            new FamilyOptions { MaxLabelSets = int.MaxValue },
            "metric");
    }

    /// <summary>Adds a collector to those asked at every collection.</summary>
    public void Register(IMetricCollector collector)
    {
        lock (_gate)
        {
            if (_collectors.Contains(collector))
            {
                throw new MetricRegistrationException(collector.GetType().Name, "the collector is registered already");
            }

            Volatile.Write(ref _collectors, [.. _collectors, collector]);
        }
    }

    /// <summary>Takes the collector out; false if it is not there. A collection under way may still ask it.</summary>
    public bool Unregister(IMetricCollector collector)
    {
        lock (_gate)
        {
            var remaining = Array.FindAll(_collectors, other => !ReferenceEquals(other, collector));
            var isFound = remaining.Length < _collectors.Length;
            Volatile.Write(ref _collectors, remaining);
            return isFound;
        }
    }

    /// <summary>Takes the family out; false if there is none of that name. Its metrics count on, but are no longer collected.</summary>
    public bool Unregister(string familyName)
    {
        lock (_gate)
        {
            var at = Find(familyName);
            if (at < 0)
            {
                return false;
            }

            Volatile.Write(ref _families, [.. _families.AsSpan(0, at), .. _families.AsSpan(at + 1)]);
            return true;
        }
    }

    /// <summary>
    /// Writes all families ordered by name, each with its metrics ordered by labels. Each metric is consistent in itself; recording goes on
    /// meanwhile. Collections wait for each other, so the sink writes to memory and calls nothing that collects.
    /// </summary>
    /// <exception cref="MetricCollectionException">
    /// A collector or a function failed, or a collector's metric clashes with another. Nothing has been written then.
    /// </exception>
    public void Collect(IMetricSink sink)
    {
        lock (_collecting)
        {
            var families = Volatile.Read(ref _families);
            Prepare(families);
            Record();
            CheckApart(families);
            Merge(families, sink);
            _recorder.Clear();
        }
    }

    private static void Prepare(MetricFamily[] families)
    {
        foreach (var family in families)
        {
            try
            {
                family.Prepare();
            }
            catch (Exception cause)
            {
                throw new MetricCollectionException($"metric \"{family.Name}\"", cause.Message, cause);
            }
        }
    }

    private void Record()
    {
        // What an interrupted collection left is of no use to this one.
        _recorder.Clear();
        foreach (var collector in Volatile.Read(ref _collectors))
        {
            try
            {
                _recorder.StartCollector(collector.GetType().Name);
                collector.Collect(_recorder);
            }
            catch (Exception cause) when (cause is not MetricCollectionException)
            {
                throw new MetricCollectionException(collector.GetType().Name, cause.Message, cause);
            }
        }

        _recorder.Order();
    }

    private void CheckApart(MetricFamily[] families)
    {
        for (int i = 0, j = 0; i < families.Length && j < _recorder.Count;)
        {
            var order = families[i].Description.NameUtf8.AsSpan().SequenceCompareTo(_recorder.NameAt(j));
            if (order == 0)
            {
                throw new MetricCollectionException($"metric \"{families[i].Name}\"", "a collector writes it, but it is registered too");
            }

            i += order < 0 ? 1 : 0;
            j += order > 0 ? 1 : 0;
        }
    }

    private void Merge(MetricFamily[] families, IMetricSink sink)
    {
        var recorded = 0;
        foreach (var family in families)
        {
            while (recorded < _recorder.Count && _recorder.NameAt(recorded).SequenceCompareTo(family.Description.NameUtf8) < 0)
            {
                _recorder.Write(recorded++, sink);
            }

            family.Collect(sink, _scratch);
        }

        while (recorded < _recorder.Count)
        {
            _recorder.Write(recorded++, sink);
        }
    }

    private TFamily GetOrAdd<TFamily>(TFamily made)
        where TFamily : MetricFamily
    {
        lock (_gate)
        {
            var at = Find(made.Name);
            if (at < 0)
            {
                Volatile.Write(ref _families, [.. _families.AsSpan(0, ~at), made, .. _families.AsSpan(~at)]);
                return made;
            }

            var difference = made.Description.DifferenceFrom(_families[at].Description) ?? made.DifferenceFrom(_families[at]);
            if (difference is null && _families[at] is TFamily found)
            {
                return found;
            }

            throw new MetricRegistrationException(
                made.Name, $"it is registered already, and {difference ?? "its value comes from a function"}");
        }
    }

    private int Find(string name)
    {
        var low = 0;
        var high = _families.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = string.CompareOrdinal(_families[middle].Name, name);
            if (order == 0)
            {
                return middle;
            }

            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }

        return ~low;
    }

    private Action CountDropped(string metric) => () => _dropped.WithLabels(metric).Increment();
}
