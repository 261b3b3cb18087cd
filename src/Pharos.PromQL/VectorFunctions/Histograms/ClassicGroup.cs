using System.Runtime.InteropServices;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>A classic histogram: the counts of its buckets, a column each, in the order of their bounds once that is needed.</summary>
internal sealed class ClassicGroup(Labels labels)
{
    private readonly List<Bucket> _buckets = [];
    private bool _isSorted = true;
    private StepSet? _mended;

    /// <summary>Without the bound.</summary>
    public Labels Labels { get; } = labels;

    /// <summary>Whether the name is dropped at the end of the query.</summary>
    public bool IsNameDropped { get; private set; }

    public int BucketCount => _buckets.Count;

    /// <summary>Once sorted: whether no two buckets share a bound and the last one has all observations below it.</summary>
    public bool HasDistinctBoundsUpToInfinity { get; private set; }

    /// <summary>Adds the numbers of a series. Several may have the same bound.</summary>
    public void Add(double upperBound, Row row)
    {
        _isSorted = _isSorted && (_buckets.Count == 0 || upperBound > _buckets[^1].UpperBound);
        _buckets.Add(new Bucket(upperBound, row.Values.ToArray()));
        IsNameDropped |= row.IsNameDropped;
    }

    /// <summary>Whether a bucket has a count at a step.</summary>
    public bool HasSample(int step)
    {
        foreach (var bucket in _buckets)
        {
            if (Slot.IsPresent(bucket.Counts[step]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the histogram of a step away.</summary>
    public void ClearAt(int step)
    {
        foreach (var bucket in _buckets)
        {
            bucket.Counts[step] = Slot.Absent;
        }
    }

    /// <summary>Puts the buckets in the order of their bounds.</summary>
    public void Sort()
    {
        if (!_isSorted)
        {
            // A bound that is NaN has no place in any order; there will be some.
            MergeSort.Sort<Bucket>(
                CollectionsMarshal.AsSpan(_buckets),
                static (left, right) => left.UpperBound < right.UpperBound ? -1 : left.UpperBound > right.UpperBound ? 1 : 0);
            _isSorted = true;
        }

        HasDistinctBoundsUpToInfinity = _buckets.Count > 1 && double.IsPositiveInfinity(_buckets[^1].UpperBound);
        for (var i = 1; i < _buckets.Count; i++)
        {
            HasDistinctBoundsUpToInfinity &= _buckets[i - 1].UpperBound < _buckets[i].UpperBound;
        }
    }

    public double BoundOf(int bucket) => _buckets[bucket].UpperBound;

    /// <summary>What a bucket counts at each step.</summary>
    public double[] CountsOf(int bucket) => _buckets[bucket].Counts;

    /// <summary>Notes that counts of a step had to be mended. False if it was known.</summary>
    public bool TryAddMended(int step)
    {
        var mended = _mended ??= new StepSet(_buckets[0].Counts.Length);
        var isNew = !mended.Contains(step);
        mended.Add(step);
        return isNew;
    }

    /// <summary>Copies the buckets that have a count at a step.</summary>
    /// <param name="destination">Has room for all.</param>
    public Span<CumulativeBucket> Gather(int step, Span<CumulativeBucket> destination)
    {
        var count = 0;
        foreach (ref readonly var bucket in CollectionsMarshal.AsSpan(_buckets))
        {
            var value = bucket.Counts[step];
            destination[count] = new CumulativeBucket(bucket.UpperBound, value);
            count += Slot.IsPresent(value) ? 1 : 0;
        }

        return destination[..count];
    }

    private readonly record struct Bucket(double UpperBound, double[] Counts);
}
