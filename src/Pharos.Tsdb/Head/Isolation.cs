namespace Pharos.Tsdb.Head;

/// <summary>
/// Lets a reader see each batch whole or not at all. Commits have numbers; a reader notes at its beginning which numbers are there and which of
/// them are still at work, and hides samples of all others.
/// </summary>
/// <remarks>
/// A series only remembers the commit that appended last and how many samples that were; older ones matter only to a reader that began
/// before them, and are kept aside while there is one (<see cref="Series.CommitOverflow"/>). Numbers are 32 bits and compared by
/// their difference: a series that got no sample for two thousand million commits is dropped long before.
/// Safe for concurrent use.
/// </remarks>
internal sealed class Isolation
{
    private readonly object _lock = new();
    private readonly List<uint> _open = [];
    private readonly List<ReadPoint> _readers = [];
    private readonly List<long> _batches = [];
    private uint _last;
    private int _waiting;

    /// <summary>The number of the oldest commit that somebody may not see yet or still be at, and of the newest.</summary>
    public (uint Low, uint High) Watermarks
    {
        get
        {
            lock (_lock)
            {
                return (Math.Min(Settled(), _last), _last);
            }
        }
    }

    /// <summary>The number of a commit that begins to append now.</summary>
    public CommitPoint BeginCommit()
    {
        lock (_lock)
        {
            var number = ++_last;
            _open.Add(number);
            return new CommitPoint(number, Settled());
        }
    }

    /// <summary>All samples of the commit are in their series.</summary>
    public void EndCommit(CommitPoint commit)
    {
        lock (_lock)
        {
            _open.Remove(commit.Number);
        }
    }

    /// <param name="minTimeMs">The oldest time that the reader looks at in the head.</param>
    public ReadPoint BeginRead(long minTimeMs)
    {
        lock (_lock)
        {
            var point = new ReadPoint(_last, [.. _open], minTimeMs);
            _readers.Add(point);
            return point;
        }
    }

    public void EndRead(ReadPoint point)
    {
        lock (_lock)
        {
            _readers.Remove(point);
            Wake();
        }
    }

    /// <summary>Returns when those who read times before the given one now have ended. Who begins later is not waited for.</summary>
    public void WaitForReaders(long timestampMs, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            var readers = _readers.FindAll(reader => reader.MinTimeMs < timestampMs);
            WaitUntil(() => !readers.Exists(_readers.Contains), cancellation);
        }
    }

    /// <summary>A batch begins that accepts no samples in order before the time.</summary>
    public void BeginBatch(long minInOrderMs)
    {
        lock (_lock)
        {
            _batches.Add(minInOrderMs);
        }
    }

    public void EndBatch(long minInOrderMs)
    {
        lock (_lock)
        {
            _batches.Remove(minInOrderMs);
            Wake();
        }
    }

    /// <summary>The oldest time that an open batch may bring a sample in order of; the greatest number if none is open.</summary>
    public long OldestBatchMs()
    {
        lock (_lock)
        {
            return _batches.Count == 0 ? long.MaxValue : _batches.Min();
        }
    }

    /// <summary>Returns when no batch is open that may still bring samples in order before the time.</summary>
    public void WaitForBatches(long timestampMs, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            WaitUntil(() => !_batches.Exists(minInOrderMs => minInOrderMs < timestampMs), cancellation);
        }
    }

    /// <summary>Holding the lock.</summary>
    private void WaitUntil(Func<bool> condition, CancellationToken cancellation)
    {
        _waiting++;
        var registration = cancellation.UnsafeRegister(_ =>
        {
            lock (_lock)
            {
                Wake();
            }
        }, null);
        try
        {
            while (!condition())
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
        }
        finally
        {
            // Not disposed: that would wait for what is called right now, which waits for the lock.
            registration.Unregister();
            _waiting--;
        }
    }

    private void Wake()
    {
        if (_waiting > 0)
        {
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>The number below which every commit is visible to every reader, present and future.</summary>
    private uint Settled()
    {
        var settled = _open.Count > 0 ? _open[0] : _last + 1;
        foreach (var reader in _readers)
        {
            if ((int)(reader.Settled - settled) < 0)
            {
                settled = reader.Settled;
            }
        }

        return settled;
    }
}

/// <summary>A commit's number, and the number below which all others are visible to all readers.</summary>
internal readonly record struct CommitPoint(uint Number, uint Settled);

/// <summary>Which commits a reader sees. Immutable.</summary>
internal sealed class ReadPoint(uint last, uint[] open, long minTimeMs)
{
    public long MinTimeMs { get; } = minTimeMs;

    /// <summary>All commits below this number are visible.</summary>
    public uint Settled { get; } = open.Length > 0 ? open[0] : last + 1;

    public bool Sees(uint commit)
    {
        if ((int)(commit - Settled) < 0)
        {
            return true;
        }

        return (int)(commit - last) <= 0 && Array.IndexOf(open, commit) < 0;
    }
}
