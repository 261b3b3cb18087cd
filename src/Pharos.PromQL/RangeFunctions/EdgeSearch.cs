namespace Pharos.PromQL.RangeFunctions;

/// <summary>Finds the samples at the edges of windows that never go back. Each sample is passed once.</summary>
internal struct EdgeSearch
{
    /// <summary>The first sample behind the last window's start.</summary>
    private int _afterStart;

    /// <summary>The first sample at or behind the last window's end.</summary>
    private int _atEnd;

    /// <param name="begin">The first sample that the window may look at.</param>
    /// <param name="stop">The one behind the last.</param>
    /// <param name="isSmoothed">Whether the last sample is the first one at or behind the window's end, if there is one.</param>
    /// <param name="first">The newest sample at or ahead of the window's start, otherwise the first one behind it.</param>
    /// <returns>False if the window has nothing to say.</returns>
    public bool TryFind(
        ReadOnlySpan<long> times, int begin, int stop, long startMs, long endMs, bool isSmoothed, out int first, out int last)
    {
        first = begin;
        last = stop - 1;
        if (begin == stop)
        {
            return false;
        }

        while (_afterStart < times.Length && times[_afterStart] <= startMs)
        {
            _afterStart++;
        }

        first = Math.Max(begin, Math.Min(_afterStart, last) - 1);
        if (isSmoothed)
        {
            while (_atEnd < times.Length && times[_atEnd] < endMs)
            {
                _atEnd++;
            }

            last = Math.Clamp(_atEnd, begin, last);
        }

        return times[last] > startMs && !(isSmoothed && times[first] > endMs);
    }
}
