namespace Pharos.Hosting.Http;

/// <summary>
/// Has memory that was dropped in large amounts given back to the system. The collector alone would come to it with the next full
/// collection, which in a server that is idle again may be hours away. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A full collection stops everything for a moment, so it is done for much memory only, and not again before <see cref="Delay"/> is over:
/// clients that come and go in masses do not make the server collect all the time.
/// </remarks>
internal sealed class SurplusRelease : IDisposable
{
    /// <summary>Ordinary load drops less than this between two collections that happen anyway.</summary>
    private const long WorthCollecting = 32 * 1024 * 1024;

    /// <summary>Long enough for the other connections of such a crowd to end as well.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly ITimer _timer;
    private readonly Action _collect;
    private long _dropped;

    /// <param name="time">Measures the delay.</param>
    /// <param name="collect">What is done in the end; null for a collection that gives back all it can.</param>
    public SurplusRelease(TimeProvider time, Action? collect = null)
    {
        _collect = collect ?? Collect;
        _timer = time.CreateTimer(static self => ((SurplusRelease)self!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Counts memory that nothing refers to any more.</summary>
    public void Add(int bytes)
    {
        var dropped = Interlocked.Add(ref _dropped, bytes);
        if (dropped >= WorthCollecting && dropped - bytes < WorthCollecting)
        {
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Release()
    {
        Interlocked.Exchange(ref _dropped, 0);
        _collect();
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
