namespace Pharos.Tsdb.Blocks.Deletion;

/// <summary>What was deleted of which series, by the reference of the series. Safe for concurrent use.</summary>
public sealed class TombstoneStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Intervals> _intervals = [];

    /// <summary>The number of intervals.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _intervals.Values.Sum(static intervals => (long)intervals.Count);
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _intervals.Count == 0;
            }
        }
    }

    public Intervals Get(ulong series)
    {
        lock (_lock)
        {
            return _intervals.GetValueOrDefault(series);
        }
    }

    public void Add(ulong series, Interval interval)
    {
        lock (_lock)
        {
            Set(series, _intervals.GetValueOrDefault(series).Add(interval));
        }
    }

    public void Add(ulong series, Intervals intervals)
    {
        lock (_lock)
        {
            Set(series, Intervals.Of([.. _intervals.GetValueOrDefault(series).Span, .. intervals.Span]));
        }
    }

    /// <summary>Forgets what was deleted of the series, as when the series itself is gone.</summary>
    public void Remove(ulong series)
    {
        lock (_lock)
        {
            _intervals.Remove(series);
        }
    }

    /// <summary>Forgets intervals that are wholly before the time.</summary>
    public void TruncateBefore(long timestampMs)
    {
        lock (_lock)
        {
            foreach (var (series, intervals) in _intervals)
            {
                // Setting and removing keys that are there does not disturb the enumeration.
                Set(series, intervals.From(timestampMs));
            }
        }
    }

    /// <summary>All there is now, by ascending references.</summary>
    public (ulong Series, Intervals Intervals)[] ToArray()
    {
        lock (_lock)
        {
            return [.. _intervals.Select(static pair => (pair.Key, pair.Value)).OrderBy(static pair => pair.Key)];
        }
    }

    private void Set(ulong series, Intervals intervals)
    {
        if (intervals.IsEmpty)
        {
            _intervals.Remove(series);
        }
        else
        {
            _intervals[series] = intervals;
        }
    }
}
