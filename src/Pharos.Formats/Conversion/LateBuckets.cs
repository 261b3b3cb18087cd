namespace Pharos.Formats.Conversion;

/// <summary>
/// Buckets of which the first are in the order of their bounds and checked, and the others stand as they came. Puts all in order at once,
/// with the outcome of putting one after the other in its place: the first of one bound counts, and the first fault is the fault.
/// </summary>
/// <remarks>
/// What stood beside a bucket when it came is found backwards: all are linked in order, then the last to come is taken out, then the one
/// before it. At its turn each has the neighbours that it had when it came.
/// </remarks>
internal readonly ref struct LateBuckets
{
    private const int None = -1;

    private readonly Span<ClassicBucket> _buckets;
    private readonly int _sortedCount;

    public LateBuckets(Span<ClassicBucket> buckets, int sortedCount)
    {
        _buckets = buckets;
        _sortedCount = sortedCount;
    }

    /// <summary>Orders the buckets in place and gives how many are left, and the fault if there is one.</summary>
    public ClassicHistogramError Settle(out int count)
    {
        var order = Order(out count);
        var fault = FirstFault(order.AsSpan(0, count));
        var sorted = new ClassicBucket[count];
        for (var i = 0; i < count; i++)
        {
            sorted[i] = _buckets[order[i]];
        }

        sorted.CopyTo(_buckets);
        return fault;
    }

    /// <summary>The places of the buckets by bound, of those with one bound only the first to come.</summary>
    private int[] Order(out int count)
    {
        var order = new int[_buckets.Length];
        var bounds = new double[_buckets.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            bounds[i] = _buckets[i].Bound;
        }

        Array.Sort(order, (left, right) => bounds[left] != bounds[right] ? bounds[left].CompareTo(bounds[right]) : left.CompareTo(right));
        count = 0;
        foreach (var bucket in order)
        {
            if (count == 0 || bounds[order[count - 1]] != bounds[bucket])
            {
                order[count++] = bucket;
            }
        }

        return order;
    }

    private ClassicHistogramError FirstFault(ReadOnlySpan<int> order)
    {
        var before = new int[_buckets.Length];
        var after = new int[_buckets.Length];
        var isKept = new bool[_buckets.Length];
        for (var i = 0; i < order.Length; i++)
        {
            before[order[i]] = i == 0 ? None : order[i - 1];
            after[order[i]] = i == order.Length - 1 ? None : order[i + 1];
            isKept[order[i]] = true;
        }

        ClassicHistogramError fault = default;
        for (var bucket = _buckets.Length - 1; bucket >= _sortedCount; bucket--)
        {
            if (!isKept[bucket])
            {
                continue;
            }

            var (left, right, value) = (before[bucket], after[bucket], _buckets[bucket].Count);
            if (left != None && value < _buckets[left].Count)
            {
                fault = ClassicHistogramError.LessThanBefore(value, _buckets[left].Count);
            }
            else if (right != None && value > _buckets[right].Count)
            {
                fault = ClassicHistogramError.MoreThanNext(value, _buckets[right].Count);
            }

            if (left != None)
            {
                after[left] = right;
            }

            if (right != None)
            {
                before[right] = left;
            }
        }

        return fault;
    }
}
