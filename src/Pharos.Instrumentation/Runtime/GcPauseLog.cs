namespace Pharos.Instrumentation.Runtime;

/// <summary>
/// The pauses of the last garbage collections and the time of the last one. Safe for concurrent use. Dispose it to stop the watch.
/// </summary>
/// <remarks>
/// The runtime tells only about its last collection. So an object that nobody holds is left behind after each one: the next collection
/// finds it, and its finalizer looks at what has just happened and leaves the next object. Collections in quick succession may share one
/// look; totals come from the runtime and do not depend on it.
/// </remarks>
internal sealed class GcPauseLog : IDisposable
{
    /// <summary>As many as Go remembers, so that the quantiles are over a comparable past.</summary>
    public const int Capacity = 256;

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly double[] _pauses = new double[Capacity];
    private int _next;
    private int _count;
    private long _lastIndex;
    private long _lastMs;
    private volatile bool _isDisposed;

    public GcPauseLog(TimeProvider clock)
    {
        _clock = clock;
    }

    /// <summary>Unix milliseconds; 0 if none has been seen yet.</summary>
    public long LastCollectionMs => Volatile.Read(ref _lastMs);

    public void Start() => Watch.LeaveBehind(this);

    public void Dispose() => _isDisposed = true;

    public void Record(long index, ReadOnlySpan<TimeSpan> pauses)
    {
        lock (_gate)
        {
            if (index == _lastIndex)
            {
                return;
            }

            _lastIndex = index;
            _lastMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var pause in pauses)
            {
                // A background collection stops the program twice, others once: then the second is zero.
                if (pause > TimeSpan.Zero)
                {
                    _pauses[_next] = pause.TotalSeconds;
                    _next = (_next + 1) % Capacity;
                    _count = Math.Min(_count + 1, Capacity);
                }
            }
        }
    }

    /// <summary>Copies the pauses in seconds, ascending, and returns how many there are.</summary>
    public int CopySorted(Span<double> destination)
    {
        lock (_gate)
        {
            _pauses.AsSpan(0, _count).CopyTo(destination);
            destination[.._count].Sort();
            return _count;
        }
    }

    private sealed class Watch
    {
        private readonly GcPauseLog _log;

        private Watch(GcPauseLog log)
        {
            _log = log;
        }

#pragma warning disable MA0055 // Being finalized is this object's only purpose.
        ~Watch()
#pragma warning restore MA0055
        {
            if (_log._isDisposed || Environment.HasShutdownStarted)
            {
                return;
            }

            var info = GC.GetGCMemoryInfo(GCKind.Any);
            _log.Record(info.Index, info.PauseDurations);
            LeaveBehind(_log);
        }

        // A new object each time, since one that survives moves to a generation that is seldom collected.
        public static void LeaveBehind(GcPauseLog log) => _ = new Watch(log);
    }
}
