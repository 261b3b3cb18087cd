namespace Pharos.PromQL.RangeFunctions;

/// <summary>Finds whether starts of samples overlap within windows that never go back. Each pair is looked at about once.</summary>
internal ref struct OverlapSearch
{
    private readonly ReadOnlySpan<long> _starts;
    private readonly ReadOnlySpan<long> _times;
    private int _looked = 1;

    /// <summary>The last overlap among the pairs looked at, by the index of its later sample.</summary>
    private int _found;

    public OverlapSearch(ReadOnlySpan<long> starts, ReadOnlySpan<long> times)
    {
        _starts = starts;
        _times = times;
    }

    public bool IsWithin(int first, int last)
    {
        for (; _looked <= last; _looked++)
        {
            if (StartTimes.IsOverlap(_starts[_looked - 1], _times[_looked - 1], _starts[_looked]))
            {
                _found = _looked;
            }
        }

        return _found > first;
    }
}
