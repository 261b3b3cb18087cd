using Pharos.Tsdb.Head.Replay;

namespace Pharos.Tsdb.Head;

/// <summary>
/// Knows of which series a checkpoint must keep the labels: those in the head, and those that were dropped while the log still has samples of
/// them. Safe for concurrent use.
/// </summary>
internal sealed class WalKeeper
{
    private readonly Lock _lock = new();

    /// <summary>The time of the newest sample that the log may have of a reference that no series of the head has.</summary>
    private readonly Dictionary<ulong, long> _keptUntil = [];

    /// <summary>The time of the newest sample that the log may have of a reference that is in neither.</summary>
    private long _unknownUntil = long.MinValue;

    /// <summary>The reference is no series' any more, or only another name of one.</summary>
    public void Dropped(ulong walRef, long newestSampleMs)
    {
        lock (_lock)
        {
            _keptUntil[walRef] = Math.Max(newestSampleMs, _keptUntil.GetValueOrDefault(walRef, long.MinValue));
        }
    }

    /// <summary>The log may have samples up to the time of references that nobody knows of, since a part of it was not read.</summary>
    public void KeepUnknown(long newestSampleMs)
    {
        lock (_lock)
        {
            _unknownUntil = newestSampleMs;
        }
    }

    /// <summary>What a checkpoint that drops samples before the time asks of each reference. It is as things are now.</summary>
    public Func<ulong, bool> ForCheckpoint(HeadSeries series, long timestampMs)
    {
        var live = new RefTable();
        for (uint slot = 0; slot < series.Table.Limit; slot++)
        {
            if (series.Table.State(slot).Generation != 0)
            {
                live.Set(series.Table.WalRef(slot), slot);
            }
        }

        return reference =>
        {
            if (live.TryGet(reference, out _))
            {
                return true;
            }

            lock (_lock)
            {
                return _unknownUntil >= timestampMs || (_keptUntil.TryGetValue(reference, out var until) && until >= timestampMs);
            }
        };
    }

    /// <summary>A checkpoint for the time was made: what it dropped need not be known any more.</summary>
    public void Checkpointed(long timestampMs)
    {
        lock (_lock)
        {
            foreach (var (reference, until) in _keptUntil)
            {
                if (until < timestampMs)
                {
                    _keptUntil.Remove(reference);
                }
            }
        }
    }
}
