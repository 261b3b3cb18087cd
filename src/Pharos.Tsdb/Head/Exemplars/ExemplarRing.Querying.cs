using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.Exemplars;

internal sealed unsafe partial class ExemplarRing
{
    private const uint SeriesPerCancellationCheck = 1024;

    /// <summary>
    /// Takes the lock for one series at a time, and not while matchers run: commits do not wait for a query. An exemplar that comes meanwhile may be
    /// in the answer or not.
    /// </summary>
    public IReadOnlyList<SeriesExemplars> SelectExemplars(
        long minTimeMs, long maxTimeMs, IReadOnlyList<Matcher[]> selectors, CancellationToken cancellation = default)
    {
        var found = new List<SeriesExemplars>();
        var labels = new ByteBuffer();
        for (uint number = 1; TryCopyLabels(number, minTimeMs, maxTimeMs, labels, out var id); number++)
        {
            if (number % SeriesPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (id != 0 && IsSelected(new LabelsView(labels.Written), selectors) && Copy(number, id, minTimeMs, maxTimeMs) is { Count: > 0 } exemplars)
            {
                found.Add(new SeriesExemplars(new LabelsView(labels.Written).ToLabels(), exemplars));
            }
        }

        found.Sort(static (left, right) => left.Series.CompareTo(right.Series));
        return found;
    }

    /// <summary>Goes through all exemplars in the order they came. The visitor must be quick: nothing is added meanwhile.</summary>
    public void ForEach(ExemplarVisitor visit)
    {
        var labels = new ByteBuffer();
        lock (_lock)
        {
            var first = OldestPlace;
            for (var i = 0; i < _count; i++)
            {
                ref var entry = ref _entries[(first + i) % _entries.Length];
                labels.Clear();
                SeriesLabels.AppendTo(labels, _owners[entry.Owner].Labels, _series.Symbols);
                visit(
                    new LabelsView(labels.Written),
                    new ExemplarView(new LabelsView(entry.LabelSpan), entry.Value, entry.TimestampMs, entry.HasOwnTime));
            }
        }
    }

    private static bool IsSelected(LabelsView labels, IReadOnlyList<Matcher[]> selectors)
    {
        for (var i = 0; i < selectors.Count; i++)
        {
            if (FulfilsAll(labels, selectors[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool FulfilsAll(LabelsView labels, Matcher[] matchers)
    {
        foreach (var matcher in matchers)
        {
            if (!matcher.Matches(labels[matcher.Name]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False behind the last number. The id is 0 if the number is free, or its series has nothing between the times.</summary>
    private bool TryCopyLabels(uint number, long minTimeMs, long maxTimeMs, ByteBuffer labels, out ulong id)
    {
        id = 0;
        lock (_lock)
        {
            if (number >= _owners.Limit)
            {
                return false;
            }

            ref var owner = ref _owners[number];
            if (owner.Id != 0 && _entries[owner.Oldest].TimestampMs <= maxTimeMs && _entries[owner.Newest].TimestampMs >= minTimeMs)
            {
                id = owner.Id;
                labels.Clear();
                SeriesLabels.AppendTo(labels, owner.Labels, _series.Symbols);
            }

            return true;
        }
    }

    /// <summary>The exemplars between the times; none if the number is another series' by now.</summary>
    private List<Exemplar> Copy(uint number, ulong id, long minTimeMs, long maxTimeMs)
    {
        var exemplars = new List<Exemplar>();
        lock (_lock)
        {
            ref var owner = ref _owners[number];
            if (owner.Id != id)
            {
                return exemplars;
            }

            for (var place = owner.Oldest; place != ExemplarEntry.None; place = _entries[place].Newer)
            {
                ref var entry = ref _entries[place];
                if (entry.TimestampMs > maxTimeMs)
                {
                    break;
                }

                if (entry.TimestampMs >= minTimeMs)
                {
                    exemplars.Add(new Exemplar(new LabelsView(entry.LabelSpan).ToLabels(), entry.Value, entry.TimestampMs));
                }
            }
        }

        return exemplars;
    }
}

internal delegate void ExemplarVisitor(LabelsView series, in ExemplarView exemplar);
