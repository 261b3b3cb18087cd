using System.Runtime.CompilerServices;

namespace Pharos.Tsdb.Head.Series;

/// <summary>How many series have a mark that they ended as their newest sample. Safe for concurrent use.</summary>
internal sealed class StaleSeries
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    /// <summary>The series got a sample, a mark or not; or it goes, which is as if it was not. The caller holds the lock of its page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(ref SeriesState state, bool isStale)
    {
        // Fast path: series hardly ever end.
        if (state.IsStale != isStale)
        {
            Change(ref state, isStale);
        }
    }

    private void Change(ref SeriesState state, bool isStale)
    {
        state.IsStale = isStale;
        Interlocked.Add(ref _count, isStale ? 1 : -1);
    }
}
