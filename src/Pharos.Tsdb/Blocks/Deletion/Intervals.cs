namespace Pharos.Tsdb.Blocks.Deletion;

/// <summary>
/// Times that were deleted: intervals in order, none touching the next. Immutable; the default value has none. Safe for concurrent use.
/// </summary>
public readonly struct Intervals
{
    private readonly Interval[]? _sorted;

    private Intervals(Interval[] sorted)
    {
        _sorted = sorted;
    }

    public int Count => _sorted?.Length ?? 0;

    public bool IsEmpty => Count == 0;

    public ReadOnlySpan<Interval> Span => _sorted;

    /// <summary>The times that are in one of the intervals, which may come in any order. One that ends before it begins has none.</summary>
    public static Intervals Of(params ReadOnlySpan<Interval> intervals)
    {
        var sorted = intervals.ToArray();
        Array.Sort(sorted, static (left, right) => left.MinTimeMs.CompareTo(right.MinTimeMs));
        var count = 0;
        foreach (var interval in sorted)
        {
            if (interval.MaxTimeMs < interval.MinTimeMs)
            {
                continue;
            }

            // Times are whole milliseconds, so an interval that begins right after another continues it.
            if (count > 0 && (sorted[count - 1].MaxTimeMs == long.MaxValue || interval.MinTimeMs <= sorted[count - 1].MaxTimeMs + 1))
            {
                sorted[count - 1] = sorted[count - 1] with { MaxTimeMs = Math.Max(sorted[count - 1].MaxTimeMs, interval.MaxTimeMs) };
            }
            else
            {
                sorted[count++] = interval;
            }
        }

        return new Intervals(sorted[..count]);
    }

    public Intervals Add(Interval interval) => Of([.. Span, interval]);

    /// <summary>Without the intervals that are wholly before the time.</summary>
    public Intervals From(long timestampMs)
    {
        var first = 0;
        while (first < Count && _sorted![first].MaxTimeMs < timestampMs)
        {
            first++;
        }

        return first == 0 ? this : new Intervals(_sorted![first..]);
    }

    public bool Contains(long timestampMs)
    {
        var at = FirstEndingFrom(timestampMs);
        return at < Count && _sorted![at].MinTimeMs <= timestampMs;
    }

    /// <summary>Whether all of the closed range was deleted.</summary>
    public bool Covers(long minTimeMs, long maxTimeMs)
    {
        var at = FirstEndingFrom(minTimeMs);
        return at < Count && _sorted![at].MinTimeMs <= minTimeMs && _sorted[at].MaxTimeMs >= maxTimeMs;
    }

    /// <summary>Whether some of the closed range was deleted.</summary>
    public bool Overlaps(long minTimeMs, long maxTimeMs)
    {
        var at = FirstEndingFrom(minTimeMs);
        return at < Count && _sorted![at].MinTimeMs <= maxTimeMs;
    }

    private int FirstEndingFrom(long timestampMs)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sorted![middle].MaxTimeMs < timestampMs)
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
}
