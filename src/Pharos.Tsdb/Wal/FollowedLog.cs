namespace Pharos.Tsdb.Wal;

/// <summary>
/// What those who follow the log of a store that is open get to know of it without reading it: where it is, how far it goes, how much was committed, and
/// when there is more. Safe for concurrent use.
/// </summary>
public sealed class FollowedLog
{
    private readonly Lock _gate = new();
    private volatile WalWriter? _wal;
    private Action[] _listeners = [];
    private long _samples;
    private long _histograms;
    private long _exemplars;
    private long _newestMs = long.MinValue;

    /// <summary>The directory of its segments; null before the store is open.</summary>
    public string? Directory => _wal?.Directory;

    /// <summary>
    /// The end of what was committed: nothing before it changes any more, and what is behind it may be half of a record, or be taken back.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store was never open.</exception>
    public WalPosition End => (_wal ?? throw new InvalidOperationException("the store is not open")).Position;

    /// <summary>How many samples were committed since the store was opened, histograms not among them.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    public long Histograms => Interlocked.Read(ref _histograms);

    public long Exemplars => Interlocked.Read(ref _exemplars);

    /// <summary>The greatest time of a sample that was committed since then; null if there was none.</summary>
    public long? NewestMs => Interlocked.Read(ref _newestMs) is > long.MinValue and var newest ? newest : null;

    /// <summary>Calls the listener after each commit, on its thread: it returns at once and throws nothing.</summary>
    public void Listen(Action listener)
    {
        lock (_gate)
        {
            Volatile.Write(ref _listeners, [.. _listeners, listener]);
        }
    }

    /// <summary>Does no longer call it; a call under way may still come.</summary>
    public void Leave(Action listener)
    {
        lock (_gate)
        {
            Volatile.Write(ref _listeners, Array.FindAll(_listeners, other => other != listener));
        }
    }

    internal void Begin(WalWriter wal) => _wal = wal;

    /// <summary>Takes note of a batch that is in the log.</summary>
    /// <param name="newestMs">The greatest time of a sample; the least number if there is none.</param>
    internal void Note(int samples, int histograms, int exemplars, long newestMs)
    {
        Interlocked.Add(ref _samples, samples);
        Interlocked.Add(ref _histograms, histograms);
        Interlocked.Add(ref _exemplars, exemplars);
        for (var known = Interlocked.Read(ref _newestMs); newestMs > known;)
        {
            var before = Interlocked.CompareExchange(ref _newestMs, newestMs, known);
            if (before == known)
            {
                break;
            }

            known = before;
        }

        foreach (var listener in Volatile.Read(ref _listeners))
        {
            listener();
        }
    }
}
