using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>Objects whose groups have to be made anew, each once, the one that waits longest first. Safe for concurrent use, by one taker.</summary>
internal sealed class WorkQueue(TimeProvider time, QueueMetrics metrics) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<ObjectKey> _order = [];
    private readonly Dictionary<ObjectKey, long> _added = [];

    /// <summary>Has one to give while there is something in the queue, and sometimes when there is nothing.</summary>
    private readonly SemaphoreSlim _filled = new(0);

    public void Add(ObjectKey key)
    {
        lock (_gate)
        {
            if (!_added.TryAdd(key, time.GetTimestamp()))
            {
                return;
            }

            _order.Enqueue(key);
            metrics.Items.Increment();
            metrics.Depth.Increment();
            if (_order.Count == 1)
            {
                _filled.Release();
            }
        }
    }

    public void Add(IEnumerable<ObjectKey> keys)
    {
        foreach (var key in keys)
        {
            Add(key);
        }
    }

    /// <summary>Waits for something to do, and takes up to so many.</summary>
    public async Task<IReadOnlyList<ObjectKey>> TakeAsync(int most, CancellationToken cancel)
    {
        while (true)
        {
            await _filled.WaitAsync(cancel);
            var taken = Take(most);
            if (taken.Count > 0)
            {
                return taken;
            }
        }
    }

    /// <summary>Takes up to so many, without waiting.</summary>
    public IReadOnlyList<ObjectKey> Take(int most)
    {
        lock (_gate)
        {
            var taken = new List<ObjectKey>(Math.Min(most, _order.Count));
            while (taken.Count < most && _order.TryDequeue(out var key))
            {
                _added.Remove(key, out var since);
                metrics.Latency.Observe(time.GetElapsedTime(since).TotalSeconds);
                metrics.Depth.Decrement();
                taken.Add(key);
            }

            if (_order.Count > 0)
            {
                _filled.Release();
            }

            return taken;
        }
    }

    public void Dispose()
    {
        metrics.Depth.Add(-_order.Count);
        _filled.Dispose();
    }
}
