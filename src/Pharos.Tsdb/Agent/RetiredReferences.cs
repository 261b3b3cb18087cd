namespace Pharos.Tsdb.Agent;

/// <summary>
/// References of no series, or only other names of one, that the log may still have samples of: their labels stay in checkpoints as long as there are
/// such samples, in segments or in the checkpoint itself. Safe for concurrent use.
/// </summary>
internal sealed class RetiredReferences
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, (int LastSegment, long NewestMs)> _references = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _references.Count;
            }
        }
    }

    /// <param name="segment">No later segment has samples under the reference.</param>
    /// <param name="newestMs">The time of the newest of them.</param>
    public void Add(ulong walRef, int segment, long newestMs)
    {
        lock (_lock)
        {
            var known = _references.GetValueOrDefault(walRef, (segment, newestMs));
            _references[walRef] = (Math.Max(segment, known.Item1), Math.Max(newestMs, known.Item2));
        }
    }

    /// <summary>Whether a checkpoint up to the segment that drops what is before the time needs the labels.</summary>
    public bool IsNeeded(ulong walRef, int segment, long timestampMs)
    {
        lock (_lock)
        {
            return _references.TryGetValue(walRef, out var known) && IsNeeded(known, segment, timestampMs);
        }
    }

    /// <summary>There is such a checkpoint now.</summary>
    public void Forget(int segment, long timestampMs)
    {
        lock (_lock)
        {
            foreach (var (walRef, known) in _references)
            {
                if (!IsNeeded(known, segment, timestampMs))
                {
                    _references.Remove(walRef);
                }
            }
        }
    }

    private static bool IsNeeded((int LastSegment, long NewestMs) known, int segment, long timestampMs) =>
        known.LastSegment > segment || known.NewestMs >= timestampMs;
}
